import { describe, expect, test } from 'vitest';
import type { Note } from '../../../src/chart/chart.ts';
import { factsOf } from '../../../src/notes/facts.ts';
import { hearNotes } from '../../../src/notes/hear-notes.ts';

/** Notes from the newest to the oldest, an hour apart. */
function notesOf(...texts: readonly string[]): Note[] {
  return texts.map((text, at) => ({
    text,
    title: 'note',
    source: `DocumentReference/${at + 1}`,
    at: new Date(Date.UTC(2026, 10, 24, 10 - at)).toISOString(),
  }));
}

describe('the notes of a chart', () => {
  test('a statement says which note and of when, not its words', () => {
    const [statement] = hearNotes(notesOf('Known COPD, nothing else to say of Mr Example.')).statements;
    expect(statement).toEqual({
      concept: 'copd',
      assertion: 'present',
      section: 'body',
      start: 6,
      end: 10,
      source: 'DocumentReference/1',
      at: '2026-11-24T10:00:00.000Z',
    });
  });

  test('a note that gives the end away is set aside whole and counted', () => {
    const heard = hearNotes(notesOf('Known COPD. Died on day 4.', 'Décédé à J5. Diabète.', 'Known asthma.'));
    expect(heard.statements.map(({ concept }) => concept)).toEqual(['asthma']);
    expect(heard.gaps).toEqual([
      { modality: 'notes', reason: 'refused', what: '2 notes', detail: 'notes-tell-the-end' },
    ]);
  });

  test('more text than one call reads is counted, not read', () => {
    const heard = hearNotes(notesOf('Known COPD.', `Known asthma. ${'Resting quietly. '.repeat(7000)}`));
    expect(heard.statements.map(({ concept }) => concept)).toEqual(['copd']);
    expect(heard.gaps).toMatchObject([{ what: '1 note', detail: 'notes-too-long' }]);
  });

  test('none says nothing', () => {
    expect(hearNotes([])).toEqual({ statements: [], gaps: [] });
  });
});

describe('what scores can take from the notes', () => {
  const facts = (...texts: readonly string[]) => factsOf(hearNotes(notesOf(...texts)).statements);
  const groups = (...texts: readonly string[]) => [...facts(...texts).comorbidities.keys()].sort();

  test.each([
    ['Known COPD and emphysema, CHF, type 2 diabetes.', ['cardiac', 'diabetes', 'respiratory']],
    [
      'PMH: CKD, dementia, rheumatoid arthritis, HIV, cirrhosis, stroke, obesity.',
      ['connective-tissue', 'dementia', 'hiv', 'liver', 'neurological', 'obesity', 'renal'],
    ],
    ['History of COPD.', ['respiratory']],
    ['Antécédents de BPCO et de diabète.', ['diabetes', 'respiratory']],
    ['Asthma, hypertension, atrial fibrillation.', []],
    ['Breast cancer on chemotherapy.', ['malignancy']],
    ['History of breast cancer.', []],
    ['No diabetes, possible COPD, mother with dementia.', []],
  ])('%s', (text, expected) => {
    expect(groups(text)).toEqual(expected);
  });

  test('the newest note has the word, and "present" outweighs a denial beside it', () => {
    expect(facts('On room air.', 'On 4 L/min oxygen.').oxygen).toMatchObject({ isPresent: false });
    expect(facts('On 4 L/min oxygen.', 'On room air.').oxygen).toMatchObject({ isPresent: true });
    expect(facts('Oriented x3 in the morning. Confused tonight.').confusion).toMatchObject({
      isPresent: true,
      statement: { concept: 'confusion', source: 'DocumentReference/1' },
    });
  });

  test('what no note speaks of is absent, not denied', () => {
    expect(facts('Cough for three days.')).toEqual({ comorbidities: new Map() });
  });
});
