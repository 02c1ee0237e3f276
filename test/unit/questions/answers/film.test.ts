import { expect, test } from 'vitest';
import { silentSaid } from '../../../../src/questions/answers/film.ts';
import type { Desk } from '../../../../src/questions/reply.ts';
import { createVoice } from '../../../../src/questions/voice.ts';

const asOf = '2026-11-24T10:00:00Z';
const deskIn = (language: 'en' | 'fr') =>
  ({ voice: createVoice(language, asOf, 'UTC'), assessment: { id: 'a1', asOf } }) as Desk;

test.each([
  ['en', 'The film could not be fetched: the PACS failed with HTTP 502; tell your help desk if it lasts.'],
  ['fr', 'La radiographie n’a pas pu être récupérée\u00a0: le PACS a échoué avec HTTP 502'],
] as const)('asked for a film that did not come, the answer says why (%s)', (language, words) => {
  const { text } = silentSaid(deskIn(language), { state: 'failed', because: 'pacs-http-502' });
  expect(text).toContain(words);
});
