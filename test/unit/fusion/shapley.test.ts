import { expect, test } from 'vitest';
import { shapley } from '../../../src/fusion/shapley.ts';

test('shares sum to what all say together minus what nobody says', () => {
  const values = Array.from({ length: 16 }, (_, mask) => Math.sin(mask * 1.7) * 3);
  const shares = shapley(values, 4);
  const sum = shares.reduce((total, share) => total + share, 0);
  expect(Math.abs(sum - ((values[15] ?? 0) - (values[0] ?? 0)))).toBeLessThan(1e-9);
});

test('a modality that changes nothing gets exactly nothing', () => {
  const values = Array.from({ length: 8 }, (_, mask) => (mask & 1) * 2 + ((mask >> 1) & 1) * 0.5);
  expect(shapley(values, 3)).toEqual([2, 0.5, 0]);
});

test('two modalities that only speak together share equally', () => {
  expect(shapley([0, 0, 0, 1], 2)).toEqual([0.5, 0.5]);
});
