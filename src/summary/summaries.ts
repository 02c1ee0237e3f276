import type { Clock } from '../lib/clock.ts';
import { type Summary, type SummaryParts, type SummaryRequest, summarise } from './summarise.ts';

/** A summary, and whether the record could be asked for it. */
export type HeldSummary = Pick<Summary, 'chart' | 'assessment'> & {
  readonly origin: { readonly kind: 'live' } | { readonly kind: 'stored'; readonly because: string };
};

/** The summaries that readers have open, each for a minute, so that a page asks its hospital once. */
export type Summaries = {
  /** `reader` names the session or token: nobody is answered from what another's token fetched. */
  readonly of: (
    reader: string,
    request: SummaryRequest,
    options?: { readonly refresh?: boolean },
  ) => Promise<HeldSummary>;
};

const heldMs = 60_000;
const heldAtMost = 200;

type Held = { readonly at: number; readonly summary: Promise<HeldSummary> };

function keyOf(reader: string, { patientId, fhir }: SummaryRequest): string {
  return JSON.stringify([reader, fhir?.baseUrl, patientId]);
}

export function createSummaries(parts: SummaryParts & { readonly clock: Clock }): Summaries {
  const held = new Map<string, Held>();

  const gatherAnew = async (request: SummaryRequest): Promise<HeldSummary> => {
    const { chart, assessment } = await summarise(parts, request);
    return { chart, assessment, origin: { kind: 'live' } };
  };

  return {
    of: (reader, request, { refresh = false } = {}) => {
      const key = keyOf(reader, request);
      const now = parts.clock.now().getTime();
      const known = held.get(key);
      if (known && !refresh && now - known.at < heldMs) return known.summary;
      held.delete(key);
      const summary = gatherAnew(request);
      held.set(key, { at: now, summary });
      summary.catch(() => held.delete(key));
      const oldest = held.keys().next().value;
      if (held.size > heldAtMost && oldest !== undefined) held.delete(oldest);
      return summary;
    },
  };
}
