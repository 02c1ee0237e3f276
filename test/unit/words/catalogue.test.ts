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

test('every reason for which a film does not come from its archive has words', () => {
  const folder = join(import.meta.dirname, '../../../src/sources/dicomweb');
  const code = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const reasons = code.flatMap((text) => text.match(/(?<=')(?:pacs|multipart|image)-[a-z-]+(?=')/g) ?? []);
  expect(reasons).toContain('pacs-has-no-such-image');
  expect(reasons.filter((reason) => !(reason in catalogue.en.terms.trouble))).toEqual([]);
});
