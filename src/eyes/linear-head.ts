import type { LinearHead } from '../encoders/site-calibration.ts';
import { foldsOf } from './folds.ts';
import { type Design, fitLogistic, logLoss, scoresOf } from './logistic.ts';

/** Strongest first, so that each fit starts from a tamer one. */
const penalties = [10, 1, 0.1, 0.01, 0.001];

/** Films whose truth is known, with what the model made of them; the arrays are of one length. */
export type LabelledEmbeddings = {
  readonly embeddings: readonly (readonly number[])[];
  readonly labels: readonly boolean[];
  readonly patients: readonly string[];
};

export type FittedHead = {
  readonly head: LinearHead;
  /** Log-odds of each film by a head that never saw its patient. */
  readonly heldOut: readonly number[];
  /** Standard deviation of a film's log-odds from who happened to be among the fitting patients. */
  readonly spread: number;
};

type Scale = { readonly mean: readonly number[]; readonly gain: readonly number[] };

function scaleOf(embeddings: readonly (readonly number[])[]): Scale {
  const size = embeddings[0]?.length ?? 0;
  const mean = Array.from({ length: size }, (_, at) => {
    return embeddings.reduce((sum, row) => sum + (row[at] as number), 0) / embeddings.length;
  });
  const gain = mean.map((middle, at) => {
    const variance = embeddings.reduce((sum, row) => sum + ((row[at] as number) - middle) ** 2, 0);
    return 1 / Math.max(Math.sqrt(variance / embeddings.length), 1e-6);
  });
  return { mean, gain };
}

type Fold = ReturnType<typeof foldsOf>[number];

/** Each film's log-odds from its own fold's head, and the heads. */
function crossFit(design: Omit<Design, 'rows'>, folds: readonly Fold[], fitted: readonly Float64Array[]) {
  const heldOut = new Array<number>(design.outcomes.length).fill(Number.NaN);
  folds.forEach(({ held }, fold) => {
    const scores = scoresOf({ ...design, rows: held }, fitted[fold] as Float64Array);
    held.forEach((at, place) => {
      heldOut[at] = scores[place] as number;
    });
  });
  return heldOut;
}

/** Grouped jackknife over the folds' heads, averaged over the films. */
function spreadOf(design: Design, heads: readonly Float64Array[]): number {
  const scores = heads.map((head) => scoresOf(design, head));
  const variances = design.rows.map((_, at) => {
    const own = scores.map((row) => row[at] as number);
    const mean = own.reduce((sum, score) => sum + score, 0) / own.length;
    return ((own.length - 1) / own.length) * own.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  });
  return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0) / variances.length);
}

function unscaled(parameters: Float64Array, { mean, gain }: Scale, penalty: number): LinearHead {
  const weights = gain.map((factor, at) => factor * (parameters[at] as number));
  const bias = parameters[mean.length] as number;
  return {
    weights,
    bias: bias - weights.reduce((sum, weight, at) => sum + weight * (mean[at] as number), 0),
    penalty,
  };
}

/** Fits a logistic head on embeddings; the penalty is the one that does best on patients left out, in five folds. */
export function fitLinearHead({ embeddings, labels, patients }: LabelledEmbeddings): FittedHead {
  const scale = scaleOf(embeddings);
  const features = embeddings.map((row) =>
    Float64Array.from(row, (value, at) => (value - (scale.mean[at] as number)) * (scale.gain[at] as number)),
  );
  const design = { features, outcomes: labels, rows: labels.map((_, at) => at) };
  const folds = foldsOf(patients);
  const nothing = new Float64Array(scale.mean.length + 1);
  let heads: Float64Array[] = folds.map(() => nothing);
  let best = { loss: Number.POSITIVE_INFINITY, penalty: Number.NaN, heads, heldOut: [] as number[] };
  for (const penalty of penalties) {
    heads = folds.map(({ fit }, fold) =>
      fitLogistic({ ...design, rows: fit }, penalty, heads[fold] ?? nothing),
    );
    const heldOut = crossFit(design, folds, heads);
    const loss = logLoss(heldOut, labels);
    if (loss < best.loss) best = { loss, penalty, heads, heldOut };
  }
  const whole = fitLogistic(design, best.penalty, best.heads[0] ?? nothing);
  return {
    head: unscaled(whole, scale, best.penalty),
    heldOut: best.heldOut,
    spread: spreadOf(design, best.heads),
  };
}
