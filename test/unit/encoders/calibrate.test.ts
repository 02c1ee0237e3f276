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

  test('on a bent line either end has a slope of its own', () => {
    const platt = { slope: 2, intercept: 0.5, bend: -1.5, cov: [0, 1, 2].map(() => [0, 0, 0]) };
    const at = (logit: number) => logitOf(calibrated(logit, { platt, residualSd: 0 }).value);
    expect(at(0)).toBeCloseTo(0.5 - 1.5 * Math.log(2), 10);
    expect(at(-4) - at(-5)).toBeCloseTo(2, 1);
    expect(at(10) - at(9)).toBeCloseTo(0.5, 3);
  });

  test('a score beyond all that the line was fitted on is told as the outermost of them', () => {
    const platt = { ...certain, range: [-2, 3] as [number, number] };
    const at = (logit: number) => calibrated(logit, { platt, residualSd: 0.5 });
    expect(at(-9)).toEqual(at(-2));
    expect(at(9)).toEqual(at(3));
    expect(at(2.9).value).toBeLessThan(at(3).value);
  });

  test('holds the doubt about the bend', () => {
    const cov = [
      [0.2, 0.1, -0.3],
      [0.1, 0.3, -0.2],
      [-0.3, -0.2, 0.5],
    ];
    const { value, low, high } = calibrated(0, {
      platt: { slope: 1, intercept: 0, bend: 0, cov },
      residualSd: 0,
    });
    const spread = z90 * Math.sqrt(0.3 - 0.4 * Math.log(2) + 0.5 * Math.log(2) ** 2);
    const chance = z90 * 0.05;
    expect(value).toBe(0.5);
    expect(high - low).toBeCloseTo(2 * Math.hypot(sigmoid(spread) - 0.5, chance), 10);
  });

  test('without any doubt is chance among a hundred films', () => {
    const { value, low, high } = calibrated(0, { platt: certain, residualSd: 0 });
    expect(value).toBe(0.5);
    expect(high - low).toBeCloseTo(2 * z90 * 0.05, 10);
  });
});
