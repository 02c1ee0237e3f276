import { describe, expect, test } from 'vitest';
import { calibrated, filmsAlike, z90 } from '../../../src/encoders/calibrate.ts';
import { createUniform } from '../../../src/evaluation/bootstrap.ts';
import { logitOf, sigmoid } from '../../../src/lib/estimate.ts';

const certain = {
  slope: 1,
  intercept: 0,
  cov: [
    [0, 0],
    [0, 0],
  ],
};

/** How often the share among `filmsAlike` drawn films lies inside, when the truth itself differs by `sd` in log-odds. */
function held(probability: number, sd: number): number {
  const uniform = createUniform(3);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const { low, high } = calibrated(logitOf(probability), { platt: certain, residualSd: sd });
  const shares = Array.from({ length: 1500 }, () => {
    const truth = sigmoid(logitOf(probability) + sd * normal());
    return Array.from({ length: filmsAlike }, uniform).filter((drawn) => drawn < truth).length / filmsAlike;
  });
  return shares.filter((share) => low <= share && share <= high).length / shares.length;
}

describe('the interval of a probability', () => {
  test.each([
    [0.03, 0.574],
    [0.1, 0],
    [0.1, 0.574],
    [0.3, 0.3],
    [0.6, 0.574],
    [0.95, 0.3],
  ])('at %d with doubt %d holds about nine in ten observed shares', (probability, sd) => {
    expect(held(probability, sd)).toBeGreaterThan(0.86);
    expect(held(probability, sd)).toBeLessThan(0.96);
  });

  test('holds a share of none where a hundred films show none more often than not', () => {
    const rare = calibrated(logitOf(0.004), { platt: certain, residualSd: 0.5 });
    expect(rare.low).toBe(0);
    expect(rare.high).toBeLessThan(0.02);
    const sure = calibrated(logitOf(0.999), { platt: certain, residualSd: 0.5 });
    expect(sure.high).toBe(1);
  });

  test('without any doubt is chance among a hundred films', () => {
    const { value, low, high } = calibrated(0, { platt: certain, residualSd: 0 });
    expect(value).toBe(0.5);
    expect(high - low).toBeCloseTo(2 * z90 * 0.05, 10);
  });
});
