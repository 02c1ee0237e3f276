import type { Chart, Entry } from '../chart/chart.ts';
import type { Doubt, FilmConclusion, FindingConclusion } from './assessment.ts';

type ReadConclusion = Extract<FilmConclusion, { state: 'read' }>;

/** SNOMED CT: insertion of pleural tube drain. Devices seldom come coded, so words count too. */
const drainCode = '264957007';
const drainWords =
  /\b(chest|pleural|intercostal|thoracic|thoracostomy)\W+(\w+\W+){0,2}(drain|tube|catheter)\b|\b(drain|tube) thoracostomy\b|\bdrain (thoracique|pleural)\b/i;
const told: readonly FindingConclusion['word'][] = ['likely', 'possible'];
/** As many findings at once, and the film is one on which models err. */
const many = 3;

function isDrain({ code, text }: Entry): boolean {
  return code === drainCode || drainWords.test(text);
}

/** A drain that was taken out is a procedure too, and leaves its track. */
function hasDrain({ devices, procedures }: Chart): boolean {
  return [...devices, ...procedures].some(isDrain);
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
