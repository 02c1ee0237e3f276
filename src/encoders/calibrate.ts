import { type Estimate, sigmoid } from '../lib/estimate.ts';
import type { Head } from './film-manifest.ts';

/** Half-width of a two-sided 90 % normal interval, in standard deviations. */
export const z90 = 1.6449;

/** Platt-calibrated probability with a 90 % interval from the bootstrap covariance of the Platt line. */
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
  return { value: sigmoid(mean), low: sigmoid(mean - spread), high: sigmoid(mean + spread) };
}
