import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import { said } from '../../../src/words/say.ts';

const words = createInstance();
void words.init({
  lng: 'fr',
  ns: ['terms'],
  initAsync: false,
  resources: {
    fr: {
      terms: {
        said: {
          'sodium below 130': 'sodium inférieur à 130',
          'age #': 'âge : # ans',
          'high: # % of such patients died (Knight, BMJ #)':
            'élevé : # % de ces patients sont décédés (Knight, BMJ #)',
          'target of #–# % documented in @': 'cible de # à # % documentée dans @',
        },
      },
    },
  },
});

test('a sentence of a score is said in the language of the reader, its numbers kept', () => {
  expect(said(words, 'sodium below 130')).toBe('sodium inférieur à 130');
  expect(said(words, 'age 71')).toBe('âge : 71 ans');
  expect(said(words, 'high: 31.4 % of such patients died (Knight, BMJ 2020)')).toBe(
    'élevé : 31,4 % de ces patients sont décédés (Knight, BMJ 2020)',
  );
});

test('the source of a remark stays as it is, digits and all', () => {
  expect(said(words, 'target of 88–92 % documented in Flag/a1-22')).toBe(
    'cible de 88 à 92 % documentée dans Flag/a1-22',
  );
});

test('what the catalogue does not know is shown as it came', () => {
  expect(said(words, 'a new score item')).toBe('a new score item');
});
