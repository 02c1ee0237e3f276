import { type Estimate, sigmoid } from '../lib/estimate.ts';
import type { Head } from './film-manifest.ts';

/** Half-width of a two-sided 90 % normal interval, in standard deviations. */
export const z90 = 1.6449;

/** The interval is of a share among so many films, since a share is all that anybody can observe. */
export const filmsAlike = 100;

/**
 * Platt-calibrated probability, with a 90 % interval of the share that shows the finding among `filmsAlike` films of
 * this score: doubt about the line, and chance among so many films, added as distances from the probability.
 * @see Zou, Donner, Statistics in Medicine 2008
 */
export function calibrated(
  logit: number,
  { platt, residualSd }: Pick<Head, 'platt' | 'residualSd'>,
): Estimate {
  const mean = platt.slope * logit + platt.intercept;
  const [slopeRow = [0, 0], interceptRow = [0, 0]] = platt.cov;
  const variance =
    logit * logit * (slopeRow[0] ?? 0) +
    2 * logit * (slopeRow[1] ?? 0) +
    (interceptRow[1] ?? 0) +
    residualSd ** 2;
  const spread = z90 * Math.sqrt(Math.max(variance, 0));
  const value = sigmoid(mean);
  const chance = z90 * Math.sqrt((value * (1 - value)) / filmsAlike);
  return {
    value,
    low: Math.max(value - Math.hypot(value - sigmoid(mean - spread), chance), 0),
    high: Math.min(value + Math.hypot(sigmoid(mean + spread) - value, chance), 1),
  };
}
