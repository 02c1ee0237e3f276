import { expect, test } from 'vitest';
import { intentOf } from '../../../src/questions/intent.ts';
import { english } from '../../../src/questions/understanding/english.ts';
import { french } from '../../../src/questions/understanding/french.ts';
import { slipsBetween } from '../../../src/questions/understanding/spelling.ts';
import { readSpan } from '../../../src/questions/understanding/time-span.ts';
import { plain, understand } from '../../../src/questions/understanding/understand.ts';

/** A Wednesday, in the night. */
const now = {
  asOf: '2026-11-25T03:12:00.000Z',
  timeZone: 'UTC',
  admittedAt: '2026-11-22T18:00:00.000Z',
};

function spanOf(question: string, timeZone = 'UTC') {
  return readSpan(plain(question), { ...now, timeZone }).span;
}

test.each([
  ['since Monday', '2026-11-23T00:00'],
  ['since monday evening', '2026-11-23T18:00'],
  ['since Wednesday', '2026-11-25T00:00'],
  ['in the last 24 h', '2026-11-24T03:12'],
  ['over the past two days', '2026-11-23T03:12'],
  ['since yesterday', '2026-11-24T00:00'],
  ['since midnight', '2026-11-25T00:00'],
  ['since this morning', '2026-11-24T06:00'],
  ['overnight', '2026-11-24T20:00'],
  ['since 22:00', '2026-11-24T22:00'],
  ['6 hours ago', '2026-11-24T21:12'],
  ['since admission', '2026-11-22T18:00'],
  ['since 20 November', '2026-11-20T00:00'],
  ['since 2026-11-21', '2026-11-21T00:00'],
  ['depuis lundi', '2026-11-23T00:00'],
  ['depuis hier soir', '2026-11-24T18:00'],
  ['ces dernières 48 heures', '2026-11-23T03:12'],
  ['sur 24h', '2026-11-24T03:12'],
  ['cette nuit', '2026-11-24T20:00'],
  ['depuis 22h', '2026-11-24T22:00'],
  ['depuis l’entrée', '2026-11-22T18:00'],
  ['depuis avant-hier', '2026-11-23T00:00'],
  ['il y a 6 heures', '2026-11-24T21:12'],
])('“%s” on a Wednesday at 03:12 looks back to %s', (words, from) => {
  expect(spanOf(`lactate ${words}`)?.from.slice(0, 16)).toBe(from);
});

test('yesterday is a day, and ends', () => {
  expect(spanOf('lactate yesterday')).toEqual({
    from: '2026-11-24T00:00:00.000Z',
    to: '2026-11-25T00:00:00.000Z',
  });
});

test('days are those of the reader’s time zone, also over the change of the clock', () => {
  expect(spanOf('since Monday', 'Europe/Paris')?.from).toBe('2026-11-22T23:00:00.000Z');
  const spring = { asOf: '2026-03-29T10:00:00Z', timeZone: 'Europe/Paris' };
  expect(readSpan('since midnight', spring).span?.from).toBe('2026-03-28T23:00:00.000Z');
});

function conceptsIn(question: string) {
  const intent = intentOf(understand(question, now));
  return intent.kind === 'values' ? intent.concepts : intent.kind;
}

test.each([
  ['lacttate', ['lactate']],
  ['cratinine', ['creatinine']],
  ['potasium', ['potassium']],
  ['sodum', ['sodium']],
  ['leucocites', ['wbc']],
  ['plaquetes', ['platelets']],
  ['hemoglobine', ['hemoglobin']],
  ['procalcitonne', ['procalcitonin']],
])('“%s” is read in spite of its slip', (typed, concepts) => {
  expect(conceptsIn(`${typed}?`)).toEqual(concepts);
});

test.each(['calcemie', 'phosphatemie', 'calcium', 'chlorure', 'ferritine', 'amylase', 'ammonia', 'lipase'])(
  '“%s” is not turned into something that Vigie reads',
  (typed) => {
    expect(conceptsIn(`${typed} ?`)).toBe('unread');
  },
);

test('no name of one measured thing is within the slips of another’s', () => {
  for (const lexicon of [english, french]) {
    const named = lexicon.values
      .filter(([concepts]) => concepts.length === 1)
      .flatMap(([concepts, patterns]) =>
        patterns
          .split(';')
          .map((pattern) => plain(pattern))
          .filter((pattern) => /^[a-z]{5,}$/.test(pattern))
          .map((word) => ({ concept: concepts[0], word })),
      );
    for (const one of named)
      for (const other of named)
        if (one.concept !== other.concept)
          expect(slipsBetween(one.word, other.word, 2), `${one.word} ${other.word}`).toBeGreaterThan(1);
  }
});

test('a slip that may be either of two things is asked back', () => {
  const understood = understand('troponine or lipide?', now);
  expect(understood.meanings.map(({ tag }) => tag)).not.toContain('noted');
});

test('the patterns are sound: no bracket inside another, nothing that is all optional', () => {
  for (const { values, findings, parts, acts, refused, unread, filler } of [english, french]) {
    const groups = [findings, parts, acts, refused].flatMap((group) => Object.values(group));
    const all = [...values.map(([, patterns]) => patterns), ...groups, unread, filler];
    for (const pattern of all.flatMap((patterns) => patterns.split(';'))) {
      expect(pattern).not.toMatch(/\([^)]*\(/);
      expect(pattern.replaceAll(/\([^)]*\)\?|\S+\?/g, '').trim(), pattern).not.toBe('');
    }
  }
});
