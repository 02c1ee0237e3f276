import { logitOf } from '../lib/estimate.ts';
import { bootstrapDifference, createUniform, type Interval, type Resampling } from './bootstrap.ts';
import { type Figures, figuresOf } from './figures.ts';
import { brier } from './metrics.ts';
import { fitPlatt, onLine, type Platt } from './platt.ts';
import { type Case, sampleOf } from './sample.ts';

export type Refit = {
  readonly before: Figures;
  /** Each case under the line fitted on the other patients. */
  readonly after: Figures;
  /** Brier score before minus after: above 0, the line helps. */
  readonly gain: Interval;
  /** Fitted on all cases: what is kept. */
  readonly line: Platt;
};

const folds = 5;

/** Each patient's fold, the same for the same patients. */
function foldsOf(cases: readonly Case[]): Map<string, number> {
  const uniform = createUniform(1);
  const drawn = [...new Set(cases.map(({ patient }) => patient))]
    .sort()
    .map((patient) => ({ patient, key: uniform() }))
    .sort((a, b) => a.key - b.key);
  return new Map(drawn.map(({ patient }, at) => [patient, at % folds]));
}

function lineOf(cases: readonly Case[], resampling: Resampling): Platt {
  return fitPlatt(
    {
      logits: cases.map(({ score }) => logitOf(score)),
      labels: cases.map(({ outcome }) => outcome),
      groups: cases.map(({ patient }) => patient),
    },
    { resampling },
  );
}

/**
 * A line for a site's own cases, and what it does to patients it was not fitted on (five folds of whole patients).
 * @throws Error when a fold is left without one of the outcomes
 */
export function refitOn(cases: readonly Case[], resampling: Resampling): Refit {
  const foldOf = foldsOf(cases);
  const crossed = Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const isHeldOut = ({ patient }: Case) => foldOf.get(patient) === fold;
    const line = lineOf(
      cases.filter((one) => !isHeldOut(one)),
      { ...resampling, repeats: 0 },
    );
    return cases
      .filter(isHeldOut)
      .map(({ score, outcome, patient }) => ({ score: onLine(line, logitOf(score)), outcome, patient }));
  });
  const [a, b] = [sampleOf(cases), sampleOf(crossed)];
  return {
    before: figuresOf(a, resampling),
    after: figuresOf(b, resampling),
    gain: bootstrapDifference({ a, b }, brier, resampling),
    line: lineOf(cases, resampling),
  };
}
