import type { Chart } from '../chart/chart.ts';
import { curb65 } from './curb65.ts';
import { news2 } from './news2.ts';
import { qsofa } from './qsofa.ts';
import type { Score } from './score.ts';

const youngestYears = 18;
const pneumonia = /pneumoni|lungenentz/i;
const pregnancy = /pregnan|grossesse|schwanger|gravid/i;

function isRecorded(chart: Chart, words: RegExp): boolean {
  return chart.conditions.some(({ text }) => words.test(text));
}

/**
 * The published scores that were made for a patient like this one, as far as the chart goes: none for a child or in
 * pregnancy, CURB-65 only where pneumonia is on record, none of which no item is known.
 */
export function publishedScores(chart: Chart): Score[] {
  const { ageYears } = chart.patient;
  if (ageYears === undefined || ageYears < youngestYears || isRecorded(chart, pregnancy)) return [];
  const scores = [news2(chart), qsofa(chart), ...(isRecorded(chart, pneumonia) ? [curb65(chart)] : [])];
  return scores.filter(({ items }) => items.some(({ measurement }) => measurement !== undefined));
}
