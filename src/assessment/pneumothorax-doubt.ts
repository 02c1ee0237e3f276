import type { Chart, Entry } from '../chart/chart.ts';
import { readNote } from '../notes/read-note.ts';
import type { Doubt, FilmConclusion, FindingConclusion } from './assessment.ts';

type ReadConclusion = Extract<FilmConclusion, { state: 'read' }>;

/** SNOMED CT: insertion of pleural tube drain. */
const drainCode = '264957007';
const chestWords = /chest|thora|pleur|intercost/i;
const told: readonly FindingConclusion['word'][] = ['likely', 'possible'];
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

function hasDrain({ devices, procedures, notes }: Chart): boolean {
  return [...devices, ...procedures].some(isDrain) || notes.some(({ text }) => saysDrain(text));
}

function doubtsOf({ view, findings }: ReadConclusion, chart: Chart): Doubt[] {
  return [
    ...(hasDrain(chart) ? (['chest-drain'] as const) : []),
    ...(view === 'AP' ? (['ap-view'] as const) : []),
    ...(findings.filter(({ word }) => told.includes(word)).length >= many
      ? (['many-findings'] as const)
      : []),
  ];
}

/**
 * What lowers the trust in a pneumothorax on this film: the word is capped at "possible" and the reasons are kept;
 * the number stays as the model gave it. Public models owe much of their score to the drain, and call skin folds of
 * supine films pneumothoraces.
 */
export function doubtPneumothorax(film: FilmConclusion, chart: Chart): FilmConclusion {
  if (film.state !== 'read') return film;
  const doubts = doubtsOf(film, chart);
  if (doubts.length === 0) return film;
  const findings = film.findings.map((finding) => {
    if (finding.name !== 'Pneumothorax' || !told.includes(finding.word)) return finding;
    return { ...finding, word: 'possible', doubts } as const;
  });
  return { ...film, findings };
}
