import { describe, expect, test } from 'vitest';
import type { Chart, Measurement } from '../../../src/chart/chart.ts';
import { type Concept, specOf } from '../../../src/chart/codes.ts';
import { curb65 } from '../../../src/scores/curb65.ts';
import { news2 } from '../../../src/scores/news2.ts';
import { publishedScores } from '../../../src/scores/published-scores.ts';
import { qsofa } from '../../../src/scores/qsofa.ts';

const asOf = '2026-11-24T12:00:00Z';
const anHourAgo = '2026-11-24T11:00:00Z';

type Values = Partial<Record<Concept, number>>;

function chartWith(values: Values, fields: Partial<Chart> = {}, observedAt = anHourAgo): Chart {
  const measurements = Object.entries(values).map(([concept, value]): Measurement => {
    const known = concept as Concept;
    return { concept: known, value, ucum: specOf(known).ucum, observedAt, source: 'Observation/x' };
  });
  return {
    patient: { id: 'p', identifiers: [], sex: 'female', ageYears: 50 },
    asOf,
    measurements,
    conditions: [],
    procedures: [],
    devices: [],
    notes: [],
    films: [],
    gaps: [],
    laterDropped: 0,
    ...fields,
  };
}

const well: Values = {
  respiratoryRate: 16,
  oxygenSaturation: 97,
  oxygenFlow: 0,
  systolicPressure: 125,
  diastolicPressure: 75,
  heartRate: 70,
  glasgowComaScore: 15,
  temperature: 37,
  bun: 14,
};

/** Every boundary of the published table: value, points. */
const news2Cells: readonly (readonly [Concept, readonly (readonly [value: number, points: number])[]])[] = [
  [
    'respiratoryRate',
    [
      [8, 3],
      [9, 1],
      [11, 1],
      [12, 0],
      [20, 0],
      [21, 2],
      [24, 2],
      [25, 3],
    ],
  ],
  [
    'oxygenSaturation',
    [
      [91, 3],
      [92, 2],
      [93, 2],
      [94, 1],
      [95, 1],
      [96, 0],
      [100, 0],
      [89, 3],
    ],
  ],
  [
    'oxygenFlow',
    [
      [0, 0],
      [1, 2],
      [15, 2],
    ],
  ],
  [
    'systolicPressure',
    [
      [90, 3],
      [91, 2],
      [100, 2],
      [101, 1],
      [110, 1],
      [111, 0],
      [219, 0],
      [220, 3],
    ],
  ],
  [
    'heartRate',
    [
      [40, 3],
      [41, 1],
      [50, 1],
      [51, 0],
      [90, 0],
      [91, 1],
      [110, 1],
      [111, 2],
      [130, 2],
      [131, 3],
    ],
  ],
  [
    'glasgowComaScore',
    [
      [15, 0],
      [14, 3],
      [3, 3],
    ],
  ],
  [
    'temperature',
    [
      [35, 3],
      [35.1, 1],
      [36, 1],
      [36.1, 0],
      [38, 0],
      [38.04, 0],
      [38.1, 1],
      [39, 1],
      [39.1, 2],
    ],
  ],
];

describe('NEWS2', () => {
  for (const [concept, cells] of news2Cells) {
    for (const [value, points] of cells) {
      test(`${concept} ${value} gives ${points}`, () => {
        expect(news2(chartWith({ ...well, [concept]: value })).points).toBe(points);
      });
    }
  }

  test('reads oxygen from the inspired fraction when no flow is on record', () => {
    const { oxygenFlow: _, ...rest } = well;
    expect(news2(chartWith({ ...rest, fractionInspiredOxygen: 0.21 }))).toMatchObject({
      points: 0,
      missing: [],
    });
    expect(news2(chartWith({ ...rest, fractionInspiredOxygen: 0.4 })).points).toBe(2);
    expect(news2(chartWith(rest)).missing).toEqual(['supplemental oxygen']);
  });

  test.each([
    [{}, 'low'],
    [{ heartRate: 131 }, 'low-medium, one item at 3: urgent ward review'],
    [{ heartRate: 120, respiratoryRate: 22, temperature: 38.5 }, 'medium: urgent review'],
    [{ heartRate: 131, respiratoryRate: 25, temperature: 38.5 }, 'high: emergency assessment'],
  ])('%j is %s', (values, band) => {
    expect(news2(chartWith({ ...well, ...values })).band).toBe(band);
  });

  test('is "at least" with items missing, and never low then', () => {
    const { temperature: _, ...rest } = well;
    const score = news2(chartWith(rest));
    expect(score).toMatchObject({ points: 0, missing: ['temperature'] });
    expect(score.band).toBeUndefined();
    expect(news2(chartWith({ respiratoryRate: 30, systolicPressure: 85, heartRate: 115 })).band).toBe(
      'high: emergency assessment',
    );
  });

  test('values of another day are missing', () => {
    expect(news2(chartWith(well, {}, '2026-11-23T23:00:00Z')).missing).toHaveLength(7);
  });
});

