import { describe, expect, test } from 'vitest';
import { noteConcepts } from '../../../src/notes/concepts.ts';
import { readNote } from '../../../src/notes/read-note.ts';
import { phrases } from './phrases.ts';

function stated(text: string): string[] {
  return readNote(text).map(({ concept, assertion }) => `${concept} ${assertion}`);
}

describe('the note reader', () => {
  test.each(phrases.map(([text, ...statements]) => ({ text, statements })))(
    '$text',
    ({ text, statements }) => {
      expect(stated(text)).toEqual(statements);
    },
  );

  test('case, accents and line ends make no difference', () => {
    for (const [text, ...statements] of phrases) {
      const bare = text.normalize('NFD').replace(/\p{M}/gu, '');
      expect(stated(bare), bare).toEqual(statements);
      expect(stated(text.normalize('NFD')), text).toEqual(statements);
      expect(stated(`\r\n${text}\r\n`), text).toEqual(statements);
    }
  });

  test('a place is that of the very words', () => {
    const text = 'Œdème aigu du poumon.\r\n  Épanchement  pleural\tdroit; “pneumo­thorax” 🫁 toux';
    const words = readNote(text).map(({ start, end }) => text.slice(start, end));
    expect(words).toEqual(['Œdème aigu du poumon', 'Épanchement  pleural', 'pneumo­thorax', 'toux']);
  });

  test('sections are known in both languages, with and without line breaks', () => {
    const note = [
      'PMH: COPD, pneumonia',
      'FAMILY HISTORY: lung cancer',
      'Exam:',
      'wheeze',
      '## Impression',
      'Pneumothorax.',
      'Plan: chest tube if it grows',
    ].join('\n');
    expect(
      readNote(note).map(({ section, concept, assertion }) => `${section} ${concept} ${assertion}`),
    ).toEqual([
      'history copd present',
      'history Pneumonia historical',
      'family-history cancer family',
      'examination wheeze present',
      'impression Pneumothorax present',
      'plan chest-drain possible',
    ]);
    const french = 'ATCD : BPCO, AVC. Antécédents familiaux : diabète. Conclusion : pas de PNO.';
    expect(
      readNote(french).map(({ section, concept, assertion }) => `${section} ${concept} ${assertion}`),
    ).toEqual([
      'history copd present',
      'history stroke present',
      'family-history diabetes family',
      'impression Pneumothorax negated',
    ]);
  });

  test('a wrapped line goes on, a list does not', () => {
    expect(stated('There is on this portable film no evidence of\npneumothorax.')).toEqual([
      'Pneumothorax negated',
    ]);
    expect(stated('no COPD\ndiabetes\nheart failure')).toEqual([
      'copd negated',
      'diabetes present',
      'heart-failure present',
    ]);
  });

  test('markup and odd characters are inert', () => {
    const text =
      '<script>alert("x")</script><b>No</b>&nbsp;pneumothorax.<br>\u0000 {{cough}} =fever() \ud800';
    expect(stated(text)).toEqual(['Pneumothorax negated', 'cough present', 'fever present']);
    expect(stated('Pas de <b>d&eacute;mence</b>')).toEqual(['dementia negated']);
    for (const odd of [
      '',
      ' ',
      '\u0000',
      '<',
      '<<<<',
      '&&&&',
      '((((',
      '?',
      '???',
      ':::',
      '\ud800',
      '__proto__ constructor',
    ])
      expect(readNote(odd)).toEqual([]);
  });

  test('a note of 200 kB takes seconds on a busy machine, whatever it is made of', {
    timeout: 120_000,
  }, () => {
    const time = (text: string) => {
      const started = performance.now();
      readNote(text);
      return performance.now() - started;
    };
    const prose = 'No pneumothorax, possible pneumonia in the left lung and his mother had COPD. ';
    for (const unit of [
      prose,
      'no ',
      'no fever ',
      'fever, ',
      '<a',
      'a',
      '?',
      'pleural ',
      'heart or no ',
      '-',
      '\n',
      '&e',
      'PMH: ',
    ])
      expect(time(unit.repeat(Math.ceil(200_000 / unit.length))), unit).toBeLessThan(8000);
  });

  test('every concept has its words, and its code is a SNOMED CT id', () => {
    for (const entry of Object.values(noteConcepts)) {
      expect(entry.words).not.toBe('');
      if ('snomed' in entry) expect(entry.snomed).toMatch(/^\d{6,18}$/);
    }
  });
});
