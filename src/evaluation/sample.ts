/** One answered question: what was said, what came true, and whose it was. */
export type Case = {
  /** Probability from 0 to 1, or any number of which more means likelier. */
  readonly score: number;
  readonly outcome: boolean;
  /** Cases of one patient are drawn together in a resample. */
  readonly patient: string;
  /** The stated interval, where there is one. */
  readonly low?: number;
  readonly high?: number;
};

/** Cases in ascending order of score, so that no metric has to sort again. */
export type Sample = {
  readonly scores: Float64Array;
  readonly outcomes: Uint8Array;
  /** Index of each case's patient, in order of the patients' names: equal cohorts have equal indices. */
  readonly patients: Int32Array;
  readonly patientCount: number;
  readonly lows: Float64Array;
  readonly highs: Float64Array;
};

/** How often each case counts: all ones, or how often a resample drew it. */
export type Weights = Float64Array;

/** A number that says how good the sample's scores are; NaN where it cannot be said. */
export type Metric = (sample: Sample, weights: Weights) => number;

/** Names as indices, in order of the names of the cohort (by default, of those named). */
export function patientsOf(
  names: readonly string[],
  cohort: readonly string[] = names,
): Pick<Sample, 'patients' | 'patientCount'> {
  const distinct = [...new Set(cohort)].sort();
  const indexOf = new Map(distinct.map((name, index) => [name, index]));
  return {
    patients: Int32Array.from(names, (name) => indexOf.get(name) ?? 0),
    patientCount: distinct.length,
  };
}

/**
 * Sorts the cases once. A case without a finite score has no place in a sample. With a `cohort`, patients are
 * indexed as in it, so that samples of one cohort can be resampled together.
 */
export function sampleOf(cases: readonly Case[], cohort?: readonly string[]): Sample {
  const sorted = [...cases].sort((a, b) => a.score - b.score);
  return {
    scores: Float64Array.from(sorted, ({ score }) => score),
    outcomes: Uint8Array.from(sorted, ({ outcome }) => (outcome ? 1 : 0)),
    ...patientsOf(
      sorted.map(({ patient }) => patient),
      cohort,
    ),
    lows: Float64Array.from(sorted, ({ low }) => low ?? Number.NaN),
    highs: Float64Array.from(sorted, ({ high }) => high ?? Number.NaN),
  };
}

export function onesFor({ scores }: Sample): Weights {
  return new Float64Array(scores.length).fill(1);
}

export function positivesIn({ outcomes }: Sample): number {
  return outcomes.reduce((sum, outcome) => sum + outcome, 0);
}

/** Share of the cases with the outcome. */
export function prevalenceOf(sample: Sample): number {
  return positivesIn(sample) / sample.outcomes.length;
}

/**
 * Visits the cases with equal scores together, in ascending order of score: the weight of those with the outcome and
 * of those without.
 */
export function forEachTie(
  { scores, outcomes }: Sample,
  weights: Weights,
  visit: (positive: number, negative: number, score: number) => void,
): void {
  let at = 0;
  while (at < scores.length) {
    const score = scores[at] ?? Number.NaN;
    let positive = 0;
    let negative = 0;
    do {
      const weight = weights[at] ?? 0;
      if (outcomes[at] === 1) positive += weight;
      else negative += weight;
      at += 1;
    } while (at < scores.length && scores[at] === score);
    visit(positive, negative, score);
  }
}

/** A run of cases with one score. */
export type Tie = { readonly score: number; readonly positive: number; readonly negative: number };

/** The cases with equal scores taken together, in ascending order of score. */
export function tiesOf(sample: Sample): Tie[] {
  const ties: Tie[] = [];
  forEachTie(sample, onesFor(sample), (positive, negative, score) =>
    ties.push({ score, positive, negative }),
  );
  return ties;
}
