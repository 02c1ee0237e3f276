import { validateResource } from '@medplum/core';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { loadDefinitions } from '../../../../src/sandbox/fhir/definitions.ts';
import { readBundleChart } from '../../../../src/sources/bundle-chart.ts';
import { toBundle } from '../../../../src/sources/physionet/bundle.ts';
import { cutStay, type Stay, staysOf } from '../../../../src/sources/physionet/stays.ts';

/** An invented stay in the data set's own shape: minutes, parameter, value. */
const table = `
  0 Age 70, 0 Gender 0, 0 Height -1, 0 ICUType 2, 0 Weight 85, 10 MechVent 1, 15 SysABP 110, 15 DiasABP 60,
  20 HR 90, 60 FiO2 0.5, 90 Creatinine 1.2, 400 HR 120, 401 Mg 2.1, 700 Creatinine 2.4`;
const stay: Stay = {
  record: '42',
  samples: table.split(',').map((cell) => {
    const [minutes, parameter = '', value] = cell.trim().split(' ');
    return { minutes: Number(minutes), parameter, value: Number(value) };
  }),
};

async function chartOf(bundle: Bundle) {
  const chart = readBundleChart(JSON.parse(JSON.stringify(bundle)));
  return (await chart.gatherAt(chart.newestAt ?? '')).chart;
}

async function staysIn(rows: readonly (readonly [string, string, string, string])[]): Promise<Stay[]> {
  const records = async function* () {
    for (const [RecordID, minutes, parameter, value] of rows) yield { RecordID, minutes, parameter, value };
  };
  const stays: Stay[] = [];
  for await (const one of staysOf(records())) stays.push(one);
  return stays;
}

describe('a PhysioNet stay', () => {
  test('becomes FHIR R4 that a FHIR server accepts', async () => {
    await loadDefinitions();
    const bundle = toBundle(stay);
    const resources = (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : []));
    for (const resource of [bundle, ...resources] as Resource[]) validateResource(resource);
    const kinds = resources.map(({ resourceType }) => resourceType);
    expect(kinds.filter((kind) => kind === 'Observation')).toHaveLength(8);
    expect(kinds.filter((kind) => kind === 'Procedure')).toHaveLength(1);
  });

  test('is read back as the same patient and the same values, in the units Vigie keeps', async () => {
    const chart = await chartOf(toBundle(stay));
    expect(chart.patient).toMatchObject({ ageYears: 70, sex: 'female' });
    const last = (concept: string) =>
      chart.measurements.filter((measurement) => measurement.concept === concept).at(-1)?.value;
    expect(last('heartRate')).toBe(120);
    expect(last('fractionInspiredOxygen')).toBeCloseTo(0.5, 6);
    expect(last('magnesium')).toBeCloseTo(0.864, 3);
    expect(chart.measurements.filter(({ concept }) => concept === 'diastolicPressure')).toHaveLength(1);
    expect(chart.procedures.map(({ text }) => text)).toEqual(['Artificial respiration']);
  });

  test('in which nothing was measured is still a chart, as of admission', async () => {
    const chart = await chartOf(toBundle({ record: '7', samples: stay.samples.slice(0, 4) }));
    expect(chart).toMatchObject({ asOf: '2026-07-01T00:00:00.000Z', measurements: [] });
  });

  test('cut at six hours knows nothing of the seventh; latest-only keeps one value of each series', () => {
    const early = cutStay(stay, { untilHours: 6 });
    expect(early.samples.map(({ minutes }) => minutes).every((minutes) => minutes <= 360)).toBe(true);
    expect(early.samples).toHaveLength(11);
    const latest = cutStay(stay, { latestOnly: true }).samples;
    expect(latest.filter(({ parameter }) => parameter === 'HR')).toEqual([
      { minutes: 400, parameter: 'HR', value: 120 },
    ]);
    expect(latest.filter(({ parameter }) => parameter === 'Creatinine').map(({ value }) => value)).toEqual([
      2.4,
    ]);
  });
});

describe('a PhysioNet table', () => {
  test('is split into stays in its own order', async () => {
    const stays = await staysIn([
      ['1', '0', 'HR', '80'],
      ['1', '5', 'HR', '81'],
      ['2', '0', 'HR', '90'],
    ]);
    expect(stays.map(({ record, samples }) => [record, samples.length])).toEqual([
      ['1', 2],
      ['2', 1],
    ]);
  });

  const wrong = [
    [
      'whose stays are torn apart',
      [
        ['1', '0', 'HR', '80'],
        ['2', '0', 'HR', '80'],
        ['1', '5', 'HR', '81'],
      ],
      'line 4 returns to stay 1',
    ],
    [
      'with a time that is no number',
      [['1', '00:07', 'HR', '80']],
      'line 2: minutes and value must be numbers',
    ],
    ['with an empty cell', [['1', '0', '', '80']], 'line 2 has no parameter'],
  ] as const;
  test.each(wrong)('%s is refused by its line', async (_, rows, message) => {
    await expect(staysIn(rows)).rejects.toThrow(message);
  });
});
