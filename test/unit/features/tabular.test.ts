import { expect, test } from 'vitest';
import type { Chart } from '../../../src/chart/chart.ts';
import { buildTabular, type Feature } from '../../../src/features/tabular.ts';

const asOf = '2026-11-24T12:00:00Z';

function chartWith(measurements: Chart['measurements']): Chart {
  return {
    patient: { id: 'p', identifiers: [], sex: 'female', ageYears: 70 },
    asOf,
    measurements,
    conditions: [],
    procedures: [],
    devices: [],
    notes: [],
    films: [],
    gaps: [],
    laterDropped: 0,
  };
}

function lactate(value: number, observedAt: string): Chart['measurements'][number] {
  return { concept: 'lactate', value, ucum: 'mmol/L', observedAt, source: 'Observation/x' };
}

function feature(stat: string, concept = 'lactate', modality: Feature['modality'] = 'labs'): Feature {
  return { name: `${concept}_${stat}`, concept, stat, modality };
}

test('a lab that was never measured is missing, not zero', () => {
  expect([...buildTabular(chartWith([]), [feature('latest')], 48)]).toEqual([Number.NaN]);
});

test('first, latest, least, most and age come from the window only', () => {
  const chart = chartWith([
    lactate(9, '2026-11-21T12:00:00Z'),
    lactate(2, '2026-11-24T10:00:00Z'),
    lactate(4, '2026-11-23T12:00:00Z'),
  ]);
  const stats = ['first', 'latest', 'min', 'max', 'mean', 'count', 'ageHours'].map((stat) => feature(stat));
  expect([...buildTabular(chart, stats, 48)]).toEqual([4, 2, 2, 4, 3, 2, 2]);
});

test('the slope is the least-squares line per hour, and absent for one moment', () => {
  const rising = [
    lactate(2, '2026-11-24T06:00:00Z'),
    lactate(5, '2026-11-24T08:00:00Z'),
    lactate(4, '2026-11-24T10:00:00Z'),
  ];
  expect(buildTabular(chartWith(rising), [feature('slope')], 48)[0]).toBeCloseTo(0.5, 6);
  const once = [lactate(2, '2026-11-24T06:00:00Z'), lactate(3, '2026-11-24T06:00:00Z')];
  expect(buildTabular(chartWith(once), [feature('slope')], 48)[0]).toBeNaN();
});

test('age and sex are given as the model was taught them', () => {
  const features = [feature('latest', 'age', 'demographics'), feature('latest', 'sexMale', 'demographics')];
  expect([...buildTabular(chartWith([]), features, 48)]).toEqual([70, 0]);
});
