import { SourceUnavailable } from '../../lib/errors.ts';

const waitMs = 8000;
const longestAnswer = 1_000_000;

export type EhrAnswer = { readonly status: number; readonly body: unknown };

/** One request to a registered EHR: no redirects, a deadline, JSON or nothing. @throws SourceUnavailable */
export async function askEhr(url: string, init: RequestInit = {}): Promise<EhrAnswer> {
  const signal = AbortSignal.timeout(waitMs);
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal });
    const text = await response.text();
    if (text.length > longestAnswer) throw new SourceUnavailable('ehr-answer-too-long');
    return { status: response.status, body: parseJson(text) };
  } catch (cause) {
    if (cause instanceof SourceUnavailable) throw cause;
    throw new SourceUnavailable(signal.aborted ? 'ehr-timeout' : 'ehr-unreachable', { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
