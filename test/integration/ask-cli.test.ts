import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chartOf } from '../../src/sandbox/patients/chart-of.ts';
import { stories } from '../../src/sandbox/patients/ward.ts';
import { openCommandLine } from './command-line.ts';

const { at, vigie, [Symbol.dispose]: leave } = openCommandLine();
afterAll(leave);

const now = new Date('2026-11-25T03:12:00Z');

beforeAll(() => {
  const lines = stories.slice(0, 2).map((story) =>
    JSON.stringify({
      resourceType: 'Bundle',
      type: 'collection',
      identifier: { value: story.id },
      entry: chartOf(story, now).map((resource) => ({ resource })),
    }),
  );
  writeFileSync(at('charts.ndjson'), ['not a chart', ...lines].join('\n'));
});

const of = (key: string) => ['--charts', 'charts.ndjson', '--key', key];

test('prints the sentences with their marks, and what each mark opens', () => {
  const run = vigie('ask', ...of('septic-clear-film'), 'last lactate?');
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  const [first] = run.stdout.split('\n');
  expect(first).toMatch(/^Lactate 6\.2\smmol\/L, .* \[1\]$/);
  expect(run.stdout).toMatch(/\n\[1\] lactate 6\.2\smmol\/L, .* · Observation\/\S+\n/);
});

test('gives the whole answer as JSON, in the language asked for', () => {
  const run = vigie('ask', ...of('pneumonia'), '--json', '--language', 'fr', 'why is the risk high?');
  const answer = JSON.parse(run.stdout);
  expect(answer).toMatchObject({ kind: 'answered', language: 'fr' });
  expect(answer.sentences[0].text).toContain('Risque de décès à l’hôpital');
});

test('a question out of reach is an answer, and no failure', () => {
  const run = vigie('ask', ...of('pneumonia'), 'which antibiotic should I give?');
  expect(run).toMatchObject({ status: 0 });
  expect(run.stdout).toContain('does not advise on treatment');
});

test('a key that no chart has is named, with those there are', () => {
  const run = vigie('ask', ...of('p99'), 'last lactate?');
  expect(run).toMatchObject({ status: 1, stdout: '' });
  expect(run.stderr).toBe(
    'no chart with the key p99 in charts.ndjson; its keys are pneumonia, septic-clear-film\n',
  );
});

test.each([
  ['an empty question', [...of('pneumonia'), ' '], 1, 'the question is empty'],
  ['a question too long', [...of('pneumonia'), 'a'.repeat(501)], 1, 'longer than 500 characters'],
  ['no key', ['--charts', 'charts.ndjson', 'last lactate?'], 2, '--key'],
  ['an unknown time zone', [...of('pneumonia'), '--time-zone', 'Mars', 'lactate?'], 2, 'Europe/Paris'],
])('%s is refused with what to do', (_, args, status, words) => {
  const run = vigie('ask', ...args);
  expect(run.status).toBe(status);
  expect(run.stderr).toContain(words);
});
