/** `GET /patients/{id}/summary` over HTTP, with a FHIR server that can be taken away. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SummaryView } from '../../../src/smart/contract.ts';
import { bundleOf, failure, observation, patient } from '../../unit/sources/fhir/records.ts';
import { json, type Neighbour, startNeighbour } from '../fhir-neighbour.ts';
import { type Service, startService } from '../service.ts';

const named = { ...patient, name: [{ use: 'official', text: 'Louise Martin' }] };
const secret = 'words of a note that nobody asked for';
const note = {
  resourceType: 'DocumentReference',
  id: 'n1',
  status: 'current',
  subject: { reference: 'Patient/p1' },
  date: '2026-11-24T07:00:00Z',
  content: [
    {
      attachment: {
        contentType: 'text/plain',
        data: Buffer.from(`Known COPD. ${secret}.`).toString('base64'),
      },
    },
  ],
};
const vital = (id: string, loinc: string, value: number, unit: string) =>
  observation(id, loinc, value, {
    category: [{ coding: [{ code: 'vital-signs' }] }],
    issued: '2026-11-24T08:00:00Z',
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  });

let now = new Date('2026-11-24T10:00:00Z');
let pulse = 80;
let state: 'up' | 'down' | 'refusing' | 'silent' = 'up';
let service: Service;
let ehr: Neighbour;

function resourcesAt(url: URL): unknown[] {
  if (url.pathname === '/DocumentReference') return [note];
  if (!url.search.includes('vital-signs')) return [];
  return [vital(`hr-${pulse}`, '8867-4', pulse, '/min'), vital('rr', '9279-1', 16, '/min')];
}

beforeAll(async () => {
  ehr = await startNeighbour((_request, response, url) => {
    if (state === 'silent') return;
    if (state === 'down') response.destroy();
    else if (state === 'refusing') json(response, failure, 401);
    else if (url.pathname.startsWith('/Patient/'))
      url.pathname === '/Patient/p1' ? json(response, named) : json(response, failure, 404);
    else json(response, bundleOf(resourcesAt(url)));
  });
  service = await startService({
    env: { VIGIE_CALL_DEADLINE_MS: '1500', VIGIE_FHIR_SERVERS: ehr.url },
    clock: { now: () => now },
  });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await ehr[Symbol.asyncDispose]();
});
beforeEach(() => {
  state = 'up';
  now = new Date(now.getTime() + 600_000);
});

async function ask(token: string, { id = 'p1', query = '' } = {}) {
  const response = await fetch(`${service.url}/patients/${id}/summary${query}`, {
    headers: { authorization: `Bearer ${token}`, 'x-fhir-server': ehr.url },
  });
  const text = await response.text();
  return { status: response.status, text, view: JSON.parse(text) as SummaryView };
}

describe('the summary as a program asks for it', () => {
  test('has who, how ill, without which part, by which models and their cards; never a note’s words', async () => {
    const { status, view, text } = await ask('a');
    expect(status).toBe(200);
    expect(view).toMatchObject({
      patient: { id: 'p1', name: 'Louise Martin' },
      origin: { kind: 'live' },
      assessment: { risk: { kind: 'estimated' } },
      contradictions: [],
      films: [],
      notGranted: [],
    });
    const without = view.assessment.subsets?.map(({ heard }) => heard.join('+'));
    expect(without).toEqual(['vitals', 'vitals+notes']);
    const whole = view.assessment.subsets?.at(-1)?.risk;
    expect({ kind: 'estimated', ...whole }).toEqual(view.assessment.risk);
    expect(text).not.toContain(secret);
    for (const { maker, card } of view.models) {
      expect(card, maker).toBeDefined();
      const answer = await fetch(`${service.url}${card}`, { headers: { accept: 'application/json' } });
      expect(`${maker}`).toContain(((await answer.json()) as { id: string }).id);
    }
  });

  test('is gathered once a minute, anew on request, and tells what changed since other evidence', async () => {
    await ask('b');
    const asked = ehr.seen.length;
    const { view } = await ask('b');
    expect(ehr.seen.length).toBe(asked);
    pulse = 132;
    now = new Date(now.getTime() + 5000);
    const fresh = (await ask('b', { query: '?refresh=1' })).view;
    expect(fresh.changes?.since).toBe(view.assessment.asOf);
    expect(fresh.changes?.list).toContainEqual(
      expect.objectContaining({ kind: 'value', before: 80, now: 132, source: 'Observation/hr-132' }),
    );
    now = new Date(now.getTime() + 5000);
    expect((await ask('b', { query: '?refresh=1' })).view.changes).toEqual(fresh.changes);
  });

  test.each([
    ['down', 'unreachable'],
    ['silent', 'timeout'],
  ] as const)(
    'is the stored one, and says so, for who saw it before the FHIR server was %s',
    async (trouble, because) => {
      const before = (await ask('c')).view;
      state = trouble;
      const started = performance.now();
      const { status, view } = await ask('c', { query: '?refresh=1' });
      expect(performance.now() - started).toBeLessThan(1500);
      expect(status).toBe(200);
      expect(view).toMatchObject({ origin: { kind: 'stored', because }, patient: { name: 'Louise Martin' } });
      expect(view.assessment).toEqual(before.assessment);
    },
  );

  test.each([
    ['down', 502],
    ['refusing', 403],
  ] as const)(
    'is refused to a token the EHR never confirmed, where the FHIR server is %s',
    async (trouble, status) => {
      await ask('d');
      state = trouble;
      const answer = await ask('never-seen');
      expect(answer.status).toBe(status);
      expect(answer.text).not.toContain('Louise');
    },
  );

  test('is refused at once to a token that the FHIR server takes back, and stays so', async () => {
    await ask('taken-back');
    state = 'refusing';
    expect((await ask('taken-back', { query: '?refresh=1' })).status).toBe(403);
    state = 'down';
    expect((await ask('taken-back', { query: '?refresh=1' })).status).toBe(502);
  });

  test('is a FHIR Bundle where FHIR is asked for, without the patient’s name', async () => {
    const response = await fetch(`${service.url}/patients/p1/summary`, {
      headers: { authorization: 'Bearer a', 'x-fhir-server': ehr.url, accept: 'application/fhir+json' },
    });
    expect(response.headers.get('content-type')).toContain('application/fhir+json');
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
    expect(text).toContain(`${ehr.url}/Observation/rr`);
    expect(text).not.toContain('Louise');
  });

  test('of nobody is nobody’s', async () => {
    expect((await ask('a', { id: 'nobody' })).status).toBe(404);
  });
});
