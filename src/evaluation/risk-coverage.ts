import type { Sample } from './sample.ts';

/** How wrong the answers are (mean squared error of the probability) when only that share is answered. */
export type Coverage = { readonly coverage: number; readonly risk: number };

/** Width of the stated interval; without one, how near the probability is to one half. */
function doubtOf({ scores, lows, highs }: Sample, at: number): number {
  const width = (highs[at] ?? Number.NaN) - (lows[at] ?? Number.NaN);
  const score = scores[at] ?? Number.NaN;
  return Number.isNaN(width) ? Math.min(score, 1 - score) : width;
}

/** Answering the least doubtful cases first; equally doubtful ones are answered together. */
export function riskCoverage(sample: Sample): Coverage[] {
  const total = sample.scores.length;
  const cases = Array.from(sample.scores, (score, at) => ({
    doubt: doubtOf(sample, at),
    error: (score - (sample.outcomes[at] ?? 0)) ** 2,
  })).sort((a, b) => a.doubt - b.doubt);
  let sum = 0;
  return cases.flatMap(({ doubt, error }, at) => {
    sum += error;
    if (cases[at + 1]?.doubt === doubt) return [];
    return [{ coverage: (at + 1) / total, risk: sum / (at + 1) }];
  });
}

/** Area under the risk-coverage curve: mean risk over all coverages. */
export function areaUnder(curve: readonly Coverage[]): number {
  let [area, before] = [0, 0];
  for (const { coverage, risk } of curve) {
    area += (coverage - before) * risk;
    before = coverage;
  }
  return area;
}
