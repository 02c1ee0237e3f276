import { adultFromYears, type Chart } from '../chart/chart.ts';
import { findDiagnosis } from '../chart/diagnoses.ts';
import { curb65 } from './curb65.ts';
import { fourC } from './four-c.ts';
import { news2 } from './news2.ts';
import { type FilmEffusion, psi } from './psi.ts';
import { qsofa } from './qsofa.ts';
import type { Score, ScoreName } from './score.ts';
import { sofa } from './sofa.ts';

export type WithheldBecause =
  | 'child'
  | 'age-unknown'
  | 'pregnancy'
  | 'no-pneumonia'
  | 'hospital-pneumonia'
  | 'no-covid'
  | 'nothing-in-date';

/** A score that is not given, and why. */
export type WithheldScore = { readonly name: ScoreName; readonly because: WithheldBecause };

export type PublishedScores = {
  readonly given: readonly Score[];
  readonly withheld: readonly WithheldScore[];
};

/** Each of them was made for adults who are not pregnant. */
function unfitBecause({ patient, conditions }: Chart): WithheldBecause | undefined {
  if (patient.ageYears === undefined) return 'age-unknown';
  if (patient.ageYears < adultFromYears) return 'child';
  return patient.sex !== 'male' && findDiagnosis(conditions, 'pregnancy') ? 'pregnancy' : undefined;
}

/** CURB-65 and the PSI were made for pneumonia acquired outside hospital. */
function noPneumonia({ conditions }: Chart): WithheldBecause | undefined {
  if (findDiagnosis(conditions, 'hospitalPneumonia')) return 'hospital-pneumonia';
  return findDiagnosis(conditions, 'pneumonia') ? undefined : 'no-pneumonia';
}

type Offer = {
  readonly name: ScoreName;
  readonly because: WithheldBecause | undefined;
  readonly score: () => Score;
};

/**
 * The published scores that were made for a patient like this one, as far as the chart goes, and why the others are not
 * given: none for a child, in pregnancy or without an age; CURB-65 and PSI with pneumonia on record, 4C with COVID-19.
 */
export function publishedScores(chart: Chart, filmEffusion?: FilmEffusion): PublishedScores {
  const unfit = unfitBecause(chart);
  const pneumonia = noPneumonia(chart);
  const covid = findDiagnosis(chart.conditions, 'covid19') ? undefined : 'no-covid';
  const offers: readonly Offer[] = [
    { name: 'NEWS2', because: unfit, score: () => news2(chart) },
    { name: 'qSOFA', because: unfit, score: () => qsofa(chart) },
    { name: 'SOFA', because: unfit, score: () => sofa(chart) },
    { name: 'CURB-65', because: unfit ?? pneumonia, score: () => curb65(chart) },
    { name: '4C Mortality', because: unfit ?? covid, score: () => fourC(chart) },
    { name: 'PSI', because: unfit ?? pneumonia, score: () => psi(chart, filmEffusion) },
  ];
  const given: Score[] = [];
  const withheld: WithheldScore[] = [];
  for (const { name, because, score } of offers) {
    const made = because === undefined ? score() : undefined;
    if (made?.items.some(({ measurement }) => measurement !== undefined)) given.push(made);
    else withheld.push({ name, because: because ?? 'nothing-in-date' });
  }
  return { given, withheld };
}
