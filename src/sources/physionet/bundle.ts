import type { Bundle, Patient, Procedure } from '@medplum/fhirtypes';
import { systems } from '../../chart/codes.ts';
import { instantOf, toObservations } from './observations.ts';
import { notRecorded } from './series.ts';
import type { Sample, Stay } from './stays.ts';

/** The data set has no dates: every stay begins here. */
export const admittedAt = new Date('2026-07-01T00:00:00Z');

const recordSystem = 'https://physionet.org/content/challenge-2012/1.0.0/';

function firstValue({ samples }: Stay, parameter: string): number | undefined {
  const found = samples.find((sample) => sample.parameter === parameter && sample.value !== notRecorded);
  return found?.value;
}

function toPatient(stay: Stay, id: string): Patient {
  const [age, sex] = [firstValue(stay, 'Age'), firstValue(stay, 'Gender')];
  return {
    resourceType: 'Patient',
    id,
    ...(sex === undefined ? {} : { gender: sex === 1 ? 'male' : 'female' }),
    // Only the age is known, so only the year is said.
    ...(age === undefined ? {} : { birthDate: String(admittedAt.getUTCFullYear() - age) }),
  };
}

/** The first minute at which the ventilator was on. */
function ventilation({ samples }: Stay, patientId: string): Procedure[] {
  const [first] = samples.filter(({ parameter, value }) => parameter === 'MechVent' && value === 1);
  if (!first) return [];
  return [
    {
      resourceType: 'Procedure',
      id: `${patientId}-ventilation`,
      status: 'in-progress',
      code: { coding: [{ system: systems.snomed, code: '40617009' }], text: 'Artificial respiration' },
      subject: { reference: `Patient/${patientId}` },
      performedDateTime: instantOf(first, admittedAt),
    },
  ];
}

function lastOf({ samples }: Stay): Sample {
  const admission: Sample = { minutes: 0, parameter: 'admission', value: notRecorded };
  return samples.reduce((last, sample) => (sample.minutes > last.minutes ? sample : last), admission);
}

/**
 * One stay as a FHIR R4 Bundle that is the patient's whole record; its identifier is the RecordID.
 * ICUType has no place in it.
 */
export function toBundle(stay: Stay): Bundle {
  const patientId = `stay-${stay.record}`;
  const resources = [
    toPatient(stay, patientId),
    ...toObservations(stay, { patientId, admittedAt }),
    ...ventilation(stay, patientId),
  ];
  return {
    resourceType: 'Bundle',
    type: 'collection',
    // All that is known of the stay is known at its last row.
    timestamp: instantOf(lastOf(stay), admittedAt),
    identifier: { system: recordSystem, value: stay.record },
    entry: resources.map((resource) => ({ resource })),
  };
}
