import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failureText } from '../../../src/cli/failure.ts';

test('a path that is not there, or is something else, is told in words', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-failure-'));
  const nowhere = join(folder, 'labels.csv');
  const saidOf = (work: Promise<unknown>) => work.then(() => '', failureText);
  expect(await saidOf(readFile(nowhere))).toBe(`there is no ${nowhere}`);
  expect(await saidOf(readdir(import.meta.filename))).toBe(`${import.meta.filename} is no folder`);
});

test('any other failure keeps its own words', () => {
  expect(failureText(new Error('no film in films has a label'))).toBe('no film in films has a label');
  expect(failureText('stopped')).toBe('stopped');
});
