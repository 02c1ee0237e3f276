import type { Chart, Entry } from '../chart/chart.ts';
import { type DiagnosisName, diagnoses, findDiagnosis } from '../chart/diagnoses.ts';
import type { ScoreItem } from './score.ts';

/** Whether the chart's diagnoses can speak for what is not among them. */
export function hasDiagnoses({ conditions, gaps }: Chart): boolean {
  const isWhole = !gaps.some(({ modality, what }) => modality === 'conditions' && what === 'conditions');
  return isWhole && conditions.length > 0;
}

/** Points for one diagnosis; a chart without any diagnosis does not say that there is none. */
export function diagnosisItem(chart: Chart, name: DiagnosisName, points: number): ScoreItem {
  const { words } = diagnoses[name];
  const entry = findDiagnosis(chart.conditions, name);
  if (entry) return { name: words, points, entries: [entry] };
  return hasDiagnoses(chart) ? { name: words, points: 0 } : { name: words };
}

/** The comorbidities that ISARIC 4C counts; asthma and hypertension are not among them. */
const counted = [
  ...(['chronicCardiac', 'chronicLung', 'severeKidneyDisease', 'liverDisease', 'dementia'] as const),
  ...(['neurological', 'connectiveTissue', 'diabetes', 'hiv', 'malignancy', 'obesity'] as const),
] satisfies readonly DiagnosisName[];

const mostPoints = 2;

function openIn(chart: Chart, found: readonly Entry[]): string | undefined {
  if (found.length >= mostPoints) return undefined;
  if (!hasDiagnoses(chart)) return 'no diagnoses on record';
  const kidney = findDiagnosis(chart.conditions, 'kidneyDisease');
  const isStaged = (['severeKidneyDisease', 'mildKidneyDisease'] as const).some((name) =>
    findDiagnosis(chart.conditions, name),
  );
  return kidney && !isStaged ? 'stage of kidney disease not stated' : undefined;
}

/** 4C's comorbidities: one point for one, two for more. */
export function comorbiditiesItem(chart: Chart): ScoreItem {
  const entries = counted.flatMap((name) => findDiagnosis(chart.conditions, name) ?? []);
  const open = openIn(chart, entries);
  const name = 'comorbidities';
  if (entries.length === 0 && !hasDiagnoses(chart)) return { name, ...(open ? { open } : {}) };
  const points = Math.min(entries.length, mostPoints);
  return { name, points, entries, ...(open ? { open } : {}) };
}
