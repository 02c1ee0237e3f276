import type { Chart } from '../chart/chart.ts';
import type { Concept } from '../chart/codes.ts';
import { findDiagnosis } from '../chart/diagnoses.ts';
import { diagnosisItem } from './comorbidities.ts';
import {
  measuredItem,
  mentationItem,
  missingItem,
  newest,
  type Score,
  type ScoreItem,
  scoreHours,
  totalOf,
} from './score.ts';

/** What the film model says of an effusion; only a clinician's word changes the class. */
export type FilmEffusion = 'seen' | 'not-seen';

const bands = [
  [131, 'class V: high risk'],
  [91, 'class IV: moderate risk'],
  [71, 'class III: low risk'],
  [Number.NEGATIVE_INFINITY, 'class II: low risk'],
] as const;
const classI = 'class I: low risk';
const oldestInClassI = 50;
const filmPoints = 10;

function ageItem({ patient: { ageYears, sex } }: Chart): ScoreItem {
  if (ageYears === undefined) return { name: 'age' };
  if (sex === undefined) return { name: `age ${ageYears}`, points: ageYears - 10, open: 'sex not known' };
  return sex === 'female'
    ? { name: `age ${ageYears}, less 10 for a woman`, points: ageYears - 10 }
    : { name: `age ${ageYears}`, points: ageYears };
}

/** `admitSource` says where a patient came from; that it was not a nursing home, FHIR can seldom say. */
function residenceItem(chart: Chart): ScoreItem {
  const name = 'nursing home residence';
  const entry = findDiagnosis(chart.conditions, 'nursingHome');
  if (entry) return { name, points: 10, entries: [entry] };
  return chart.encounter?.admitSource === 'nursing' ? { name, points: 10 } : { name };
}

/** Either gives the points; either alone, when normal, withholds them. */
function oxygenationItem(chart: Chart): ScoreItem {
  const name = 'PaO2 below 60 mmHg or saturation below 90 %';
  const tension = newest(chart, 'pao2', scoreHours.labs);
  const saturation = newest(chart, 'oxygenSaturation', scoreHours.vitals);
  if (tension && tension.value < 60) return { name, points: 10, measurement: tension };
  if (saturation && saturation.value < 90) return { name, points: 10, measurement: saturation };
  const normal = tension ?? saturation;
  return normal
    ? { name, points: 0, measurement: normal }
    : missingItem(chart, name, ['pao2', 'oxygenSaturation']);
}

function effusionItem(chart: Chart, film: FilmEffusion | undefined): ScoreItem {
  const name = 'pleural effusion on film';
  const entry = findDiagnosis(chart.conditions, 'pleuralEffusion');
  if (entry) return { name, points: filmPoints, entries: [entry] };
  return film === undefined ? { name } : { name, open: "the model's reading is not confirmed" };
}

function comorbidityItems(chart: Chart): ScoreItem[] {
  return [
    diagnosisItem(chart, 'malignancy', 30),
    diagnosisItem(chart, 'liverDisease', 20),
    diagnosisItem(chart, 'heartFailure', 10),
    diagnosisItem(chart, 'cerebrovascular', 10),
    diagnosisItem(chart, 'kidneyDisease', 10),
  ];
}

type Limit = readonly [name: string, concept: Concept, points: number, isMet: (value: number) => boolean];

function limitItems(chart: Chart, hours: number, limits: readonly Limit[]): ScoreItem[] {
  return limits.map(([name, concept, given, isMet]) =>
    measuredItem(chart, { name, concept, hours, points: (value) => (isMet(value) ? given : 0) }),
  );
}

const signs: readonly Limit[] = [
  ['respiratory rate of 30 or more', 'respiratoryRate', 20, (rate) => rate >= 30],
  ['systolic pressure below 90', 'systolicPressure', 20, (mmHg) => mmHg < 90],
  ['temperature below 35 or 40 or more', 'temperature', 15, (celsius) => celsius < 35 || celsius >= 40],
  ['pulse of 125 or more', 'heartRate', 10, (rate) => rate >= 125],
];
/** The paper's limits in mg/dL; 11 and 14 mmol/L beside them are rounded. */
const laboratory: readonly Limit[] = [
  ['arterial pH below 7.35', 'ph', 30, (ph) => ph < 7.35],
  ['urea nitrogen of 30 mg/dL or more', 'bun', 20, (bun) => bun >= 30],
  ['sodium below 130', 'sodium', 20, (sodium) => sodium < 130],
  ['glucose of 250 mg/dL or more', 'glucose', 10, (glucose) => glucose >= 250],
  ['haematocrit below 30 %', 'hematocrit', 10, (percent) => percent < 30],
];

/** Class I asks only for age, comorbidities and signs, and each of them must be known. */
function isClassI(chart: Chart, asked: readonly ScoreItem[]): boolean {
  const { ageYears } = chart.patient;
  return (
    ageYears !== undefined &&
    ageYears <= oldestInClassI &&
    asked.every(({ points, open }) => points === 0 && !open)
  );
}

/** Pneumonia Severity Index (Fine, NEJM 1997); unlike there, what was not measured is missing, not normal. */
export function psi(chart: Chart, film: FilmEffusion | undefined): Score {
  const asked = [
    ...comorbidityItems(chart),
    mentationItem(chart, 'altered mental state', 20),
    ...limitItems(chart, scoreHours.vitals, signs),
  ];
  const effusion = effusionItem(chart, film);
  const items = [
    ...[ageItem(chart), residenceItem(chart), ...asked],
    ...limitItems(chart, scoreHours.labs, laboratory),
    ...[oxygenationItem(chart), effusion],
  ];
  const remarks = ['made for pneumonia acquired outside hospital, at presentation'];
  const total = totalOf({ name: 'PSI', bands, remarks }, items);
  const score = isClassI(chart, asked) ? { ...total, band: classI } : total;
  if (film !== 'seen' || effusion.points !== undefined) return score;
  const points = score.points + filmPoints;
  const reached = bands.find(([from]) => points >= from);
  const isLowest = reached === bands.at(-1) && score.missing.length > 1;
  const band = isClassI(chart, asked) ? classI : isLowest ? undefined : reached?.[1];
  return {
    ...score,
    unconfirmed: { points, finding: 'pleural effusion', ...(band ? { band } : {}) },
  };
}
