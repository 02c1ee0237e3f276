import type { RiskCase } from '../evaluation/risk-report.ts';
import type { Models } from '../open-models.ts';
import { type AssessedChart, assessedCharts, type ChartFiles } from './assessed-charts.ts';
import { type Outcome, readOutcomes } from './outcomes.ts';

/** Assessed charts joined with what became of the patients, and what could not be joined. */
export type RiskCases = {
  readonly cases: readonly RiskCase[];
  readonly chartsWithoutOutcome: number;
  readonly outcomesWithoutChart: number;
  readonly faults: number;
};

function caseOf(one: AssessedChart & { state: 'assessed' }, { outcome, group }: Outcome): RiskCase {
  const { patient, assessment, subsets } = one;
  const { risk } = assessment;
  return {
    patient: group,
    outcome,
    ...(patient.sex ? { sex: patient.sex } : {}),
    ...(patient.ageYears === undefined ? {} : { ageYears: patient.ageYears }),
    ...(risk.kind === 'estimated' ? { risk } : { withheldBecause: risk.because }),
    subsets: risk.kind === 'estimated' ? subsets : [],
    scores: assessment.scores.map(({ name, points, missing }) => ({ name, points, missing: missing.length })),
  };
}

/** Every chart through the serving path, joined by key with its outcome. @throws when none can be joined */
export async function readRiskCases(
  files: ChartFiles,
  outcomesFile: string,
  models: Models,
): Promise<RiskCases> {
  const outcomes = await readOutcomes(outcomesFile);
  const cases: RiskCase[] = [];
  let [chartsWithoutOutcome, faults] = [0, 0];
  for await (const one of assessedCharts(files, models)) {
    const outcome = one.state === 'assessed' ? outcomes.get(one.key) : undefined;
    if (one.state === 'fault') faults += 1;
    else if (outcome === undefined) chartsWithoutOutcome += 1;
    else cases.push(caseOf(one, outcome));
  }
  if (cases.length === 0)
    throw new Error('no chart has an outcome; is the key of the charts the key of the outcomes?');
  return { cases, chartsWithoutOutcome, outcomesWithoutChart: outcomes.size - cases.length, faults };
}
