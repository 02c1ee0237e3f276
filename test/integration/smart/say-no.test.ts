/** The whole way: signed in through the EHR, a card is contradicted in the app, and the EHR's next card knows. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ContradictionView, SummaryView } from '../../../src/smart/contract.ts';
import { bundleOf, patient } from '../../unit/sources/fhir/records.ts';
import { type Service, startService } from '../service.ts';
import { createBrowser } from './browser.ts';
import { startTestEhr } from './test-ehr.ts';

let ehr: Awaited<ReturnType<typeof startTestEhr>>;
let service: Service;
beforeAll(async () => {
  ehr = await startTestEhr();
  const clients = join(await mkdtemp(join(tmpdir(), 'vigie-clients-')), 'clients.json');
  await writeFile(clients, JSON.stringify([{ name: 'Saint-Luc', iss: ehr.url, clientId: 'vigie' }]));
  service = await startService({ env: { VIGIE_SMART_CLIENTS: clients, VIGIE_FHIR_SERVERS: ehr.url } });
});
afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await ehr?.[Symbol.asyncDispose]();
});

/** This EHR prefetches the patient and its list of films, so that card and app rest on the same. */
const hook = (userId: string) =>
  service.call({
    fhirServer: ehr.url,
    prefetch: { patient, imaging: bundleOf([]) },
    context: { userId, patientId: 'p1' },
  });

test('who signed in says no: spared the card in the EHR, heard by the next reader, until it is taken back', async () => {
  const browser = createBrowser();
  const page = await browser.open(
    `${service.url}/smart/launch?${new URLSearchParams({ iss: ehr.url, launch: 'p1' })}`,
  );
  const handle = /\/smart\/app\/([\w-]{16})$/.exec(page.url)?.[1] ?? '';
  const call = async (path: string, method = 'GET', body?: unknown) => {
    const response = await browser.call(`${service.url}/patients/p1${path}`, {
      method,
      headers: { 'x-vigie-session': handle, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, text: await response.text() };
  };
  const summary = async () => JSON.parse((await call('/summary')).text) as SummaryView;

  const { assessment, viewer } = await summary();
  const word = {
    assessmentId: assessment.id,
    target: { kind: 'card' },
    verdict: 'disagree',
    reason: 'other',
  };
  const said = await call('/contradictions', 'POST', word);
  expect(said.status).toBe(201);
  const view = JSON.parse(said.text) as ContradictionView;
  expect(view.by).toEqual(viewer);

  expect((await hook('Practitioner/d1')).cards).toEqual([]);
  const [card] = (await hook('Practitioner/d2')).cards;
  expect(card?.summary).toMatch(/^Disputed\. /);
  expect(card?.detail).toContain('This summary: Dr Ada Roux disagrees: Other');
  expect((await summary()).contradictions).toMatchObject([{ id: view.id, stands: true, isOwn: true }]);

  expect((await call(`/contradictions/${view.id}`, 'DELETE')).status).toBe(204);
  expect((await hook('Practitioner/d1')).cards).toHaveLength(1);
  expect((await hook('Practitioner/d2')).cards[0]?.detail).not.toContain('Ada Roux');
});

test('a bare token may read and say nothing', async () => {
  const response = await fetch(`${service.url}/patients/p1/contradictions`, {
    method: 'POST',
    headers: { authorization: 'Bearer t', 'x-fhir-server': ehr.url, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: 'NEEDS_PERSON' });
});
