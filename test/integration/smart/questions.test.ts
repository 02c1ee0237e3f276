/** `POST /patients/{id}/questions` over HTTP, as a program with a FHIR token asks. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnswerView } from '../../../src/smart/contract.ts';
import { bundleOf, failure, observation, patient } from '../../unit/sources/fhir/records.ts';
import { json, type Neighbour, startNeighbour } from '../fhir-neighbour.ts';
import { type Service, startService } from '../service.ts';

const lab = (id: string, value: number, at: string) =>
  observation(id, '2524-7', value, {
    category: [{ coding: [{ code: 'laboratory' }] }],
    effectiveDateTime: at,
    issued: at,
    valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  });
const labs = [lab('l1', 2.1, '2026-11-22T22:30:00Z'), lab('l2', 3.4, '2026-11-24T07:00:00Z')];

let service: Service;
let ehr: Neighbour;
let model: Neighbour;

beforeAll(async () => {
  model = await startNeighbour((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      const { messages } = JSON.parse(body);
      const content = messages[1].content.replace('Before that', 'And before that');
      json(response, { choices: [{ message: { content } }] });
    });
  });
  ehr = await startNeighbour((_request, response, url) => {
    if (url.pathname === '/Patient/p1') json(response, patient);
    else if (url.pathname.startsWith('/Patient/')) json(response, failure, 404);
    else json(response, bundleOf(url.search.includes('laboratory') ? labs : []));
  });
  service = await startService({
    clock: { now: () => new Date('2026-11-24T10:00:00Z') },
    env: {
      VIGIE_FHIR_SERVERS: ehr.url,
      VIGIE_LANGUAGE_MODEL_URL: model.url,
      VIGIE_LANGUAGE_MODEL_NAME: 'house-model',
    },
  });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await Promise.all([ehr[Symbol.asyncDispose](), model[Symbol.asyncDispose]()]);
});

async function post(body: unknown, { id = 'p1', headers = {} } = {}) {
  const response = await fetch(`${service.url}/patients/${id}/questions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer t',
      'x-fhir-server': ehr.url,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

test('answers from the live record, each number with the Observation it stands in', async () => {
  const { status, body, headers } = await post({ question: 'last lactate?' });
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  const answer = body as AnswerView;
  expect(answer).toMatchObject({ kind: 'answered', language: 'en' });
  expect(answer.sentences[0]?.text).toContain('3.4\u00a0mmol/L');
  expect(answer.citations.map(({ ref }) => ref)).toEqual(['Observation/l2', 'Observation/l1']);
});

test('answers in the language asked for, whatever the question’s', async () => {
  const { body } = await post({ question: 'last lactate?', language: 'fr' });
  expect(body.sentences[0].text).toContain('3,4');
});

test('“since Monday” is Monday where the reader is', async () => {
  const since = async (timeZone: string) =>
    (await post({ question: 'lactate since Monday', timeZone })).body.citations.map(
      ({ ref }: { ref: string }) => ref,
    );
  expect(await since('UTC')).toEqual(['Observation/l2']);
  expect(await since('Europe/Paris')).toEqual(['Observation/l2']);
  expect(await since('Asia/Tokyo')).toEqual(['Observation/l1', 'Observation/l2']);
});

test('the site’s language model words it, and says so', async () => {
  const { body } = await post({ question: 'last lactate?' });
  expect(body.rephrasedBy).toBe('house-model');
  expect(body.sentences.some(({ text }: { text: string }) => text.startsWith('And before that 2.1'))).toBe(
    true,
  );
});

test.each([
  ['no question', {}, 'question'],
  ['an empty question', { question: '  ' }, 'question is empty'],
  ['a question that is too long', { question: 'a'.repeat(501) }, 'longer than 500'],
  ['a body that is far too long', { question: 'a'.repeat(50_000) }, 'longer than 500'],
  ['another language', { question: 'laktat?', language: 'de' }, 'language'],
  ['no such time zone', { question: 'lactate?', timeZone: 'Mars/Olympus' }, 'no time zone'],
  ['no JSON', 'lactate?', 'not valid JSON'],
])('%s is refused by name, without an echo', async (_, sent, words) => {
  const { status, body } = await post(sent);
  expect(status).toBe(400);
  expect(body.message).toContain(words);
  expect(JSON.stringify(body)).not.toContain('aaaa');
});

test('without a token nothing is answered, and another patient is not found', async () => {
  expect((await post({ question: 'lactate?' }, { headers: { authorization: '' } })).status).toBeGreaterThan(
    399,
  );
  expect((await post({ question: 'lactate?' }, { id: 'p2' })).status).toBe(404);
});

test('neither question nor answer reaches the database', async () => {
  const secret = 'creatinine of the lady by the window';
  await post({ question: secret });
  const files = readdirSync(service.dataDir, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile()))
    expect(readFileSync(`${file.parentPath}/${file.name}`).includes(secret), file.name).toBe(false);
});
