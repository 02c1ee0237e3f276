import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bundle, ImagingStudy, Observation, OperationOutcome, Resource } from '@medplum/fhirtypes';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeFilm } from '../../../src/film/decode.ts';
import { writeDicom } from '../../../src/sandbox/dicom-file.ts';
import { type Hospital, openHospital } from '../../../src/sandbox/hospital.ts';
import { chartOf } from '../../../src/sandbox/patients/chart-of.ts';
import { stories } from '../../../src/sandbox/patients/ward.ts';
import { uidFor } from '../../../src/sandbox/uid.ts';
import { readParts } from '../../../src/sources/dicomweb/multipart.ts';

let hospital: Hospital;
let ownFilms: string;

const ownName = { patientName: 'Doe^Jo', birthDate: '1950-05-06', sex: 'F' } as const;

/** A film without anything on it but a gradient: this room's tests need its header only. */
function plainFilm(name: string): Uint8Array {
  const pixels = Uint16Array.from({ length: 200 * 220 }, (_, at) => at % 4096);
  return writeDicom(
    { pixels, rows: 200, columns: 220, bitsStored: 12 },
    {
      ...ownName,
      patientId: `P-${name}`,
      studyInstanceUid: uidFor(`${name}/study`),
      seriesInstanceUid: uidFor(`${name}/series`),
      sopInstanceUid: uidFor(`${name}/instance`),
      modality: 'DX',
      studyDateTime: '2024-05-06T07:08:09Z',
      description: 'Chest PA',
    },
  );
}

beforeAll(async () => {
  ownFilms = await mkdtemp(join(tmpdir(), 'own-films-'));
  const grey = { create: { width: 300, height: 320, channels: 3, background: '#777' } } as const;
  await sharp(grey).png().toFile(join(ownFilms, 'a.png'));
  await sharp(grey).jpeg().toFile(join(ownFilms, 'b.jpg'));
  await writeFile(join(ownFilms, 'c.dcm'), plainFilm('mine'));
  await writeFile(join(ownFilms, 'd.dcm'), 'not a film');
  hospital = await openHospital({ vigieUrl: 'http://127.0.0.1:9', port: 0, films: ownFilms });
});
afterAll(async () => {
  await hospital[Symbol.asyncDispose]();
  await rm(ownFilms, { recursive: true, force: true });
});

const authorization = () => `Bearer ${hospital.issueToken().accessToken}`;

