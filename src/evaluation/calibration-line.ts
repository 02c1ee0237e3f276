import { logitOf, sigmoid } from '../lib/estimate.ts';
import type { Metric, Sample, Weights } from './sample.ts';

/** log-odds of the outcome = slope × logit + intercept. */
export type Line = { readonly slope: number; readonly intercept: number };

export type Pairs = {
  readonly logits: ArrayLike<number>;
  /** 1 where the outcome came true, else 0; or how far each is believed. */
  readonly labels: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
};

const nowhere: Line = { slope: Number.NaN, intercept: Number.NaN };
/** So weak a pull towards slope 1, intercept 0 that it only matters where the data separate completely. */
const ridge = 1e-4;

/** Gradient and Hessian of the weighted log-likelihood at one line. */
function momentsAt({ logits, labels, weights }: Pairs, { slope, intercept }: Line) {
  let [gSlope, gIntercept] = [ridge * (1 - slope), -ridge * intercept];
  let [hSlope, hBoth, hIntercept] = [ridge, 0, ridge];
  for (let at = 0; at < logits.length; at += 1) {
    const [x, weight] = [logits[at] ?? 0, weights[at] ?? 0];
    if (weight === 0) continue;
    const p = sigmoid(slope * x + intercept);
    const [residual, curve] = [weight * ((labels[at] ?? 0) - p), weight * p * (1 - p)];
    gSlope += residual * x;
    gIntercept += residual;
    hSlope += curve * x * x;
    hBoth += curve * x;
    hIntercept += curve;
  }
  return { gSlope, gIntercept, hSlope, hBoth, hIntercept };
}

function hasBothOutcomes({ labels, weights }: Pairs): boolean {
  const seen = [false, false];
  for (let at = 0; at < labels.length; at += 1)
    if ((weights[at] ?? 0) > 0) seen[(labels[at] ?? 0) > 0.5 ? 1 : 0] = true;
  return seen[0] === true && seen[1] === true;
}

/** Maximum-likelihood line by Newton's method; NaN when only one outcome is present. */
export function fitLine(pairs: Pairs, start: Line = { slope: 1, intercept: 0 }): Line {
  if (!hasBothOutcomes(pairs)) return nowhere;
  let line = start;
  for (let round = 0; round < 25; round += 1) {
    const { gSlope, gIntercept, hSlope, hBoth, hIntercept } = momentsAt(pairs, line);
    const determinant = hSlope * hIntercept - hBoth * hBoth;
    const byslope = (hIntercept * gSlope - hBoth * gIntercept) / determinant;
    const byIntercept = (hSlope * gIntercept - hBoth * gSlope) / determinant;
    // A step of more than 2 is cut: far from the optimum the quadratic says too much. Usual data need five steps.
    const scale = Math.min(1, 2 / Math.max(Math.abs(byslope), Math.abs(byIntercept), 1e-300));
    line = { slope: line.slope + scale * byslope, intercept: line.intercept + scale * byIntercept };
    if (Math.abs(byslope) + Math.abs(byIntercept) < 1e-9) break;
  }
  return line;
}

/** Slope and intercept are asked for one after the other, with the same weights. */
const linesByWeights = new WeakMap<Weights, { readonly sample: Sample; readonly line: Line }>();

function lineOf(sample: Sample, weights: Weights): Line {
  const known = linesByWeights.get(weights);
  if (known?.sample === sample) return known.line;
  const line = fitLine({ logits: sample.scores.map(logitOf), labels: sample.outcomes, weights });
  linesByWeights.set(weights, { sample, line });
  return line;
}

/** Slope of the outcome's log-odds on the stated log-odds: 1 is right, below 1 is over-confident. */
export const calibrationSlope: Metric = (sample, weights) => lineOf(sample, weights).slope;

/** Intercept of the same line: 0 is right. */
export const calibrationIntercept: Metric = (sample, weights) => lineOf(sample, weights).intercept;
