import { bootstrap, bootstrapDifference, type Interval, type Resampling } from './bootstrap.ts';
import { fitLine } from './calibration-line.ts';
import { type Benefit, decisionCurve } from './decision-curve.ts';
import { ageBand, type Figures, figuresOf, type Grouped, type Subgroup, subgroupsOf } from './figures.ts';
import { auroc } from './metrics.ts';
import { atPrevalence, type OperatingPoint, pointAt } from './operating-points.ts';
import { onLine } from './platt.ts';
import { type Case, prevalenceOf, type Sample, sampleOf } from './sample.ts';

type Risk = { readonly value: number; readonly low: number; readonly high: number };

/** One assessed chart whose outcome is known. */
export type RiskCase = {
  readonly patient: string;
  readonly outcome: boolean;
  readonly sex?: string;
  readonly ageYears?: number;
  /** The fused risk; absent when it was withheld. */
  readonly risk?: Risk;
  readonly withheldBecause?: string;
  /** The risk from each subset of the parts this chart has. */
  readonly subsets: readonly { readonly heard: readonly string[]; readonly risk: Risk }[];
  readonly scores: readonly { readonly name: string; readonly points: number; readonly missing: number }[];
};

export type SubsetFigures = { readonly heard: readonly string[] } & (
  | { readonly state: 'none'; readonly because: string }
  | { readonly state: 'measured'; readonly figures: Figures }
);

/** Another way of ranking the same patients, beside the model on exactly those patients. */
export type Baseline = {
  readonly name: string;
  readonly n: number;
  readonly events: number;
  readonly auroc: Interval;
  readonly modelAuroc: Interval;
  /** AUROC of the model minus that of the baseline, patient by patient. */
  readonly gain: Interval;
  /** Mean number of missing items, for a score. */
  readonly meanMissing?: number;
};

export type RiskReport = {
  readonly figures: Figures;
  readonly withheld: Readonly<Record<string, number>>;
  readonly subsets: readonly SubsetFigures[];
  readonly baselines: readonly Baseline[];
  readonly subgroups: readonly Subgroup[];
  readonly operatingPoints: readonly OperatingPoint[];
  readonly decisionCurves: readonly { readonly name: string; readonly curve: readonly Benefit[] }[];
  readonly sample: Sample;
};

export type RiskReportOptions = {
  /** Every modality there is, in the order in which subsets name them. */
  readonly modalities: readonly string[];
  /** Share of patients with the outcome for predictive values; by default that of these cases. */
  readonly prevalence?: number;
  readonly resampling: Resampling;
};

const thresholds = Array.from({ length: 60 }, (_, at) => (at + 1) / 100);
const actedOn = [0.05, 0.1, 0.2, 0.3, 0.5] as const;

type Estimated = RiskCase & { readonly risk: Risk };

function isEstimated(one: RiskCase): one is Estimated {
  return one.risk !== undefined;
}

function caseOf({ outcome, patient }: RiskCase, { value, low, high }: Risk): Case {
  return { score: value, low, high, outcome, patient };
}

function withheldCounts(cases: readonly RiskCase[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { withheldBecause } of cases)
    if (withheldBecause !== undefined) counts[withheldBecause] = (counts[withheldBecause] ?? 0) + 1;
  return counts;
}

function subsetFigures(cases: readonly Estimated[], { modalities, resampling }: RiskReportOptions) {
  const masks = Array.from({ length: 2 ** modalities.length }, (_, mask) => mask);
  return masks.map((mask): SubsetFigures => {
    const heard = modalities.filter((_, at) => (mask & (1 << at)) !== 0);
    const name = heard.join('+');
    const inside = cases.flatMap((one) => {
      const found = one.subsets.find((subset) => subset.heard.join('+') === name);
      return found ? [caseOf(one, found.risk)] : [];
    });
    if (inside.length === 0) return { heard, state: 'none', because: 'no chart has all of these parts' };
    return { heard, state: 'measured', figures: figuresOf(sampleOf(inside), resampling) };
  });
}