async function fhir<T = Bundle>(query: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${hospital.urls.fhir}/${query}`, {
    headers: { authorization: authorization(), ...headers },
  });
  return { status: response.status, body: (await response.json()) as T };
}

function resourcesOf<T extends Resource>(bundle: Bundle): T[] {
  return (bundle.entry ?? []).map(({ resource }) => resource as T);
}

describe('its FHIR server', () => {
  test('turns away whoever has no token, and tells anybody what it can do', async () => {
    const { status, body } = await fhir<OperationOutcome>('Patient/pneumonia', { authorization: '' });
    expect(status).toBe(401);
    expect(body.resourceType).toBe('OperationOutcome');
    const metadata = await fetch(`${hospital.urls.fhir}/metadata`);
    expect(await metadata.json()).toMatchObject({
      resourceType: 'CapabilityStatement',
      fhirVersion: '4.0.1',
    });
  });

  test('searches by category, sorts, and leads from page to page', async () => {
    const first = await fhir('Observation?patient=pneumonia&category=laboratory&_sort=-date&_count=5');
    const labs = resourcesOf<Observation>(first.body);
    expect(labs).toHaveLength(5);
    const next = first.body.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    expect(next.startsWith(hospital.urls.fhir)).toBe(true);
    const response = await fetch(next, { headers: { authorization: authorization() } });
    const more = resourcesOf<Observation>((await response.json()) as Bundle);
    const times = [...labs, ...more].map(({ effectiveDateTime }) => effectiveDateTime ?? '');
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set([...labs, ...more].map(({ id }) => id)).size).toBe(labs.length + more.length);
  });

  test('includes the endpoint of a study, and answers what it does not know with an outcome', async () => {
    const { body } = await fhir('ImagingStudy?patient=pneumonia&_include=ImagingStudy:endpoint');
    expect(resourcesOf(body).map(({ resourceType }) => resourceType)).toContain('Endpoint');
    for (const query of ['Patient/nobody', 'Unheard/1']) {
      const unknown = await fhir<OperationOutcome>(query);
      expect(unknown.status).toBe(404);
      expect(unknown.body.resourceType).toBe('OperationOutcome');
    }
  });

  test('fails for the one search whose story says so, and for nothing else', async () => {
    expect((await fhir('Observation?patient=labs-unavailable&category=laboratory')).status).toBe(503);
    expect((await fhir('Observation?patient=labs-unavailable&category=vital-signs')).status).toBe(200);
    expect((await fhir('Observation?patient=pneumonia&category=laboratory')).status).toBe(200);
  });
});

async function dicomweb(path: string, init: RequestInit = {}) {
  return fetch(`${hospital.urls.dicomweb}/${path}`, {
    ...init,
    headers: { authorization: authorization(), ...init.headers },
  });
}

async function filmsOf(response: Response): Promise<Uint8Array[]> {
  const boundary = /boundary="?([^";]+)/.exec(response.headers.get('content-type') ?? '')?.[1] ?? '';
  const whole = async function* () {
    yield new Uint8Array(await response.arrayBuffer());
  };
  const films: Uint8Array[] = [];
  for await (const film of readParts(whole(), boundary)) films.push(film);
  return films;
}

describe('its film archive', () => {
  test('finds studies by patient and hands out the film that the chart names', async () => {
    const { body } = await fhir('ImagingStudy?patient=pneumonia');
    const [study] = resourcesOf<ImagingStudy>(body);
    const uid = study?.identifier?.[0]?.value?.replace('urn:oid:', '') ?? '';
    const found = await dicomweb(`studies?StudyInstanceUID=${uid}`);
    const [entry] = (await found.json()) as Record<string, { Value: unknown[] }>[];
    expect(entry?.['0020000D']?.Value).toEqual([uid]);
    const [film] = await filmsOf(
      await dicomweb(`studies/${uid}`, {
        headers: { accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' },
      }),
    );
    const { facts, rows, columns } = await decodeFilm(film!, 320);
    expect([rows, columns]).toEqual([1024, 1024]);
    expect(facts).toMatchObject({ modality: 'DX', bodyPart: 'CHEST', studyInstanceUid: uid });
  });

  test('takes a film by STOW-RS and finds it again', async () => {
    const boundary = 'here';
    const head = `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`;
    const body = Buffer.concat([
      Buffer.from(head),
      plainFilm('sent'),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    const headers = {
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    };
    expect((await dicomweb('studies', { method: 'POST', headers, body })).status).toBe(200);
    const found = await dicomweb('studies?PatientID=P-sent');
    expect(await found.json()).toHaveLength(1);
  });

  test('knows no film that it does not hold, and lets nobody in without a token', async () => {
    expect((await dicomweb('studies/1.2.3')).status).toBe(404);
    expect((await dicomweb('studies', { headers: { authorization: 'Bearer guess' } })).status).toBe(401);
  });
});

describe('its ward', () => {
  test('has at least twelve patients, each with a story in one line', () => {
    expect(stories.length).toBeGreaterThanOrEqual(12);
    expect(new Set(stories.map(({ id }) => id)).size).toBe(stories.length);
    for (const { line } of stories) expect(line).toMatch(/^[^\n]{20,120}\.$/);
  });

  test.each(stories.map((story) => [story.id, story] as const))(
    'the chart of %s points to its own patient and never ahead of now',
    (id, story) => {
      const now = new Date('2026-06-01T12:00:00Z');
      const text = JSON.stringify(chartOf(story, now));
      const references = [...text.matchAll(/"Patient\/([^"]+)"/g)].map(([, patient]) => patient);
      expect(new Set(references)).toEqual(new Set([id]));
      const instants = [...text.matchAll(/"(\d{4}-\d\d-\d\dT[^"]+)"/g)].map(([, at]) => Date.parse(at ?? ''));
      expect(instants.length).toBeGreaterThan(0);
      expect(Math.max(...instants)).toBeLessThanOrEqual(now.getTime());
    },
  );

  test("gives each of the user's films a patient, and leaves out what is no film", async () => {
    const list = (await (await fetch(`${hospital.urls.ehr}/api/patients`)).json()) as {
      patients: { id: string; line: string; sex: string; birthDate?: string }[];
    };
    const own = list.patients.filter(({ line }) => line.startsWith('Your film'));
    expect(own.map(({ line }) => line)).toEqual(['Your film: a.png', 'Your film: b.jpg', 'Your film: c.dcm']);
    expect(own[2]).toMatchObject({ sex: 'female', birthDate: '1950-05-06' });
    expect(own[0]?.sex).toBe('unknown');
  });
});

test('the page and its parts are served, and no other file', async () => {
  const page = await fetch(hospital.urls.ehr);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const text = await page.text();
  const assets = [...text.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, path = '']) => path);
  expect(assets.length).toBeGreaterThanOrEqual(2);
  for (const path of assets) expect((await fetch(new URL(path, page.url))).status).toBe(200);
  expect((await fetch(`${hospital.urls.ehr}/assets/..%2f..%2fmain.ts`)).status).toBe(404);
});

test('a chart can be read when Vigie does not answer', async () => {
  const opened = await fetch(`${hospital.urls.ehr}/api/patients/pneumonia/open`, { method: 'POST' });
  expect(await opened.json()).toMatchObject({ answered: false });
  const chart = await fetch(`${hospital.urls.ehr}/api/patients/pneumonia/chart`);
  expect(chart.status).toBe(200);
});
