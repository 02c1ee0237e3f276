/** Whose record it is: the patient's id, and the FHIR server that gives the id its meaning. */
export type PatientOf = { readonly patientId: string; readonly fhir?: { readonly baseUrl: string } };

/**
 * What a patient's rows are found by: the absolute FHIR reference, since two EHRs may use one id for two people. A call
 * that names no FHIR server has a relative one, and meets no other's rows.
 */
export function patientKeyOf({ patientId, fhir }: PatientOf): string {
  const reference = `Patient/${patientId}`;
  return fhir ? `${new URL(fhir.baseUrl).href.replace(/\/+$/, '')}/${reference}` : reference;
}