describe('qSOFA', () => {
  test.each([
    [{ respiratoryRate: 21, systolicPressure: 101, glasgowComaScore: 15 }, 0, 'negative'],
    [{ respiratoryRate: 22, systolicPressure: 101, glasgowComaScore: 15 }, 1, 'negative'],
    [{ respiratoryRate: 21, systolicPressure: 100, glasgowComaScore: 14 }, 2, 'positive'],
    [{ respiratoryRate: 22, systolicPressure: 100, glasgowComaScore: 14 }, 3, 'positive'],
  ] as [Values, number, string][])('%j is %i', (values, points, band) => {
    expect(qsofa(chartWith(values))).toMatchObject({ points, band, missing: [] });
  });

  test('is not called negative while an item is missing', () => {
    expect(qsofa(chartWith({ respiratoryRate: 18 }))).not.toHaveProperty('band');
  });
});

describe('CURB-65', () => {
  const senior = { patient: { id: 'p', identifiers: [], ageYears: 65 } };
  test.each([
    [well, {}, 0, 'low'],
    [{ ...well, bun: 19.5 }, {}, 0, 'low'],
    [{ ...well, bun: 19.7 }, {}, 1, 'low'],
    [{ ...well, respiratoryRate: 29 }, {}, 0, 'low'],
    [{ ...well, respiratoryRate: 30 }, senior, 2, 'moderate'],
    [{ ...well, systolicPressure: 90 }, {}, 0, 'low'],
    [{ ...well, systolicPressure: 89 }, {}, 1, 'low'],
    [{ ...well, diastolicPressure: 61 }, {}, 0, 'low'],
    [{ ...well, diastolicPressure: 60, glasgowComaScore: 14 }, senior, 3, 'severe'],
  ] as [Values, Partial<Chart>, number, string][])('%j %j is %i', (values, fields, points, band) => {
    expect(curb65(chartWith(values, fields))).toMatchObject({ name: 'CURB-65', points, band, outOf: 5 });
  });

  test('is CRB-65 without a urea, and one pressure alone cannot withhold its point', () => {
    const { bun: _, diastolicPressure: __, ...rest } = well;
    const score = curb65(chartWith(rest));
    expect(score).toMatchObject({ name: 'CRB-65', outOf: 4, points: 0 });
    expect(score.missing).toEqual(['systolic below 90 or diastolic of 60 or less']);
  });
});

describe('which scores are told', () => {
  const names = (chart: Chart) => publishedScores(chart).map(({ name }) => name);
  const condition = (text: string) => ({ conditions: [{ text, source: 'Condition/1' }] });
  test('CURB-65 only with pneumonia on record', () => {
    expect(names(chartWith(well))).toEqual(['NEWS2', 'qSOFA']);
    expect(names(chartWith(well, condition('Community acquired pneumonia')))).toContain('CURB-65');
  });
  test('none for a child, in pregnancy, of unknown age, or without a single value', () => {
    const child = { patient: { id: 'p', identifiers: [], ageYears: 17 } };
    expect(names(chartWith(well, child))).toEqual([]);
    expect(names(chartWith(well, { patient: { id: 'p', identifiers: [] } }))).toEqual([]);
    expect(names(chartWith(well, condition('Pregnancy')))).toEqual([]);
    expect(names(chartWith({}))).toEqual([]);
  });
});
