import type { Bundle, Resource } from '@medplum/fhirtypes';

export type FhirAnswer = { readonly ok: boolean; readonly status: number; readonly body: Resource };

/** The EHR's own way to its FHIR server: over HTTP with a token, like everybody else. */
export type OwnFhir = { readonly get: (query: string) => Promise<FhirAnswer> };

export function createOwnFhir(baseUrl: string, accessToken: string): OwnFhir {
  return {
    get: async (query) => {
      const response = await fetch(`${baseUrl}/${query}`, {
        headers: { authorization: `Bearer ${accessToken}`, accept: 'application/fhir+json' },
      });
      const body = (await response.json()) as Resource;
      return { ok: response.ok, status: response.status, body };
    },
  };
}

/** The matches of a searchset; nothing from a failed search. */
export function matchesOf<T extends Resource>({ ok, body }: FhirAnswer): T[] {
  if (!ok || body.resourceType !== 'Bundle') return [];
  return ((body as Bundle<T>).entry ?? []).flatMap(({ resource }) => (resource ? [resource] : []));
}
