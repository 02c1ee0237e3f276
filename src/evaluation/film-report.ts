import { bootstrap, bootstrapMean, type Interval, type Resampling } from './bootstrap.ts';
import { type Figures, figuresOf, type Grouped, type Subgroup, subgroupsOf } from './figures.ts';
import { auroc } from './metrics.ts';
import {
  atPrevalence,
  mostSensitive,
  mostSpecific,
  type OperatingPoint,
  pointAt,
  youden,
} from './operating-points.ts';
import { areaUnder, riskCoverage } from './risk-coverage.ts';
import { positivesIn, prevalenceOf, type Sample, sampleOf } from './sample.ts';

/** What was said of one thing on one film; a `rank` is a score that is no probability. */
export type Said = {
  readonly kind: 'probability' | 'rank';
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  /** Whether a card would show the number, say "not assessed", or say "uncertain". */
  readonly shown: 'shown' | 'not-assessed' | 'uncertain';
};

/** One film with its truth. A finding missing from `truth` is unknown, not absent. */
export type FilmCase = {
  readonly patient: string;
  readonly groups: Grouped['groups'];
  readonly refusedBecause?: string;
  readonly said: Readonly<Record<string, Said>>;
  readonly truth: Readonly<Record<string, boolean>>;
};

export type NamedPoint = OperatingPoint & { readonly rule: string };

export type FindingReport = { readonly name: string; readonly n: number; readonly events: number } & (
  | { readonly state: 'none'; readonly because: string }
  | {
      readonly state: 'ranked';
      readonly auroc: Interval;
      readonly shown: Readonly<Record<Said['shown'], number>>;
      readonly subgroups: readonly Subgroup[];
      readonly operatingPoints: readonly NamedPoint[];
      /** Absent for a score that only ranks. */
      readonly figures?: Figures;
      readonly riskCoverageArea?: number;
    }
);

export type FilmReport = {
  readonly films: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Mean AUROC over the findings that have films with and without them. */
  readonly meanAuroc: { readonly over: readonly string[]; readonly value: Interval };
  readonly findings: readonly FindingReport[];
};

export type FilmReportOptions = {
  readonly names: readonly string[];
  /** Share of patients with a finding, for predictive values; by default the share among these films. */
  readonly prevalences: Readonly<Record<string, number>>;
  readonly resampling: Resampling;
};

type Pair = { readonly film: FilmCase; readonly said: Said; readonly outcome: boolean };

function pairsOf(name: string, films: readonly FilmCase[]): Pair[] {
  return films.flatMap((film) => {
    const [said, outcome] = [film.said[name], film.truth[name]];
    return said === undefined || outcome === undefined ? [] : [{ film, said, outcome }];
  });
}

function caseOf({ film, said, outcome }: Pair) {
  const { value, low, high } = said;
  const interval = low === undefined || high === undefined ? {} : { low, high };
  return { score: value, outcome, patient: film.patient, ...interval };
}

/** The finding's films as a sample; with `cohort`, indexed as all of them are. */
export function findingSample(name: string, films: readonly FilmCase[], cohort?: readonly string[]): Sample {
  return sampleOf(pairsOf(name, films).map(caseOf), cohort);
}

function pointsOf(sample: Sample, prevalence: number): NamedPoint[] {
  const rules = {
    'sensitivity ≥ .90': mostSpecific(sample, 0.9),
    'sensitivity ≥ .95': mostSpecific(sample, 0.95),
    'specificity ≥ .90': mostSensitive(sample, 0.9),
    'specificity ≥ .95': mostSensitive(sample, 0.95),
    'greatest sum (Youden)': youden(sample),
    'threshold .50': pointAt(sample, 0.5),
  };
  return Object.entries(rules).flatMap(([rule, rates]) =>
    rates ? [{ rule, ...atPrevalence(rates, prevalence) }] : [],
  );
}

function countShown(pairs: readonly Pair[]): Record<Said['shown'], number> {
  const counts = { shown: 0, 'not-assessed': 0, uncertain: 0 };
  for (const { said } of pairs) counts[said.shown] += 1;
  return counts;
}

function findingReport(name: string, films: readonly FilmCase[], options: FilmReportOptions): FindingReport {
  const pairs = pairsOf(name, films);
  const sample = sampleOf(pairs.map(caseOf));
  const counts = { name, n: pairs.length, events: positivesIn(sample) };
  if (pairs.length === 0)
    return { ...counts, state: 'none', because: 'no film with both a label and a number' };
  if (counts.events === 0 || counts.events === counts.n)
    return { ...counts, state: 'none', because: 'the films do not differ in it' };
  const { resampling, prevalences } = options;
  const isProbability = pairs.every(({ said }) => said.kind === 'probability');
  const grouped = pairs.map((pair) => ({ case: caseOf(pair), groups: pair.film.groups }));
  return {
    ...counts,
    state: 'ranked',
    ...bootstrap(sample, { auroc }, resampling),
    shown: countShown(pairs),
    subgroups: subgroupsOf(grouped, resampling),
    operatingPoints: pointsOf(sample, prevalences[name] ?? prevalenceOf(sample)),
    ...(isProbability
      ? { figures: figuresOf(sample, resampling), riskCoverageArea: areaUnder(riskCoverage(sample)) }
      : {}),
  };
}

/** The abnormal head is a summary, not one of the findings a mean is taken over. */
const notInMean = 'abnormal';

function meanOver(films: readonly FilmCase[], reports: readonly FindingReport[], resampling: Resampling) {
  const over = reports
    .filter(({ state, name }) => state === 'ranked' && name !== notInMean)
    .map(({ name }) => name);
  const cohort = films.map(({ patient }) => patient);
  const samples = over.map((name) => findingSample(name, films, cohort));
  return { over, value: bootstrapMean(samples, auroc, resampling) };
}

/** Everything the report says of a film model, from films whose truth is known. */
export function measureFilms(films: readonly FilmCase[], options: FilmReportOptions): FilmReport {
  const refused: Record<string, number> = {};
  for (const { refusedBecause } of films)
    if (refusedBecause !== undefined) refused[refusedBecause] = (refused[refusedBecause] ?? 0) + 1;
  const accepted = films.filter(({ refusedBecause }) => refusedBecause === undefined);
  const findings = options.names.map((name) => findingReport(name, accepted, options));
  return {
    films: films.length,
    refused,
    meanAuroc: meanOver(accepted, findings, options.resampling),
    findings,
  };
}
