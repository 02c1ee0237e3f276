import { expect, test } from 'vitest';
import { whySaid } from '../../../src/words/why.ts';
import { createWords } from '../../../src/words/words.ts';

const [en, fr] = [createWords('en'), createWords('fr')];

test.each([
  ['pacs-not-authorised', 'refuses the credentials', 'refuse les identifiants'],
  ['pacs-has-no-such-image', 'ask radiology where it is', 'demandez à la radiologie'],
  ['pacs-http-500', 'the PACS failed with HTTP 500', 'le PACS a échoué avec HTTP 500'],
  ['pacs-http-504', 'the PACS failed with HTTP 504', 'le PACS a échoué avec HTTP 504'],
  ['pacs-http-406', 'the PACS answered with HTTP 406', 'le PACS a répondu HTTP 406'],
  ['http-422', 'it answered with HTTP 422', 'réponse HTTP 422'],
  ['lateral-view', 'lateral view', 'un profil'],
  [
    'only the first page was given',
    'only the first page was given',
    'seule la première page a été transmise',
  ],
])('%s is said in words, with its status where it has one', (code, english, french) => {
  expect(whySaid(en, code)).toContain(english);
  expect(whySaid(fr, code)).toContain(french);
});

test('a reason that is not known is shown as it came, whatever stands in it', () => {
  expect(whySaid(en, 'pacs-on-fire')).toBe('pacs-on-fire');
  expect(whySaid(fr, 'Jan $t(app:close) {{status}}: 5')).toBe('Jan $t(app:close) {{status}}: 5');
});
