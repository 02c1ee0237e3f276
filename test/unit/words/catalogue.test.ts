import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../../src/words/words.ts';

type Tree = { readonly [key: string]: string | Tree };

/** French has a plural form more than English (`many`): the forms of one sentence count as one. */
const plural = /_(zero|one|two|few|many|other)$/;

/** Each sentence by its key, with the places that are filled in it. */
function sentencesOf(tree: Tree, path = ''): [key: string, places: string[]][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`.replace(plural, ''), [...new Set(value.match(/\{\{\w+\}\}/g) ?? [])].sort()]]
      : sentencesOf(value, `${path}${key}.`),
  );
}

test.each(Object.keys(catalogue.en) as (keyof typeof catalogue.en)[])(
  '%s says the same things in both languages, each with the same places to fill',
  (namespace) => {
    const [en, fr] = [catalogue.en[namespace] as Tree, catalogue.fr[namespace] as Tree];
    expect(Object.fromEntries(sentencesOf(fr))).toEqual(Object.fromEntries(sentencesOf(en)));
  },
);

/** Who else asks the record system while a page is open. */
const ofSessions = ['smart/ehr/ask-ehr.ts', 'smart/ehr/token-endpoint.ts'];

test('every reason for which a film or a part of the record is not to be had has words', () => {
  const folder = join(import.meta.dirname, '../../../src');
  const sources = readdirSync(join(folder, 'sources'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('sources', name));
  const code = [...sources, ...ofSessions].map((name) => readFileSync(join(folder, name), 'utf8'));
  const named = /(?<=')(?:pacs|multipart|image|answer|ehr)-[a-z-]+(?=')/g;
  const thrown = /(?<=SourceUnavailable\(\s*')[^']+(?=')/g;
  const reasons = code.flatMap((text) => [...(text.match(named) ?? []), ...(text.match(thrown) ?? [])]);
  expect(reasons).toEqual(
    expect.arrayContaining(['pacs-has-no-such-image', 'answer-not-json', 'ehr-timeout']),
  );
  expect(reasons.filter((reason) => !(reason in catalogue.en.terms.trouble))).toEqual([]);
});
