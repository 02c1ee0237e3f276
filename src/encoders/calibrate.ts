import { type Estimate, sigmoid } from '../lib/estimate.ts';
import type { Head } from './film-manifest.ts';

/** Half-width of a two-sided 90 % normal interval, in standard deviations. */
export const z90 = 1.6449;

/** The interval is of a share among so many films, since a share is all that anybody can observe. */
export const filmsAlike = 100;

function dot(terms: readonly number[], weights: readonly number[]): number {
  return terms.reduce((sum, term, at) => sum + term * (weights[at] ?? 0), 0);
}

/** log(1 + e^x), also where e^x is beyond a number. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/**
 * Platt-calibrated probability, with a 90 % interval of the share that shows the finding among `filmsAlike` films of
 * this score: doubt about the line, and chance among so many films, added as distances from the probability. A score
 * beyond all that the line was fitted on is told as the outermost of them: nothing is known of films out there.
 * @see Zou, Donner, Statistics in Medicine 2008
 */
export function calibrated(
  logit: number,
  { platt, residualSd }: Pick<Head, 'platt' | 'residualSd'>,
): Estimate {
  const { slope, intercept, bend, cov, range: [lowest, highest] = [logit, logit] } = platt;
  const known = Math.min(Math.max(logit, lowest), highest);
  const terms = [known, 1, ...(bend === undefined ? [] : [softplus(known)])];
  const mean = dot(terms, [slope, intercept, bend ?? 0]);
  const variance =
    dot(
      terms,
      cov.map((row) => dot(terms, row)),
    ) +
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
