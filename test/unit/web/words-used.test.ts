import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../../src/words/words.ts';

const folder = join(import.meta.dirname, '../../../src/web');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));

/** The value at `ns:a.b`, a plural's first form where there is no other; a group is a value too. */
function find(key: string, home: string): unknown {
  const [namespace, path] = key.includes(':') ? key.split(':') : [home, key];
  const parts = (path ?? '').split('.').filter((part) => part !== '');
  const root: unknown = catalogue.en[namespace as keyof typeof catalogue.en];
  const step = (tree: unknown, part: string) =>
    (tree as Record<string, unknown> | undefined)?.[part] ??
    (tree as Record<string, unknown> | undefined)?.[`${part}_other`];
  return parts.reduce(step, root);
}

/** Keys written out, and the fixed beginning of those that end in a code. */
function keysIn(text: string): string[] {
  const calls = [...text.matchAll(/\bt\(\s*(?:'([^']+)'|`([^`]+)`|[^'`)]*\?\s*'([^']+)'\s*:\s*'([^']+)')/g)];
  const named = [...text.matchAll(/'((?:app|answers|film|trends|pages|report):[\w.-]+)'/g)].map(
    ([, key = '']) => key,
  );
  const called = calls.flatMap(([, plain, template, first, second]) => [
    ...[plain, first, second].filter((key) => key !== undefined),
    ...(template ? [template.split('${')[0]?.replace(/[^.]*$/, '') ?? ''] : []),
  ]);
  return [...called, ...named];
}

test.each(files)('every sentence of $path stands in the catalogue', ({ text }) => {
  const home = /useTranslation\(\[?'(\w+)'/.exec(text)?.[1] ?? 'app';
  const missing = keysIn(text).filter((key) => key !== '' && find(key, home) === undefined);
  expect(missing).toEqual([]);
});

test.each(files)('every group of codes that $path names stands in the catalogue', ({ text }) => {
  const groups = [...text.matchAll(/\bterm\('(\w+)'/g)].map(([, group = '']) => group);
  expect(groups.filter((group) => find(`terms:${group}`, 'terms') === undefined)).toEqual([]);
});

test('the page holds no sentence of its own', () => {
  const written = files
    .filter(({ path }) => path.endsWith('.tsx'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+)[.\s]*</g)].map(([, words]) => `${path}: ${words}`),
    );
  expect(written).toEqual([]);
});
