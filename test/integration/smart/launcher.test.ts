/** The app under a launcher and a FHIR server that are not the demo hospital's, registered as an operator would. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chartOf } from '../../../src/sandbox/patients/chart-of.ts';
import { pneumonia } from '../../../src/sandbox/patients/stories/pneumonia.ts';
import type { SummaryView, TrendsView } from '../../../src/smart/contract.ts';
import { type Service, startService } from '../service.ts';
import { createBrowser } from './browser.ts';
import { type Launcher, openLauncher, type SimLaunch } from './launcher.ts';
import { pageSize } from './other-fhir.ts';

const patient = 'a3f1c2d4-0001-4b7e-9c0d-5e6f70819203';
const provider = 'e443ac58-8ece-4385-8d55-775c1b8f3a37';

/** A chart of the ward under the ids of another server, without the films that a public launcher does not have. */
function foreignChart(): Resource[] {
  const chart = chartOf({ ...pneumonia, id: patient, films: [] }, new Date());
  return [
    {
      resourceType: 'Practitioner',
      id: provider,
      name: [{ given: ['Albertine'], family: 'Orn', prefix: ['Dr.'] }],
    },
    ...chart,
  ];
}

const ehrLaunch: SimLaunch = { type: 'provider-ehr', patient, provider, simEhr: false };
const standalone: SimLaunch = { ...ehrLaunch, type: 'provider-standalone' };

let launcher: Launcher;
let vigie: Service;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-launcher-'));
  launcher = await openLauncher(foreignChart());
  const clients = join(folder, 'clients.json');
  const client = { name: 'SMART App Launcher', clientId: 'vigie-test', frameAncestors: [launcher.url] };
  await writeFile(
    clients,
    JSON.stringify([
      { ...client, iss: `${launcher.url}/v/r4/fhir` },
      { ...client, name: 'Launcher, standalone', iss: launcher.simFhir(standalone) },
    ]),
  );
  vigie = await startService({ env: { VIGIE_SMART_CLIENTS: clients, VIGIE_CALL_DEADLINE_MS: '15000' } });
});
afterAll(async () => {
  await vigie[Symbol.asyncDispose]();
  await launcher[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function signIn(address: string) {
  const browser = createBrowser();
  const page = await browser.open(address);
  const handle = /\/smart\/app\/([^/?]+)$/.exec(page.url)?.[1];
  if (!handle) throw new Error(`not signed in: ${page.status} ${page.url} ${page.text.slice(0, 600)}`);
  const headers = { 'x-vigie-session': handle, 'content-type': 'application/json' };
  const call = (path: string, init: RequestInit = {}) =>
    browser.call(`${vigie.url}${path}`, { ...init, headers });
  return { call };
}

async function summaryOf(address: string): Promise<SummaryView> {
  const { call } = await signIn(address);
  const response = await call(`/patients/${patient}/summary`);
  expect(response.status).toBe(200);
  return (await response.json()) as SummaryView;
}

test.each([
  ['an EHR launch', () => launcher.launchUrl(`${vigie.url}/smart/launch`, ehrLaunch)],
  [
    'a standalone launch at a sim address',
    () => `${vigie.url}/smart/launch?${new URLSearchParams({ iss: launcher.simFhir(standalone) })}`,
  ],
])(
  '%s ends in a summary with a name for the clinician and nothing missing but the film',
  async (_, address) => {
    const view = await summaryOf(address());
    expect(view.viewer).toEqual({ id: `Practitioner/${provider}`, name: 'Dr. Albertine Orn' });
    expect(view.origin).toEqual({ kind: 'live' });
    expect(view.notGranted).toEqual([]);
    expect(view.assessment.risk.kind).toBe('estimated');
    expect(view.assessment.film.state).toBe('none');
  },
);

test('a chart of several pages is read to its end, oldest value included', async () => {
  const isPulse = (resource: Resource) => JSON.stringify(resource).includes('"8867-4"');
  const { call } = await signIn(launcher.launchUrl(`${vigie.url}/smart/launch`, ehrLaunch));
  const response = await call(`/patients/${patient}/trends`);
  const { trends } = (await response.json()) as TrendsView;
  const vitals = trends.filter(({ modality }) => modality === 'vitals');
  expect(vitals.flatMap(({ points }) => points).length).toBeGreaterThan(pageSize);
  const pulse = vitals.find(({ concept }) => concept === 'heartRate');
  expect(pulse?.points).toHaveLength(foreignChart().filter(isPulse).length);
});

test('a clinician of that EHR disagrees, and the next one sees it', async () => {
  const address = launcher.launchUrl(`${vigie.url}/smart/launch`, ehrLaunch);
  const { call } = await signIn(address);
  const { assessment } = (await (await call(`/patients/${patient}/summary`)).json()) as SummaryView;
  const said = await call(`/patients/${patient}/contradictions`, {
    method: 'POST',
    body: JSON.stringify({
      assessmentId: assessment.id,
      target: { kind: 'risk' },
      verdict: 'disagree',
      reason: 'not-relevant',
    }),
  });
  expect(said.status).toBe(201);
  const next = await summaryOf(address);
  expect(next.contradictions).toMatchObject([{ by: { name: 'Dr. Albertine Orn' }, reason: 'not-relevant' }]);
});

test('a sim address that nobody registered is refused', async () => {
  const iss = launcher.simFhir({ ...standalone, patient: 'other' });
  const page = await createBrowser().open(
    `${vigie.url}/smart/launch?${new URLSearchParams({ iss, launch: 'x' })}`,
  );
  expect(page.status).toBe(403);
});
