import type { Chart } from './chart.ts';

/** The chart as it is kept beside an assessment: without the words of notes, which may say more than anyone asked. */
export function withoutNoteWords(chart: Chart): Chart {
  return { ...chart, notes: chart.notes.map((note) => ({ ...note, text: '' })) };
}
