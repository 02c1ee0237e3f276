import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { Observation, ObservationComponent, Quantity } from '@medplum/fhirtypes';
import { parse } from 'csv-parse';

/** One value of one series, `minutes` after admission to the unit. */
export type Sample = { readonly minutes: number; readonly parameter: string; readonly value: number };
export type Stay = { readonly record: string; readonly samples: readonly Sample[] };

/** The first `count` stays of PhysioNet 2012's set b; the file lists each stay's rows together. */
export async function readStays(data: string, count: number): Promise<Stay[]> {
  const stays = new Map<string, Sample[]>();
  const file = createReadStream(join(data, 'physionet2012', 'set-b.csv.gz'));
  const rows = file.pipe(createGunzip()).pipe(parse({ columns: true }));
  for await (const row of rows as AsyncIterable<Record<string, string>>) {
    const { RecordID: record = '', minutes, parameter = '', value } = row;
    if (!stays.has(record) && stays.size === count) break;
    const samples = stays.get(record) ?? [];
    samples.push({ minutes: Number(minutes), parameter, value: Number(value) });
    stays.set(record, samples);
  }
  file.destroy();
  return [...stays].map(([record, samples]) => ({ record, samples }));
}

/** A series as a hospital codes it: LOINC, UCUM, and the factor from PhysioNet's number. */
type Coding = readonly [loinc: string, ucum: string, factor?: number];
type Series = { readonly lab?: true; readonly usual: Coding; readonly other?: Coding };

/**
 * PhysioNet's parameters. `other` is what a second hospital would send. Magnesium is said to be in mmol/L
 * there, but its values can only be mg/dL.
 */
const series: Readonly<Record<string, Series>> = {
  HR: { usual: ['8867-4', '/min'] },
  RespRate: { usual: ['9279-1', '/min'] },
  Temp: { usual: ['8310-5', 'Cel'] },
  SysABP: { usual: ['8480-6', 'mm[Hg]'] },
  DiasABP: { usual: ['8462-4', 'mm[Hg]'] },
  MAP: { usual: ['8478-0', 'mm[Hg]'] },
  NISysABP: { usual: ['76534-7', 'mm[Hg]'] },
  NIDiasABP: { usual: ['76535-4', 'mm[Hg]'] },
  NIMAP: { usual: ['76536-2', 'mm[Hg]'] },
  SaO2: { usual: ['2708-6', '%'] },
  FiO2: { usual: ['3150-6', '%', 100] },
  GCS: { usual: ['9269-2', '{score}'] },
  Urine: { usual: ['9187-6', 'mL'] },
  Weight: { usual: ['29463-7', 'kg'], other: ['29463-7', '[lb_av]', 2.204_622_6] },
  Height: { usual: ['8302-2', 'cm'] },
  BUN: { lab: true, usual: ['3094-0', 'mg/dL'], other: ['14937-7', 'mmol/L', 1 / 2.8014] },
  Creatinine: { lab: true, usual: ['2160-0', 'mg/dL'], other: ['14682-9', 'umol/L', 88.4] },
  Na: { lab: true, usual: ['2951-2', 'mmol/L'], other: ['2951-2', 'meq/L'] },
  K: { lab: true, usual: ['2823-3', 'mmol/L'], other: ['2823-3', 'meq/L'] },
  HCO3: { lab: true, usual: ['1963-8', 'mmol/L'] },
  Mg: { lab: true, usual: ['19123-9', 'mg/dL'], other: ['2601-3', 'mmol/L', 0.4114] },
  Glucose: { lab: true, usual: ['2345-7', 'mg/dL'], other: ['14749-6', 'mmol/L', 1 / 18.0156] },
  WBC: { lab: true, usual: ['6690-2', '10*3/uL'], other: ['6690-2', '10*9/L'] },
  HCT: { lab: true, usual: ['4544-3', '%'] },
  Platelets: { lab: true, usual: ['777-3', '10*3/uL'], other: ['777-3', '10*9/L'] },
  Lactate: { lab: true, usual: ['2524-7', 'mmol/L'] },
  Albumin: { lab: true, usual: ['1751-7', 'g/dL'], other: ['1751-7', 'g/L', 10] },
  Bilirubin: { lab: true, usual: ['1975-2', 'mg/dL'], other: ['14631-6', 'umol/L', 17.104] },
  ALP: { lab: true, usual: ['6768-6', 'U/L'] },
  ALT: { lab: true, usual: ['1742-6', 'U/L'] },
  AST: { lab: true, usual: ['1920-8', 'U/L'] },
  TroponinT: { lab: true, usual: ['6598-7', 'ug/L'] },
  TroponinI: { lab: true, usual: ['10839-9', 'ug/L'] },
  Cholesterol: { lab: true, usual: ['2093-3', 'mg/dL'] },
  pH: { lab: true, usual: ['2744-1', '[pH]'] },
  PaO2: { lab: true, usual: ['2703-7', 'mm[Hg]'], other: ['2703-7', 'kPa', 0.133_322] },
  PaCO2: { lab: true, usual: ['2019-8', 'mm[Hg]'], other: ['2019-8', 'kPa', 0.133_322] },
};

const ucum = 'http://unitsofmeasure.org';
const loincSystem = 'http://loinc.org';
const categorySystem = 'http://terminology.hl7.org/CodeSystem/observation-category';
const minuteMs = 60_000;

type Coded = Pick<ObservationComponent, 'code' | 'valueQuantity'>;

function codedValue({ parameter, value }: Sample, useOther: boolean): Coded | undefined {
  const known = series[parameter];
  // In the data set −1 stands for "not recorded".
  if (!known || value === -1) return undefined;
  const [loinc, unit, factor = 1] = (useOther ? known.other : undefined) ?? known.usual;
  const valueQuantity: Quantity = {
    value: Number((value * factor).toPrecision(6)),
    unit,
    system: ucum,
    code: unit,
  };
  return { code: { coding: [{ system: loincSystem, code: loinc }], text: parameter }, valueQuantity };
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
  const panel = { coding: [{ system: loincSystem, code: '85354-9' }], text: 'Blood pressure panel' };
  const content = values.length === 1 && only ? only : { code: panel, component: [...values] };
  return { resourceType: 'Observation', status: 'final', category, ...content };
}

/**
 * A stay as FHIR Observations of one patient. Times are moved so that the stay's last value lies at `until`;
 * every second stay (`useOther`) comes from a hospital with other units.
 */
export function toObservations(
  { samples }: Stay,
  { patientId, until, useOther }: { patientId: string; until: Date; useOther: boolean },
): Observation[] {
  const last = Math.max(...samples.map(({ minutes }) => minutes));
  return pressurePanels(samples).flatMap((group, at) => {
    const values = group.flatMap((sample) => codedValue(sample, useOther) ?? []);
    const [first] = group;
    if (!first || values.length === 0) return [];
    const effective = new Date(until.getTime() - (last - first.minutes) * minuteMs);
    return [
      {
        ...toObservation(values, series[first.parameter]?.lab === true),
        id: `${patientId}-${at}`,
        subject: { reference: `Patient/${patientId}` },
        effectiveDateTime: effective.toISOString(),
      },
    ];
  });
}
