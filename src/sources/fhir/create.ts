import { SourceUnavailable } from '../../lib/errors.ts';
import type { EhrAccess } from './client.ts';
import { type Resource, resource } from './resource.ts';

/** What is sent, and the business identifier under which the server keeps it once. */
export type Sent = {
  readonly resource: Resource;
  readonly identifier: { readonly system: string; readonly value: string };
};

function reasonOf(status: number): string {
  if (status === 401 || status === 403) return 'not-authorised';
  if (status === 429 || status === 503) return 'busy';
  return `http-${status}`;
}

async function bodyOf(response: Response): Promise<Resource | undefined> {
  return resource.safeParse(await response.json().catch(() => undefined)).data;
}

/** `DiagnosticReport/1`, by the answer's address or its body. */
async function referenceIn(response: Response, type: string): Promise<string | undefined> {
  const id = new RegExp(`${type}/([A-Za-z0-9\\-.]{1,64})(?:/_history/[^/]*)?$`).exec(
    response.headers.get('location') ?? '',
  )?.[1];
  if (id) return `${type}/${id}`;
  const body = await bodyOf(response);
  return body?.resourceType === type && body.id ? `${type}/${body.id}` : undefined;
}

/**
 * Creates one resource, or finds it where it was created before: sent twice it is there once (`If-None-Exist`). Answers
 * the server's reference to it, where it tells one. Not tried again by itself, never redirected.
 * @throws SourceUnavailable
 */
export async function createOnce(
  { baseUrl, accessToken }: EhrAccess,
  { resource: { resourceType, ...fields }, identifier }: Sent,
  signal: AbortSignal,
): Promise<string | undefined> {
  const asked = new URLSearchParams({ identifier: `${identifier.system}|${identifier.value}` });
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/${resourceType}`, {
      method: 'POST',
      redirect: 'error',
      signal,
      headers: {
        accept: 'application/fhir+json',
        'content-type': 'application/fhir+json',
        'if-none-exist': asked.toString(),
        prefer: 'return=representation',
        ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
      },
      body: JSON.stringify({ resourceType, ...fields }),
    });
    if (!response.ok) throw new SourceUnavailable(reasonOf(response.status));
    return await referenceIn(response, resourceType);
  } catch (cause) {
    if (cause instanceof SourceUnavailable) throw cause;
    throw new SourceUnavailable(signal.aborted ? 'timeout' : 'unreachable', { cause });
  }
}
