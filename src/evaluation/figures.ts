import { bootstrap, type Interval, type Resampling, usualResampling } from './bootstrap.ts';
import { calibrationIntercept, calibrationSlope } from './calibration-line.ts';
import { auprc, auroc, binsInsideIntervals, brier, ece } from './metrics.ts';
import { type Case, positivesIn, type Sample, sampleOf } from './sample.ts';

const metrics = { auroc, auprc, brier, ece, calibrationSlope, calibrationIntercept, binsInsideIntervals };
export type FigureName = keyof typeof metrics;

/** How good one probability was on one set of cases. */
export type Figures = Readonly<Record<FigureName, Interval>> & {
  readonly n: number;
  readonly patients: number;
  readonly events: number;
  /** Mean width of the stated intervals; NaN where none is stated. */
  readonly meanWidth: number;
};

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at] ?? Number.NaN;
  return sum / values.length;
}

/** Every figure with its interval over patients. */
export function figuresOf(sample: Sample, resampling: Resampling = usualResampling): Figures {
  return {
    n: sample.scores.length,
    patients: sample.patientCount,
    events: positivesIn(sample),
    meanWidth: meanOf(sample.highs) - meanOf(sample.lows),
    ...bootstrap(sample, metrics, resampling),
  };
}

/** Fewer cases than this say too little about a subgroup. */
export const fewestCases = 30;

export type Subgroup = {
  readonly by: string;
  readonly group: string;
  readonly n: number;
  readonly events: number;
} & (
  | { readonly state: 'insufficient' }
  | {
      readonly state: 'measured';
      readonly auroc: Interval;
      readonly ece: Interval;
      readonly observed: number;
      readonly expected: number;
    }
);

/** Cases and the groups they belong to, such as `{ sex: 'female', age: '65–79' }`; unknown is a group too. */
export type Grouped = { readonly case: Case; readonly groups: Readonly<Record<string, string>> };

function subgroupOf(cases: readonly Case[], resampling: Resampling) {
  const sample = sampleOf(cases);
  const counts = { n: cases.length, events: positivesIn(sample) };
  if (cases.length < fewestCases) return { ...counts, state: 'insufficient' } as const;
  return {
    ...counts,
    state: 'measured',
    ...bootstrap(sample, { auroc, ece }, resampling),
    observed: counts.events / counts.n,
    expected: meanOf(sample.scores),
  } as const;
}

/** The figures inside each group, in order of the groups' names. */
export function subgroupsOf(cases: readonly Grouped[], resampling: Resampling = usualResampling): Subgroup[] {
  const kinds = [...new Set(cases.flatMap(({ groups }) => Object.keys(groups)))];
  return kinds.flatMap((by) => {
    const names = [...new Set(cases.map(({ groups }) => groups[by] ?? 'unknown'))].sort();
    return names.map((group) => {
      const inside = cases.filter(({ groups }) => (groups[by] ?? 'unknown') === group);
      return {
        by,
        group,
        ...subgroupOf(
          inside.map((one) => one.case),
          resampling,
        ),
      };
    });
  });
}

const bands = [
  [0, '0–17'],
  [18, '18–39'],
  [40, '40–64'],
  [65, '65–79'],
  [80, '80 and over'],
] as const;

/** The age band of a patient in completed years. */
export function ageBand(ageYears: number | undefined): string {
  if (ageYears === undefined || !(ageYears >= 0)) return 'unknown';
  return bands.findLast(([from]) => ageYears >= from)?.[1] ?? 'unknown';
}
