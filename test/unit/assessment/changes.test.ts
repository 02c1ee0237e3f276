import { describe, expect, test } from 'vitest';
import type { Assessment, FilmConclusion } from '../../../src/assessment/assessment.ts';
import { changesSince } from '../../../src/assessment/changes.ts';
import type { Measurement } from '../../../src/chart/chart.ts';
import { chartWith } from '../scores/charts.ts';

const effusion = (word: 'likely' | 'unlikely') => ({
  name: 'Effusion',
  word,
  probability: { kind: 'estimated', value: 0.6, low: 0.5, high: 0.7 } as const,
});
const film = (sopInstanceUid: string, word: 'likely' | 'unlikely'): FilmConclusion => ({
  state: 'read',
  studyInstanceUid: '1.2',
  sopInstanceUid,
  acquiredAt: '2026-11-24T08:00:00Z',
  view: 'PA',
  abnormal: { kind: 'withheld', because: 'chance' },
  findings: [effusion(word)],
  warnings: [],
  model: 'film@1',
});
const lactate = (value: number, source: string): Measurement => ({
  concept: 'lactate',
  value,
  ucum: 'mmol/L',
  observedAt: '2026-11-24T08:00:00Z',
  source,
});

type Fields = { risk?: number; film?: FilmConclusion; news2?: number; lactate?: Measurement; failed?: true };

function summed({
  risk = 0.2,
  film = { state: 'none', because: 'none-on-record' },
  news2 = 5,
  failed,
  ...values
}: Fields) {
  const measurement = values.lactate ?? lactate(2, 'Observation/1');
  const assessment = {
    risk: { kind: 'estimated', value: risk, low: 0.1, high: 0.3 },
    film,
    scores: [{ name: 'NEWS2', points: news2, items: [], missing: [] }],
    raises: [{ words: 'lactate', modality: 'labs', effect: 0.4, measurement }],
    lowers: [],
    gaps: failed ? [{ modality: 'labs', reason: 'source-failed', what: 'laboratory' }] : [],
  } as unknown as Assessment;
  return { assessment, chart: { ...chartWith({}), measurements: [measurement] } };
}

describe('what changed since the summary before', () => {
  test.each<[string, Fields, Fields, unknown[]]>([
    ['nothing, where only time went by', {}, {}, []],
    ['nothing, where the risk is said alike', { risk: 0.201 }, { risk: 0.204 }, []],
    [
      'the risk',
      { risk: 0.2 },
      { risk: 0.31 },
      [{ kind: 'risk', before: { value: 0.2 }, now: { value: 0.31 } }],
    ],
    [
      'nothing of risk and score, where the laboratory did not answer',
      {},
      { risk: 0.1, news2: 2, failed: true },
      [],
    ],
    ['a score', { news2: 5 }, { news2: 8 }, [{ kind: 'score', name: 'NEWS2', before: 5, now: 8 }]],
    [
      'a value behind a reason, with its source',
      { lactate: lactate(2, 'Observation/1') },
      { lactate: lactate(4.1, 'Observation/2') },
      [{ kind: 'value', words: 'lactate', ucum: 'mmol/L', before: 2, now: 4.1, source: 'Observation/2' }],
    ],
    [
      'a new film, and the finding that it shows',
      { film: film('1.1', 'unlikely') },
      { film: film('1.2', 'likely') },
      [
        { kind: 'new-film', acquiredAt: '2026-11-24T08:00:00Z' },
        { kind: 'finding-appeared', name: 'Effusion' },
      ],
    ],
    [
      'a finding that is gone from the new film',
      { film: film('1.1', 'likely') },
      { film: film('1.2', 'unlikely') },
      [{ kind: 'new-film' }, { kind: 'finding-gone', name: 'Effusion' }],
    ],
    [
      'nothing of the film, where the new one is being read',
      { film: film('1.1', 'likely') },
      { film: { state: 'pending', because: 'being-read' } },
      [],
    ],
  ])('%s', (_, before, now, told) => {
    const changes = changesSince(summed(before), summed(now));
    expect(changes).toHaveLength(told.length);
    expect(changes).toMatchObject(told);
  });
});
