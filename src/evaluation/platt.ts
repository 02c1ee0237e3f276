import { logitOf, sigmoid } from '../lib/estimate.ts';
import { drawsOf, type Resampling } from './bootstrap.ts';
import { fitLine, type Line } from './calibration-line.ts';
import { patientsOf } from './sample.ts';

/** Raw model outputs on cases whose truth is known; the arrays are of one length. */
export type LabelledLogits = {
  readonly logits: readonly number[];
  readonly labels: readonly boolean[];
  /** The patient of each case: whole patients are resampled. */
  readonly groups: readonly string[];
};

/** A Platt line in the shape of the film manifest, `cov` over (slope, intercept) from resampled patients. */
export type Platt = Line & {
  readonly cov: readonly (readonly number[])[];
  readonly n: number;
  readonly positives: number;
  /** Share of the cases that were positive; the line may be for another, declared one. */
  readonly observedPrevalence: number;
};

export type PlattOptions = {
  /** Share of positives among the patients it will be used on; by default the share among these cases. */
  readonly declaredPrevalence?: number;
  readonly resampling?: Resampling;
  /**
   * Believe each label as n + 1 of n + 2, n being its kind's number: few cases that separate completely must not make
   * sure probabilities. @see Platt, Advances in Large Margin Classifiers 1999
   */
  readonly isSmoothed?: boolean;
};

/** What each label is believed to be. */
function targetsOf(labels: readonly boolean[], isSmoothed: boolean): Float64Array {
  if (!isSmoothed) return Float64Array.from(labels, Number);
  const positives = labels.filter(Boolean).length;
  const [yes, no] = [(positives + 1) / (positives + 2), 1 / (labels.length - positives + 2)];
  return Float64Array.from(labels, (label) => (label ? yes : no));
}

/**
 * Moves a calibrated line from one prevalence to another, all else equal (Bayes: only the prior odds change).
 * @see Saerens, Latinne, Decaestecker, Neural Computation 2002
 */
export function shiftPrevalence(line: Line, from: number, to: number): Line {
  return { slope: line.slope, intercept: line.intercept + logitOf(to) - logitOf(from) };
}

function covarianceOf(lines: readonly Line[]): number[][] {
  const mean = (of: (line: Line) => number) => lines.reduce((sum, line) => sum + of(line), 0) / lines.length;
  const [slope, intercept] = [mean((line) => line.slope), mean((line) => line.intercept)];
  const about = (of: (line: Line) => number) =>
    lines.reduce((sum, line) => sum + of(line), 0) / Math.max(lines.length - 1, 1);
  const both = about((line) => (line.slope - slope) * (line.intercept - intercept));
  return [
    [about((line) => (line.slope - slope) ** 2), both],
    [both, about((line) => (line.intercept - intercept) ** 2)],
  ];
}

/**
 * Fits log-odds = slope × logit + intercept, for the declared prevalence, with the covariance of both from a
 * bootstrap over patients. @throws Error when there are not both outcomes
 */
export function fitPlatt({ logits, labels, groups }: LabelledLogits, options: PlattOptions = {}): Platt {
  const positives = labels.filter(Boolean).length;
  if (positives === 0 || positives === labels.length)
    throw new Error('calibration needs cases with and without the finding');
  const { patients, patientCount } = patientsOf(groups);
  const truth = targetsOf(labels, options.isSmoothed ?? false);
  const lineFor = (weights: Float64Array, start?: Line) => fitLine({ logits, labels: truth, weights }, start);
  const line = lineFor(new Float64Array(labels.length).fill(1));
  const lines: Line[] = [];
  for (const drawn of drawsOf(patientCount, options.resampling ?? { repeats: 200, seed: 1 })) {
    const resampled = lineFor(
      Float64Array.from(patients, (patient) => drawn[patient] ?? 0),
      line,
    );
    if (Number.isFinite(resampled.slope)) lines.push(resampled);
  }
  const observedPrevalence = positives / labels.length;
  const shifted = shiftPrevalence(line, observedPrevalence, options.declaredPrevalence ?? observedPrevalence);
  return { ...shifted, cov: covarianceOf(lines), n: labels.length, positives, observedPrevalence };
}

/** The probability a line gives to a raw logit. */
export function onLine({ slope, intercept }: Line, logit: number): number {
  return sigmoid(slope * logit + intercept);
}
