import { expect, test } from 'vitest';
import { toConceptUnit } from '../../../src/chart/units.ts';

test('a code that is not of UCUM does not count, its text does', () => {
  const recorded = { value: 106, code: 'mg/dL', system: 'urn:local', unit: 'umol/L' };
  const got = toConceptUnit('creatinine', recorded);
  expect(got.kind === 'value' && Math.abs(got.value - 1.199) < 0.01).toBe(true);
});

test('a unit too long to be one is not looked at', () => {
  expect(toConceptUnit('heartRate', { value: 88, unit: 'x'.repeat(500) })).toEqual({ kind: 'unknown-unit' });
});
