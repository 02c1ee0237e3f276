import { SourceUnavailable } from '../../lib/errors.ts';
import type { EhrAccess } from './client.ts';
import { resource as anyResource, identifiersOf, type Resource } from './resource.ts';

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
  return anyResource.safeParse(await response.json().catch(() => undefined)).data;
}

function isIdentifiedBy(found: Resource, { system, value }: Sent['identifier']): boolean {
  return identifiersOf(found).some((other) => other.system === system && other.value === value);
}

/**
 * `DiagnosticReport/1`, by the answer's address or its body. 201 says that it was created; 200 that one was found, which is
 * another one where the server does not search by identifier, or no answer of a FHIR server at all.
 * @throws SourceUnavailable where the answer does not say that the server has this very resource
 */
async function referenceIn(response: Response, { resource: sent, identifier }: Sent) {
  const { resourceType: type } = sent;
  const body = await bodyOf(response);
  const same = body?.resourceType === type ? body : undefined;
  const id =
    new RegExp(`${type}/([A-Za-z0-9\\-.]{1,64})(?:/_history/[^/]*)?$`).exec(
      response.headers.get('location') ?? '',
    )?.[1] ?? same?.id;
  const isFound = response.status === 200 && id !== undefined && (!same || isIdentifiedBy(same, identifier));
  if (response.status !== 201 && !isFound) throw new SourceUnavailable('answer-not-asked');
  return id && `${type}/${id}`;
}

/**
 * Creates one resource, or finds it where it was created before: sent twice it is there once (`If-None-Exist`). Answers
 * the server's reference to it, where it tells one. Not tried again by itself, never redirected.
 * @throws SourceUnavailable
 */
export async function createOnce(
  { baseUrl, accessToken }: EhrAccess,
  sent: Sent,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { resource, identifier } = sent;
  const asked = new URLSearchParams({ identifier: `${identifier.system}|${identifier.value}` });
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/${resource.resourceType}`, {
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
      body: JSON.stringify(resource),
    });
    if (!response.ok) throw new SourceUnavailable(reasonOf(response.status));
    return await referenceIn(response, sent);
  } catch (cause) {
    if (cause instanceof SourceUnavailable) throw cause;
    throw new SourceUnavailable(signal.aborted ? 'timeout' : 'unreachable', { cause });
  }
}
