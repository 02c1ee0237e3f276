import { SourceUnavailable } from '../lib/errors.ts';
import type { Store } from '../store/store.ts';
import type { HeldSummary, Summaries } from '../summary/summaries.ts';
import type { Visit } from './visit.ts';

export type PatientParts = { readonly summaries: Summaries; readonly store: Store };

/** What every route below `/patients/{id}` finds in its context. */
export type PatientEnv = { Variables: { visit: Visit } };

/** Whose rows of the store a visit may see. */
export function patientOf({ patientId, fhir: { baseUrl } }: Visit) {
  return { patientId, fhir: { baseUrl } };
}

/** The summary that a visit is about, gathered at most once a minute; the stored one where the EHR is gone. */
export async function summaryOf(
  { summaries }: PatientParts,
  visit: Visit,
  options?: { refresh?: boolean },
): Promise<HeldSummary> {
  const { reader, patientId, encounterId, fhir } = visit;
  const asked = { patientId, ...(encounterId ? { encounterId } : {}) };
  let accessToken: string;
  try {
    accessToken = await fhir.accessToken();
  } catch (error) {
    if (!(error instanceof SourceUnavailable)) throw error;
    return summaries.stored(reader, { ...asked, fhir: { baseUrl: fhir.baseUrl } }, error.reason);
  }
  return summaries.of(reader, { ...asked, fhir: { baseUrl: fhir.baseUrl, accessToken } }, options);
}
