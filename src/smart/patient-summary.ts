import type { Summaries } from '../summary/summaries.ts';
import type { Visit } from './visit.ts';

export type PatientParts = { readonly summaries: Summaries };

/** What every route below `/patients/{id}` finds in its context. */
export type PatientEnv = { Variables: { visit: Visit } };

/** The summary that a visit is about, gathered at most once a minute. */
export async function summaryOf({ summaries }: PatientParts, visit: Visit, options?: { refresh?: boolean }) {
  const { reader, patientId, encounterId, fhir } = visit;
  const request = {
    patientId,
    ...(encounterId ? { encounterId } : {}),
    fhir: { baseUrl: fhir.baseUrl, accessToken: await fhir.accessToken() },
  };
  return summaries.of(reader, request, options);
}
