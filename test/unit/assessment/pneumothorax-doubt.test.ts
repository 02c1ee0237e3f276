import { describe, expect, test } from 'vitest';
import type { FilmConclusion, FindingConclusion } from '../../../src/assessment/assessment.ts';
import { doubtPneumothorax } from '../../../src/assessment/pneumothorax-doubt.ts';
import type { Chart, Entry } from '../../../src/chart/chart.ts';

const chart: Chart = {
  patient: { id: 'p1', identifiers: [] },
  asOf: '2026-11-24T10:00:00.000Z',
  measurements: [],
  conditions: [],
  procedures: [],
  devices: [],
  notes: [],
  films: [],
  gaps: [],
  laterDropped: 0,
};

const probability = { kind: 'estimated', value: 0.7, low: 0.55, high: 0.8 } as const;

function filmWith(
  view: 'PA' | 'AP',
  words: Readonly<Record<string, FindingConclusion['word']>>,
): Extract<FilmConclusion, { state: 'read' }> {
  return {
    state: 'read',
    studyInstanceUid: '1.2.3',
    sopInstanceUid: '1.2.3.4',
    view,
    abnormal: probability,
    abnormalPrevalence: 0.5,
    findings: Object.entries(words).map(([name, word]) => ({ name, word, prevalence: 0.05, probability })),
    warnings: [],
    model: 'film@1',
  };
}

function pneumothoraxOn(film: FilmConclusion, record: Partial<Chart> = {}): FindingConclusion | undefined {
  const doubted = doubtPneumothorax(film, { ...chart, ...record });
  return doubted.state === 'read' ? doubted.findings.find(({ name }) => name === 'Pneumothorax') : undefined;
}

const entry = (text: string, code?: string): Entry => ({
  text,
  source: 'Device/1',
  ...(code ? { code } : {}),
});
const alone = { Pneumothorax: 'likely' } as const;

describe('a likely pneumothorax', () => {
  test('stays likely on a PA film of a patient without a drain', () => {
    expect(pneumothoraxOn(filmWith('PA', alone))).toEqual(filmWith('PA', alone).findings[0]);
    expect(pneumothoraxOn(filmWith('PA', alone), { devices: [entry('Urinary catheter')] })?.word).toBe(
      'likely',
    );
  });

  test.each([
    ['coded', entry('Eingriff am Thorax', '264957007')],
    ['as a device', entry('Chest drain 24 Fr, right, underwater seal')],
    ['as a tube', entry('Left chest tube')],
    ['by its long name', entry('Intercostal catheter, Seldinger')],
    ['in French', entry('Drain thoracique droit')],
  ])('is only possible when a chest drain is on record, %s, and its number stays', (_name, drain) => {
    const found = pneumothoraxOn(filmWith('PA', alone), { procedures: [drain] });
    expect(found).toMatchObject({ word: 'possible', doubts: ['chest-drain'], probability });
  });

  test.each(['Wound drain, abdomen', 'Nasogastric tube', 'Central venous catheter', 'Chest physiotherapy'])(
    '%s is no chest drain',
    (text) => {
      expect(pneumothoraxOn(filmWith('PA', alone), { devices: [entry(text)] })?.word).toBe('likely');
    },
  );

  test.each([
    ['24 Fr chest drain in the fifth space, swinging.', true],
    ['Drain thoracique en place.', true],
    ['No chest drain was needed.', false],
    ['Drain if the film shows more air.', false],
  ])('follows what a note says: %s', (text, isThere) => {
    const notes = [{ text, title: 'Note', source: 'DocumentReference/1' }];
    expect(pneumothoraxOn(filmWith('PA', alone), { notes })?.word).toBe(isThere ? 'possible' : 'likely');
  });

  test('reads for a drain no more notes than a call reads for anything', () => {
    const note = (text: string) => ({ text, title: 'Note', source: 'DocumentReference/1' });
    const drain = note('Chest drain in place.');
    const long = note('Seen on the round. '.repeat(6_000));
    expect(pneumothoraxOn(filmWith('PA', alone), { notes: [drain, long] })?.word).toBe('possible');
    expect(pneumothoraxOn(filmWith('PA', alone), { notes: [long, drain] })?.word).toBe('likely');
  });

  test('is only possible on an AP film, and as one of three findings', () => {
    expect(pneumothoraxOn(filmWith('AP', alone))).toMatchObject({ word: 'possible', doubts: ['ap-view'] });
    const three = { ...alone, Effusion: 'possible', Edema: 'likely' } as const;
    expect(pneumothoraxOn(filmWith('PA', three))?.doubts).toEqual(['many-findings']);
    const two = { ...alone, Effusion: 'possible', Edema: 'uncertain', Mass: 'unlikely' } as const;
    expect(pneumothoraxOn(filmWith('PA', two))?.word).toBe('likely');
  });
});

test('what is not told is not doubted, and nothing but pneumothorax is', () => {
  for (const word of ['unlikely', 'no-evidence', 'not-assessed', 'uncertain'] as const)
    expect(pneumothoraxOn(filmWith('AP', { Pneumothorax: word }))).not.toHaveProperty('doubts');
  const doubted = doubtPneumothorax(filmWith('AP', { Edema: 'likely', ...alone }), chart);
  expect(doubted).toMatchObject({ findings: [{ name: 'Edema', word: 'likely' }, { word: 'possible' }] });
});