type Rival = { readonly one: Estimated; readonly score: number };

function baselineOf(name: string, rivals: readonly Rival[], resampling: Resampling): Baseline[] {
  if (rivals.length === 0) return [];
  const b = sampleOf(rivals.map(({ one, score }) => ({ ...caseOf(one, one.risk), score })));
  const a = sampleOf(rivals.map(({ one }) => caseOf(one, one.risk)));
  return [
    {
      name,
      n: rivals.length,
      events: rivals.filter(({ one }) => one.outcome).length,
      auroc: bootstrap(b, { auroc }, resampling).auroc,
      modelAuroc: bootstrap(a, { auroc }, resampling).auroc,
      gain: bootstrapDifference({ a, b }, auroc, resampling),
    },
  ];
}

function scoreBaselines(cases: readonly Estimated[], resampling: Resampling): Baseline[] {
  const names = [...new Set(cases.flatMap(({ scores }) => scores.map(({ name }) => name)))];
  return names.flatMap((name) => {
    const rivals = cases.flatMap((one) => {
      const score = one.scores.find((other) => other.name === name);
      return score ? [{ one, score: score.points, missing: score.missing }] : [];
    });
    const meanMissing = rivals.reduce((sum, { missing }) => sum + missing, 0) / rivals.length;
    return baselineOf(name, rivals, resampling).map((baseline) => ({ ...baseline, meanMissing }));
  });
}

function singleBaselines(
  cases: readonly Estimated[],
  { modalities, resampling }: RiskReportOptions,
): Baseline[] {
  return modalities.flatMap((modality) => {
    const rivals = cases.flatMap((one) => {
      const alone = one.subsets.find(({ heard }) => heard.length === 1 && heard[0] === modality);
      return alone ? [{ one, score: alone.risk.value }] : [];
    });
    return baselineOf(`${modality} alone`, rivals, resampling);
  });
}

/** A score's points as the probability that a line fitted on these very cases gives: kinder to it than to the model. */
function scoreCurve(cases: readonly Estimated[], name: string) {
  const known = cases.flatMap((one) => {
    const score = one.scores.find((other) => other.name === name);
    return score ? [{ one, points: score.points }] : [];
  });
  if (known.length < cases.length / 2) return [];
  const line = fitLine({
    logits: known.map(({ points }) => points),
    labels: known.map(({ one }) => (one.outcome ? 1 : 0)),
    weights: new Float64Array(known.length).fill(1),
  });
  if (!Number.isFinite(line.slope)) return [];
  const sample = sampleOf(
    known.map(({ one, points }) => ({
      score: onLine(line, points),
      outcome: one.outcome,
      patient: one.patient,
    })),
  );
  return [{ name, curve: decisionCurve(sample, thresholds) }];
}

function groupsOf({ sex, ageYears }: RiskCase): Grouped['groups'] {
  return { sex: sex ?? 'unknown', age: ageBand(ageYears) };
}

/** Everything the report says of a risk, from its cases; the risk itself is not looked at again. */
export function measureRisk(all: readonly RiskCase[], options: RiskReportOptions): RiskReport {
  const cases = all.filter(isEstimated);
  const { resampling } = options;
  const sample = sampleOf(cases.map((one) => caseOf(one, one.risk)));
  const prevalence = options.prevalence ?? prevalenceOf(sample);
  return {
    figures: figuresOf(sample, resampling),
    withheld: withheldCounts(all),
    subsets: subsetFigures(cases, options),
    baselines: [...scoreBaselines(cases, resampling), ...singleBaselines(cases, options)],
    subgroups: subgroupsOf(
      cases.map((one) => ({ case: caseOf(one, one.risk), groups: groupsOf(one) })),
      resampling,
    ),
    operatingPoints: actedOn.map((threshold) => atPrevalence(pointAt(sample, threshold), prevalence)),
    decisionCurves: [
      { name: 'Vigie', curve: decisionCurve(sample, thresholds) },
      ...scoreCurve(cases, 'NEWS2'),
    ],
    sample,
  };
}
