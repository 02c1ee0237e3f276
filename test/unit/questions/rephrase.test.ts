/** A site's language model may word an answer; a small server stands in for one, over HTTP. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/questions/answer.ts';
import { createRephrase } from '../../../src/questions/language-model.ts';
import { json, type Neighbour, startNeighbour } from '../../integration/fhir-neighbour.ts';

const answer: Answer = {
  question: 'lactate of the tall man in the corner?',
  language: 'en',
  kind: 'answered',
  sentences: [
    { text: 'Lactate 3.4 mmol/L, 4 h ago (24 Nov, 23:12 UTC).', citations: [1] },
    { text: 'The notes deny cough (3 h ago).', citations: [2] },
    { text: 'Dr Ana Ruiz disagrees with pneumonia (25 Nov, 01:40 UTC).', citations: [3] },
  ],
  citations: [
    { number: 1, kind: 'resource', ref: 'Observation/lactate', label: 'lactate 3.4 mmol/L' },
    { number: 2, kind: 'resource', ref: 'DocumentReference/n', label: 'note' },
    { number: 3, kind: 'contradiction', ref: 'c1', label: 'Dr Ana Ruiz' },
  ],
  suggestions: [],
  asOf: '2026-11-25T03:12:00Z',
};

const good = [
  'The lactate was 3.4 mmol/L, 4 h ago (24 Nov, 23:12 UTC).[1]',
  'In the notes they deny cough (3 h ago).[2]',
  'With pneumonia Dr Ana Ruiz disagrees (25 Nov, 01:40 UTC).[3]',
];

let neighbour: Neighbour;
let reply: readonly string[] | undefined = good;
let sent = '';
let status = 200;

beforeAll(async () => {
  neighbour = await startNeighbour((request, response) => {
    request.on('data', (piece) => {
      sent += piece;
    });
    request.on('end', () => {
      if (reply) json(response, { choices: [{ message: { content: reply.join('\n') } }] }, status);
    });
  });
});
afterAll(() => neighbour[Symbol.asyncDispose]());
beforeEach(() => {
  sent = '';
  status = 200;
  reply = good;
});

const rephrase = (url = `${neighbour.url}/v1/`) =>
  createRephrase({ url, name: 'house-model', key: 'secret' });
const withLine = (at: number, line: string) => good.map((kept, index) => (index === at ? line : kept));

test('what keeps every number, citation, name and negation is said in its words, and says by whom', async () => {
  const said = await rephrase()(answer);
  expect(said.rephrasedBy).toBe('house-model');
  expect(said.sentences[1]).toEqual({ text: 'In the notes they deny cough (3 h ago).', citations: [2] });
  expect(said.citations).toEqual(answer.citations);
  expect(neighbour.seen.at(-1)).toMatchObject({
    path: '/v1/chat/completions',
    authorization: 'Bearer secret',
  });
});

test('nothing but the composed sentences is sent', async () => {
  await rephrase()(answer);
  expect(sent).toContain('The notes deny cough');
  for (const kept of [answer.question, 'Observation/lactate', 'note"', answer.asOf])
    expect(sent).not.toContain(kept);
});

test.each([
  ['drops a number', withLine(0, 'The lactate was raised 4 h ago (24 Nov, 23:12 UTC).[1]')],
  ['changes a number', withLine(0, 'The lactate was 4.3 mmol/L, 4 h ago (24 Nov, 23:12 UTC).[1]')],
  ['changes a unit', withLine(0, 'The lactate was 3.4 mg/dL, 4 h ago (24 Nov, 23:12 UTC).[1]')],
  ['changes two times about', withLine(0, 'The lactate was 3.4 mmol/L, 23 h ago (4 Nov, 24:12 UTC).[1]')],
  ['adds a finding', withLine(1, 'In the notes they deny cough, effusion (3 h ago).[2]')],
  ['turns a denial round', withLine(1, 'In the notes they report cough (3 h ago).[2]')],
  ['adds advice', withLine(0, `${good[0]} Give antibiotics.`)],
  ['moves a citation', withLine(1, 'In the notes they deny cough (3 h ago).[1]')],
  ['names another person', withLine(2, 'With pneumonia Dr Ana Ruez disagrees (25 Nov, 01:40 UTC).[3]')],
  ['turns agreement round', withLine(2, 'With pneumonia Dr Ana Ruiz agrees (25 Nov, 01:40 UTC).[3]')],
  ['leaves a sentence out', good.slice(1)],
  ['talks on', withLine(0, `${good[0]} ${'This is of note to those who look. '.repeat(4)}`)],
  ['talks beside it', ['Here are the sentences:', ...good]],
])('the composed answer stands when the model %s', async (_, lines) => {
  reply = lines;
  expect(await rephrase()(answer)).toBe(answer);
});

describe('the composed answer stands, and comes in time,', () => {
  test('when the model fails', async () => {
    status = 500;
    expect(await rephrase()(answer)).toBe(answer);
  });

  test('when the model is dead', async () => {
    expect(await rephrase('http://127.0.0.1:1')(answer)).toBe(answer);
  });

  test('when the model does not answer', async () => {
    reply = undefined;
    const started = performance.now();
    expect(await rephrase()(answer)).toBe(answer);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});

test('a refusal is never sent', async () => {
  const refused: Answer = { ...answer, kind: 'out-of-reach' };
  expect(await rephrase()(refused)).toBe(refused);
  expect(sent).toBe('');
});
