import { expect, test } from 'vitest';
import { catalogue } from '../../../src/words/words.ts';

type Tree = { readonly [key: string]: string | Tree };

function keysOf(tree: Tree, path = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`] : keysOf(value, `${path}${key}.`),
  );
}

function textsOf(tree: Tree): string[] {
  return Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : textsOf(value)));
}

test.each(Object.keys(catalogue.en) as (keyof typeof catalogue.en)[])(
  '%s says the same things in both languages, each with the same places to fill',
  (namespace) => {
    const [en, fr] = [catalogue.en[namespace] as Tree, catalogue.fr[namespace] as Tree];
    expect(keysOf(fr).sort()).toEqual(keysOf(en).sort());
    const places = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();
    expect(textsOf(fr).map(places)).toEqual(textsOf(en).map(places));
  },
);
