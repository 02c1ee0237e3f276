import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { failure, patient } from '../unit/sources/fhir/records.ts';
import { json, startNeighbour } from './fhir-neighbour.ts';
import { callOf, root, type Service, startService } from './service.ts';

let service: Service;
beforeAll(async () => {
  service = await startService({ env: { VIGIE_BODY_LIMIT_MB: '1', VIGIE_CALL_DEADLINE_MS: '1500' } });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

async function post(path: string, body: string, type = 'application/json') {
  const response = await fetch(`${service.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) as { issue?: { diagnostics: string }[] } };
}

const summary = '/cds-services/vigie-patient-summary';

describe('a request at fault', () => {
  test.each([
    ['is not JSON', summary, '{"hook":', 400, 'not valid JSON'],
    [
      'has another hook',
      summary,
      JSON.stringify(callOf({ hook: 'order-sign' })),
      400,
      'answers encounter-start and patient-view',
    ],
    [
      'has no patient in its context',
      summary,
      JSON.stringify(callOf({ context: { userId: 'x' } })),
      400,
      'context.patientId',
    ],
    [
      'starts an encounter without naming it',
      summary,
      JSON.stringify(callOf({ hook: 'encounter-start' })),
      400,
      'context.encounterId',
    ],
    ['asks an unknown service', '/cds-services/nobody', JSON.stringify(callOf()), 404, 'no such CDS service'],
    [
      'is too large',
      summary,
      JSON.stringify(callOf({ extra: 'x'.repeat(1_100_000) })),
      413,
      'VIGIE_BODY_LIMIT_MB',
    ],
    ['has no patient to be had', summary, JSON.stringify(callOf()), 412, 'neither in prefetch'],
    [
      'has malformed feedback',
      `${summary}/feedback`,
      '{"feedback":[{"card":"a"}]}',
      400,
      'feedback.0.outcome',
    ],
  ])('because it %s is told so', async (_, path, body, status, words) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ resourceType: 'OperationOutcome' });
    expect(answer.body.issue?.[0]?.diagnostics).toContain(words);
    expect(answer.text).not.toMatch(/\bat .*\.ts:\d+/);
  });

  test('because it is no JSON by type is told so', async () => {
    expect((await post(summary, 'hello', 'text/plain')).status).toBe(415);
  });
});

describe('a FHIR server in trouble', () => {
  test.each([
    ['refuses the token', 401],
    ['is overloaded', 503],
    ['lies', 200],
  ])('that %s still gets a card that says what is missing', async (_, status) => {
    await using ehr = await startNeighbour((_request, response) => json(response, failure, status));
    const answer = await service.call({ fhirServer: ehr.url });
    expect(answer.status).toBe(200);
    expect(answer.cards[0]?.summary).toContain('No risk is given');
    expect(answer.cards[0]?.detail).toContain('patient record');
  });

  test('that never answers costs the deadline at most', async () => {
    await using ehr = await startNeighbour(() => undefined);
    const started = performance.now();
    const answer = await service.call({ fhirServer: ehr.url, prefetch: { patient } });
    expect(performance.now() - started).toBeLessThan(1500);
    expect(answer.cards[0]?.detail).toContain('could not be fetched (it did not answer in time)');
  });
});

test('feedback is kept once however often it is sent', async () => {
  const answer = await service.call({ prefetch: { patient } });
  const feedback = {
    feedback: [
      {
        card: answer.cards[0]?.uuid,
        outcome: 'overridden',
        overrideReason: { reason: { code: 'risk-too-high' }, userComment: 'walking about' },
        outcomeTimestamp: '2026-11-24T10:00:00Z',
      },
    ],
  };
  for (let times = 0; times < 2; times += 1) {
    expect((await post(`${summary}/feedback`, JSON.stringify(feedback))).status).toBe(200);
  }
});

test('health names the models by hash, the providers and the database', async () => {
  const response = await fetch(`${service.url}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    status: 'ok',
    models: [
      { id: 'chest-xray-encoder', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { id: 'chest-outline', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { id: 'fusion', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ],
    executionProviders: [{ name: 'cpu', state: 'in-use' }],
    database: { kind: 'embedded', state: 'ok' },
  });
});

test('an altered model stops the start, naming the file and both hashes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-models-'));
  const models = join(root, 'models');
  const isNeeded = (path: string) => !/train|records/.test(relative(models, path));
  await cp(models, folder, { recursive: true, filter: isNeeded });
  await writeFile(join(folder, 'fusion/model.onnx'), 'not the model');
  const refused = startService({ env: { VIGIE_MODELS_DIR: folder } });
  await expect(refused).rejects.toThrow(/fusion\/model\.onnx was altered: .*[0-9a-f]{64}.*[0-9a-f]{64}/);
  await rm(folder, { recursive: true });
});

test('an answered card survives kill -9', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'vigie-kill-'));
  const child = spawn(process.execPath, ['src/main.ts', 'start', '--no-demo', '--port', '0'], {
    cwd: root,
    env: { ...process.env, VIGIE_DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  let said = '';
  for await (const chunk of child.stderr) {
    said += chunk;
    if (/ready after .*: http/.test(said)) break;
  }
  const url = /ready after [^:]*: (http:\S+)/.exec(said)?.[1];
  const response = await fetch(`${url}${summary}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(callOf({ prefetch: { patient } })),
  });
  const { cards } = (await response.json()) as { cards: { uuid: string }[] };
  child.kill('SIGKILL');
  await exited;
  {
    await using store = await openStore({ kind: 'embedded', folder: `${dataDir}/database` });
    const kept = await store.cards.find(cards[0]!.uuid);
    expect(kept?.card).toMatchObject({ uuid: cards[0]!.uuid });
    expect(await store.assessments.find(kept!.assessmentId)).toMatchObject({ patientId: 'p1' });
  }
  await rm(dataDir, { recursive: true });
});
