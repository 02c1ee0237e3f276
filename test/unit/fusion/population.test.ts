import { expect, test } from 'vitest';
import { standingOf, widening } from '../../../src/fusion/population.ts';

const guard = {
  quantiles: { age: [20, 40, 60, 80, 100], lactate: [1, 1, 2, 4, 8] },
  scores: [-2, -1, 0, 1, 2],
  most: 8,
  typicalValues: 1,
  far: 2,
  veryFar: 4,
};
const features = [
  { name: 'age', concept: 'age', stat: 'latest', modality: 'demographics' },
  { name: 'lactate_latest', concept: 'lactate', stat: 'latest', modality: 'labs' },
  { name: 'lactate_min', concept: 'lactate', stat: 'min', modality: 'labs' },
] as const;
const standing = (age: number, lactate: number) =>
  standingOf(guard, features, Float32Array.from([age, lactate, 30]));

test.each([
  ['the median patient is usual', 60, 2, Math.sqrt(1 / 3), 'usual'],
  ['a value that two quantiles share has their mean score', 60, 1, Math.sqrt((1 + 1.5 ** 2) / 3), 'usual'],
  ['between quantiles the score is straight', 70, 3, Math.sqrt((1 + 0.25 + 0.25) / 3), 'usual'],
  ['beyond them it goes straight on', 60, 16, Math.sqrt((1 + 4 ** 2) / 3), 'far'],
  ['and never past the most', 60, 400, Math.sqrt((1 + 8 ** 2) / 3), 'very-far'],
  ['what is not known says nothing', 60, Number.NaN, Math.sqrt(1 / 2), 'usual'],
])('%s', (_, age, lactate, distance, kind) => {
  const found = standing(age, lactate);
  expect(found.distance).toBeCloseTo(distance, 6);
  expect(found.kind).toBe(kind);
});

test('the interval grows with the distance beyond far, and not before', () => {
  expect(widening(standing(60, 2), guard)).toBe(1);
  expect(widening(standing(60, 16), guard)).toBeCloseTo(Math.sqrt(17 / 3) / 2, 6);
});
