/** Patients whose charts are hard on a page; written to the hospital over FHIR like any others. */
import type { DocumentReference, Observation, Patient, Resource } from '@medplum/fhirtypes';

const hourMs = 3_600_000;
const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * hourMs).toISOString();

const script = '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">';

function vital(patientId: string, [code, value, unit]: readonly [string, number, string]): Observation {
  return {
    resourceType: 'Observation',
    id: `${patientId}-${code}`,
    status: 'final',
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/observation-category',
            code: 'vital-signs',
          },
        ],
      },
    ],
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: at(1),
    issued: at(1),
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  };
}

const usualVitals = [
  ['8867-4', 104, '/min'],
  ['9279-1', 24, '/min'],
  ['8310-5', 38.4, 'Cel'],
  ['8480-6', 98, 'mm[Hg]'],
  ['8462-4', 58, 'mm[Hg]'],
  ['2708-6', 91, '%'],
] as const;

function note(patientId: string, text: string): DocumentReference {
  return {
    resourceType: 'DocumentReference',
    id: `${patientId}-note`,
    status: 'current',
    type: {
      coding: [{ system: 'http://loinc.org', code: '11506-3', display: 'Progress note' }],
      text: `Progress note ${script}`,
    },
    subject: { reference: `Patient/${patientId}` },
    date: at(2),
    description: `Progress note ${script}`,
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          language: 'en',
          data: Buffer.from(text, 'utf8').toString('base64'),
        },
      },
    ],
  };
}

function chartOf(patient: Patient & { readonly id: string }, noteText?: string): Resource[] {
  return [
    patient,
    ...usualVitals.map((row) => vital(patient.id, row)),
    ...(noteText === undefined ? [] : [note(patient.id, noteText)]),
  ];
}

/** A name in Arabic, nobody's name, no birth date, and a note that would like to be a program. */
const charts: readonly (readonly Resource[])[] = [
  chartOf({
    resourceType: 'Patient',
    id: 'right-to-left',
    name: [{ text: 'ليلى بنت حسن', family: 'حسن', given: ['ليلى'] }],
    gender: 'female',
    birthDate: '1961-04-02',
  }),
  chartOf({ resourceType: 'Patient', id: 'nameless', gender: 'male', birthDate: '1958-11-20' }),
  chartOf({
    resourceType: 'Patient',
    id: 'no-birth-date',
    name: [{ family: 'Unknown', given: ['Male'] }],
    gender: 'male',
  }),
  chartOf(
    {
      resourceType: 'Patient',
      id: 'scripted',
      name: [{ family: `Ng ${script}`, given: ['Ann'] }],
      gender: 'female',
      birthDate: '1949-01-30',
    },
    `${script} No pneumothorax. Right lower lobe pneumonia. ${script}`,
  ),
];

/** @throws Error when the hospital does not take one */
export async function admitTestPatients(fhirUrl: string, token: string): Promise<void> {
  for (const resource of charts.flat()) {
    const response = await fetch(`${fhirUrl}/${resource.resourceType}/${resource.id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(resource),
    });
    if (!response.ok) throw new Error(`${resource.resourceType}/${resource.id}: ${await response.text()}`);
  }
}
