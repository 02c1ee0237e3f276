import type { Observation, ObservationComponent, Quantity } from '@medplum/fhirtypes';
import { systems } from '../../chart/codes.ts';
import { notRecorded, series } from './series.ts';
import type { Sample, Stay } from './stays.ts';

const categorySystem = 'http://terminology.hl7.org/CodeSystem/observation-category';
const minuteMs = 60_000;

/** Whose observations they are, and when the stay's minute 0 was. */
export type Admission = {
  readonly patientId: string;
  readonly admittedAt: Date;
  /** Send the units of a second hospital. */
  readonly useOther?: boolean;
};

/** The instant of a sample, ISO 8601. */
export function instantOf({ minutes }: Sample, admittedAt: Date): string {
  return new Date(admittedAt.getTime() + minutes * minuteMs).toISOString();
}

type Coded = Pick<ObservationComponent, 'code' | 'valueQuantity'>;

function codedValue({ parameter, value }: Sample, useOther: boolean): Coded | undefined {
  const known = series[parameter];
  if (!known || value === notRecorded) return undefined;
  const [loinc, unit, factor = 1] = (useOther ? known.other : undefined) ?? known.usual;
  const valueQuantity: Quantity = {
    value: Number((value * factor).toPrecision(6)),
    unit,
    system: systems.ucum,
    code: unit,
  };
  return { code: { coding: [{ system: systems.loinc, code: loinc }], text: parameter }, valueQuantity };
}

/** Arterial systolic and diastolic pressure of one minute belong in one Observation, as monitors send them. */
function pressurePanels(samples: readonly Sample[]): (readonly Sample[])[] {
  const diastolic = new Map(
    samples.filter(({ parameter }) => parameter === 'DiasABP').map((s) => [s.minutes, s]),
  );
  const paired = new Set<Sample>();
  const groups: (readonly Sample[])[] = [];
  for (const sample of samples) {
    const partner = sample.parameter === 'SysABP' ? diastolic.get(sample.minutes) : undefined;
    if (!partner || paired.has(partner)) continue;
    paired.add(sample).add(partner);
    groups.push([sample, partner]);
  }
  return [...groups, ...samples.filter((sample) => !paired.has(sample)).map((sample) => [sample])];
}

function toObservation(values: readonly Coded[], isLab: boolean): Omit<Observation, 'id'> {
  const [only] = values;
  const category = [{ coding: [{ system: categorySystem, code: isLab ? 'laboratory' : 'vital-signs' }] }];
  const panel = { coding: [{ system: systems.loinc, code: '85354-9' }], text: 'Blood pressure panel' };
  const content = values.length === 1 && only ? only : { code: panel, component: [...values] };
  return { resourceType: 'Observation', status: 'final', category, ...content };
}

/** A stay's measured values as FHIR R4 Observations of one patient. */
export function toObservations({ samples }: Stay, admission: Admission): Observation[] {
  const { patientId, admittedAt, useOther = false } = admission;
  return pressurePanels(samples).flatMap((group, at) => {
    const values = group.flatMap((sample) => codedValue(sample, useOther) ?? []);
    const [first] = group;
    if (!first || values.length === 0) return [];
    return [
      {
        ...toObservation(values, series[first.parameter]?.lab === true),
        id: `${patientId}-${at}`,
        subject: { reference: `Patient/${patientId}` },
        effectiveDateTime: instantOf(first, admittedAt),
      },
    ];
  });
}
