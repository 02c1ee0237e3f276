/** FHIR resources as an EHR sends them, for the unit tests of this room. */
export function observation(id: string, loinc: string, value: number, fields: Record<string, unknown> = {}) {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: loinc }] },
    subject: { reference: 'Patient/p1' },
    effectiveDateTime: '2026-11-24T08:00:00Z',
    valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    ...fields,
  };
}

export function bundleOf(resources: readonly unknown[], fields: Record<string, unknown> = {}) {
  const entry = resources.map((resource) => ({ resource }));
  return { resourceType: 'Bundle', type: 'searchset', total: resources.length, entry, ...fields };
}

export const asOf = '2026-11-24T10:00:00.000Z';
export const patient = { resourceType: 'Patient', id: 'p1', gender: 'female', birthDate: '1950-06-01' };
export const failure = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'exception', diagnostics: 'no' }],
};
