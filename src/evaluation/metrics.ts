import { forEachTie, type Metric, type Sample, type Weights } from './sample.ts';

/** Area under the ROC curve; ties count half. NaN with one outcome only. */
export const auroc: Metric = (sample, weights) => {
  let [below, won, positives] = [0, 0, 0];
  forEachTie(sample, weights, (positive, negative) => {
    won += positive * (below + negative / 2);
    below += negative;
    positives += positive;
  });
  return won / (positives * below);
};

/** Area under the precision-recall curve as average precision (step-wise, not interpolated). */
export const auprc: Metric = (sample, weights) => {
  let [found, called, area] = [0, 0, 0];
  forEachTie(sample, weights, (positive, negative) => {
    found += positive;
    called += positive + negative;
  });
  const positives = found;
  // From the lowest threshold, which calls everyone, upwards.
  forEachTie(sample, weights, (positive, negative) => {
    if (called > 0) area += positive * (found / called);
    found -= positive;
    called -= positive + negative;
  });
  return area / positives;
};

/** Mean squared difference between probability and outcome. */
export const brier: Metric = ({ scores, outcomes }, weights) => {
  let [sum, total] = [0, 0];
  for (let at = 0; at < scores.length; at += 1) {
    const weight = weights[at] ?? 0;
    sum += weight * ((scores[at] ?? 0) - (outcomes[at] ?? 0)) ** 2;
    total += weight;
  }
  return sum / total;
};

/** One bin of cases next to each other in score. */
export type Bin = {
  readonly count: number;
  readonly meanScore: number;
  readonly observed: number;
  readonly meanLow: number;
  readonly meanHigh: number;
};

const columns = 5;

/** Sums of weight, score, outcome, low and high for each bin that `binOf` names. */
function binned(
  sample: Sample,
  weights: Weights,
  { bins, binOf }: { readonly bins: number; readonly binOf: (at: number) => number },
): Bin[] {
  const sums = new Float64Array(bins * columns);
  const { scores, outcomes, lows, highs } = sample;
  for (let at = 0; at < scores.length; at += 1) {
    const weight = weights[at] ?? 0;
    const from = binOf(at) * columns;
    [1, scores[at] ?? 0, outcomes[at] ?? 0, lows[at] ?? 0, highs[at] ?? 0].forEach((value, column) => {
      sums[from + column] = (sums[from + column] ?? 0) + weight * value;
    });
  }
  return Array.from({ length: bins }, (_, bin): Bin => {
    const [count = 0, score = 0, positive = 0, low = 0, high = 0] = sums.subarray(
      bin * columns,
      (bin + 1) * columns,
    );
    return {
      count,
      meanScore: score / count,
      observed: positive / count,
      meanLow: low / count,
      meanHigh: high / count,
    };
  }).filter(({ count }) => count > 0);
}

/** Bins of (nearly) equal count in order of score; equal scores stay in one bin, that of their middle. */
export function equalCountBins(sample: Sample, weights: Weights, bins = 10): Bin[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const { scores } = sample;
  const binAt = new Int32Array(scores.length);
  let before = 0;
  let at = 0;
  while (at < scores.length) {
    const from = at;
    let weight = 0;
    do weight += weights[at++] ?? 0;
    while (at < scores.length && scores[at] === scores[from]);
    const bin = Math.floor(((before + weight / 2) / total) * bins);
    binAt.fill(Math.min(bin, bins - 1), from, at);
    before += weight;
  }
  return binned(sample, weights, { bins, binOf: (index) => binAt[index] ?? 0 });
}

/** Bins of equal width from 0 to 1. */
export function equalWidthBins(sample: Sample, weights: Weights, bins = 10): Bin[] {
  const binOf = (at: number) => Math.min(Math.floor((sample.scores[at] ?? 0) * bins), bins - 1);
  return binned(sample, weights, { bins, binOf });
}

function meanGap(bins: readonly Bin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.meanScore - bin.observed), 0) / total;
}

/** Expected calibration error over ten bins of equal count. */
export const ece: Metric = (sample, weights) => meanGap(equalCountBins(sample, weights));

/** Expected calibration error over ten bins of equal width. */
export const eceEqualWidth: Metric = (sample, weights) => meanGap(equalWidthBins(sample, weights));

/** Share of the ten equal-count bins whose observed rate lies inside the mean stated interval. */
export const binsInsideIntervals: Metric = (sample, weights) => {
  const bins = equalCountBins(sample, weights).filter(({ meanLow }) => !Number.isNaN(meanLow));
  const inside = bins.filter(
    ({ observed, meanLow, meanHigh }) => meanLow <= observed && observed <= meanHigh,
  );
  return inside.length / bins.length;
};
