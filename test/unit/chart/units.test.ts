import { describe, expect, test } from 'vitest';
import type { Concept } from '../../../src/chart/codes.ts';
import { type Recorded, toConceptUnit } from '../../../src/chart/units.ts';

type Case = readonly [concept: Concept, value: number, unit: string, expected: number, loinc?: string];

/** Factors from the substances' molar masses and the units' definitions, worked out by hand. */
const golden: readonly Case[] = [
  ['creatinine', 1.2, 'mg/dL', 1.2],
  ['creatinine', 106, 'umol/L', 1.199],
  ['creatinine', 106, 'µmol/L', 1.199],
  ['bun', 39.2, 'mg/dL', 39.2, '3094-0'],
  ['bun', 14, 'mmol/L', 39.22, '22664-7'],
  ['bun', 84, 'mg/dL', 39.2, '3091-6'],
  ['glucose', 5.5, 'mmol/L', 99.1],
  ['glucose', 99, 'mg/dL', 99],
  ['sodium', 140, 'meq/L', 140],
  ['magnesium', 2, 'mg/dL', 0.823],
  ['magnesium', 1.6, 'meq/L', 0.8],
  ['bilirubin', 17.1, 'umol/L', 1],
  ['albumin', 35, 'g/L', 3.5],
  ['lactate', 18, 'mg/dL', 2],
  ['wbc', 11.2, 'x10^9/L', 11.2],
  ['wbc', 11.2, 'G/l', 11.2],
  ['wbc', 11_200, '/mm3', 11.2],
  ['platelets', 200, 'K/uL', 200],
  ['temperature', 98.6, '[degF]', 37],
  ['temperature', 98.6, '°F', 37],
  ['temperature', 37.2, '°C', 37.2],
  ['pao2', 10, 'kPa', 75.01],
  ['systolicPressure', 120, 'mmHg', 120],
  ['heartRate', 88, 'beats/minute', 88],
  ['weight', 154.3, 'lb', 69.99],
  ['fractionInspiredOxygen', 40, '%', 0.4],
  ['oxygenSaturation', 97, '%', 97],
];

describe('a value is brought to its concept’s unit', () => {
  for (const [concept, value, unit, expected, loinc] of golden) {
    test(`${concept} ${value} ${unit} is ${expected}`, () => {
      const got = toConceptUnit(concept, { value, unit }, loinc);
      expect(got.kind).toBe('value');
      if (got.kind === 'value') expect(Math.abs(got.value / expected - 1)).toBeLessThan(0.002);
    });
  }
});

describe('a value is never guessed', () => {
  const refused: readonly (readonly [Concept, Recorded, string])[] = [
    ['temperature', { value: 98.6, unit: 'Cel' }, 'implausible'],
    ['creatinine', { value: 106, unit: 'mg/dL' }, 'implausible'],
    ['creatinine', { value: 1.1 }, 'unknown-unit'],
    ['creatinine', { value: 1.1, unit: 'furlongs' }, 'unknown-unit'],
    ['potassium', { value: 4.2, unit: 'mmHg' }, 'unknown-unit'],
    ['oxygenSaturation', { value: 970, unit: '%' }, 'implausible'],
    ['heartRate', { value: 88, unit: 'x'.repeat(500) }, 'unknown-unit'],
  ];
  test.each(refused)('%s %j is %s', (concept, recorded, kind) => {
    expect(toConceptUnit(concept, recorded).kind).toBe(kind);
  });

  test('a code that is not of UCUM does not count, its text does', () => {
    const recorded = { value: 106, code: 'mg/dL', system: 'urn:local', unit: 'umol/L' };
    const got = toConceptUnit('creatinine', recorded);
    expect(got.kind === 'value' && Math.abs(got.value - 1.199) < 0.01).toBe(true);
  });
});
