import type { Chart, Entry } from '../chart/chart.ts';
import { readableNotes } from '../notes/hear-notes.ts';
import { readNote } from '../notes/read-note.ts';
import type { Doubt, FilmConclusion, FindingConclusion, ReadConclusion } from './assessment.ts';
import { isTold } from './film-conclusion.ts';

/** SNOMED CT: insertion of pleural tube drain. */
const drainCode = '264957007';
const chestWords = /chest|thora|pleur|intercost/i;
/** As many findings at once, and the film is one on which models err. */
const many = 3;

function saysDrain(text: string): boolean {
  return readNote(text).some(
    ({ concept, assertion }) => concept === 'chest-drain' && assertion === 'present',
  );
}

/** Devices seldom come coded, so their words are read as a note's are; a wound's drain is none. */
function isDrain({ code, text }: Entry): boolean {
  return code === drainCode || (chestWords.test(text) && saysDrain(text));
}

/** A note that gives the outcome away is read for a drain too: that only lowers the trust. */
function hasDrain({ devices, procedures, notes }: Chart): boolean {
  return (
    [...devices, ...procedures].some(isDrain) || readableNotes(notes).some(({ text }) => saysDrain(text))
  );
}

function doubtsOf({ view, findings }: ReadConclusion, chart: Chart): Doubt[] {
  return [
    ...(hasDrain(chart) ? (['chest-drain'] as const) : []),
    ...(view === 'AP' ? (['ap-view'] as const) : []),
    ...(findings.filter(({ word }) => isTold(word)).length >= many ? (['many-findings'] as const) : []),
  ];
}

function isToldPneumothorax({ name, word }: FindingConclusion): boolean {
  return name === 'Pneumothorax' && isTold(word);
}

/**
 * What lowers the trust in a pneumothorax on this film: the word is capped at "possible" and the reasons are kept;
 * the number stays as the model gave it. Public models owe much of their score to the drain, and call skin folds of
 * supine films pneumothoraces.
 */
export function doubtPneumothorax(film: FilmConclusion, chart: Chart): FilmConclusion {
  // The notes are read for a drain only where there is something to doubt.
  if (film.state !== 'read' || !film.findings.some(isToldPneumothorax)) return film;
  const doubts = doubtsOf(film, chart);
  if (doubts.length === 0) return film;
  const findings = film.findings.map((finding) =>
    isToldPneumothorax(finding) ? ({ ...finding, word: 'possible', doubts } as const) : finding,
  );
  return { ...film, findings };
}
