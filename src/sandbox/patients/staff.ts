import type { Practitioner, Resource } from '@medplum/fhirtypes';

/** The user of the EHR page. */
export const practitionerId = 'demo';

const doctor: Practitioner = {
  resourceType: 'Practitioner',
  id: practitionerId,
  active: true,
  name: [{ family: 'Demo', given: ['Doctor'], prefix: ['Dr.'] }],
};

export const staff: readonly Resource[] = [doctor];
