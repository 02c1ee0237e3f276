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

test('levels and trends look at the hours they say, and values of one moment count once', () => {
  const series = [
    lactate(8, '2026-11-23T06:00:00Z'),
    lactate(2, '2026-11-24T06:00:00Z'),
    lactate(4, '2026-11-24T10:00:00Z'),
    lactate(6, '2026-11-24T10:00:00Z'),
  ];
  const expected = {
    latest: 5,
    count: 3,
    mean: 5,
    min12h: 2,
    max12h: 5,
    mean24h: 3.5,
    earlyMean: 8,
    sum24h: 7,
    sd: 3,
    firstAgeHours: 30,
    // (24 1/6 h of 8, 4 1/6 h of 2, 2 1/6 h of 5) by the time each was the newest
    timeMean: ((24 + 1 / 6) * 8 + (4 + 1 / 6) * 2 + (2 + 1 / 6) * 5) / 30.5,
    decayMean: (8 * 2 ** -5 + 2 * 2 ** -1 + 5 * 2 ** (-1 / 3)) / (2 ** -5 + 2 ** -1 + 2 ** (-1 / 3)),
  };
  const row = buildTabular(
    chartWith(series),
    Object.keys(expected).map((stat) => feature(stat)),
    48,
  );
  Object.values(expected).forEach((value, at) => {
    expect(row[at], Object.keys(expected)[at]).toBeCloseTo(value, 5);
  });
});

test('what has no value in its hours is missing', () => {
  const old = chartWith([lactate(3, '2026-11-23T06:00:00Z')]);
  const stats = ['min12h', 'max12h', 'mean24h', 'sum24h', 'sd'].map((stat) => feature(stat));
  for (const value of buildTabular(old, stats, 48)) expect(value).toBeNaN();
});
