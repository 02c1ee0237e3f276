/** The films of the demo hospital as the app asks for them: over HTTP, with the caller's token, from a real archive. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultAnswer } from '../../src/sandbox/faults.ts';
import { type Hospital, openHospital } from '../../src/sandbox/hospital.ts';
import type { FilmRefusalView, FilmView } from '../../src/smart/contract.ts';
import { type Service, startService } from './service.ts';

let service: Service;
let hospital: Hospital;
let token: string;
const asked: string[] = [];
let fault: FaultAnswer | undefined;

beforeAll(async () => {
  service = await startService({
    env: {
      VIGIE_FILM_SHOW_MS: '1500',
      VIGIE_PACS_VIEWER_URL: 'https://pacs.example/viewer?study={studyInstanceUid}',
    },
  });
  const remember = ({ url }: Request) => {
    if (/\/dicomweb\/.*\/instances\//.test(url)) asked.push(url);
    return false;
  };
  const answers = [500, 'down', 'slow', 'corrupt-film', 'truncated'] as const;
  const faults = answers.map((answer) => ({
    match: ({ url }: Request) => fault === answer && url.includes('/dicomweb/'),
    answer,
  }));
  hospital = await openHospital({
    vigieUrl: service.url,
    port: 0,
    faults: [{ match: remember, answer: 'down' }, ...faults],
  });
  service.register(hospital.urls.fhir);
  token = hospital.issueToken().accessToken;
});
afterAll(async () => {
  await hospital[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

/** A reader of their own: nothing that another fetched is held for them. */
function newReader(): string {
  return hospital.issueToken().accessToken;
}

function get(path: string, { reader = token, headers = {} } = {}): Promise<Response> {
  return fetch(`${service.url}/patients/${path}`, {
    headers: { authorization: `Bearer ${reader}`, 'x-fhir-server': hospital.urls.fhir, ...headers },
  });
}

/** The images of one patient as the hospital's own record lists them, newest first. */
async function filmsOf(patient: string): Promise<string[]> {
  const response = await fetch(`${hospital.urls.fhir}/ImagingStudy?patient=${patient}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { entry } = (await response.json()) as {
    entry: { resource: { started: string; series: { instance: { uid: string }[] }[] } }[];
  };
  return entry
    .map(({ resource }) => resource)
    .sort((a, b) => b.started.localeCompare(a.started))
    .map(({ series }) => series[0]!.instance[0]!.uid);
}

/** The demo's archive draws a film when first asked for it; a busy machine may not within the time that Vigie waits. */
async function untilDrawn(path: string): Promise<void> {
  await expect.poll(async () => (await get(path)).status, { timeout: 60_000, interval: 500 }).toBe(200);
}

async function readPlan(patient: string, sop: string): Promise<FilmView> {
  const plan = async () => (await (await get(`${patient}/films/${sop}`)).json()) as FilmView;
  await expect
    .poll(async () => (await plan()).reading.state, { timeout: 60_000, interval: 500 })
    .toBe('read');
  return plan();
}

describe('a film of the chart', () => {
  test('comes as a grey picture at once, right-sized, and no browser may keep it', async () => {
    const [sop] = await filmsOf('pneumonia');
    await untilDrawn(`pneumonia/films/${sop}/picture?side=256`);
    const response = await get(`pneumonia/films/${sop}/picture?side=256`, { reader: newReader() });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const { width, height, channels } = await sharp(await response.arrayBuffer()).metadata();
    expect(Math.max(width, height)).toBe(256);
    expect(channels).toBe(1);
    expect([height, width].map(String)).toEqual(
      ['x-rows', 'x-columns'].map((name) => response.headers.get(name)),
    );
  });

  test('then as 16-bit grey, squeezed on the wire, the same picture', async () => {
    const [sop] = await filmsOf('pneumonia');
    const [pixels, picture] = await Promise.all([
      get(`pneumonia/films/${sop}/pixels?side=256`, { headers: { 'accept-encoding': 'gzip' } }),
      get(`pneumonia/films/${sop}/picture?side=256`),
    ]);
    expect(pixels.headers.get('content-encoding')).toBe('gzip');
    const greys = new Uint16Array(await pixels.arrayBuffer());
    const png = await sharp(await picture.arrayBuffer())
      .toColourspace('b-w')
      .raw()
      .toBuffer();
    expect(greys).toHaveLength(png.length);
    expect(greys.every((value, at) => Math.abs(value - png[at]! * 257) <= 129)).toBe(true);
  });

  test('is asked of the archive once, however often and in whatever form the reader asks', async () => {
    const [sop = ''] = await filmsOf('calm-chart');
    const reader = newReader();
    await get('calm-chart/summary', { reader });
    await readPlan('calm-chart', sop);
    const before = asked.length;
    const forms = ['picture?side=512', 'pixels?side=512', 'picture?side=64'];
    await Promise.all(forms.map((form) => get(`calm-chart/films/${sop}/${form}`, { reader })));
    await get(`calm-chart/films/${sop}/pixels`, { reader });
    expect(asked.length - before).toBe(1);
    await get(`calm-chart/films/${sop}/picture`, { reader: newReader() });
    expect(asked.length - before).toBe(2);
  });

  test('once read, comes with its outlines as closed lines inside the film and the two lines of the ratio', async () => {
    const [sop = ''] = await filmsOf('healthy');
    const plan = await readPlan('healthy', sop);
    expect(plan.pacsUrl).toMatch(/^https:\/\/pacs\.example\/viewer\?study=[\d.]+$/);
    const { outlines } = plan;
    if (!outlines) throw new Error(`not outlined: ${plan.notMeasured}`);
    for (const lines of [outlines.leftLung, outlines.rightLung, outlines.heart]) {
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.flat(2).every((at) => at >= 0 && at <= 1)).toBe(true);
    }
    const across = (lines: readonly (readonly (readonly [number, number])[])[]) => {
      const xs = lines.flat().map(([x]) => x);
      return { left: Math.min(...xs), right: Math.max(...xs) };
    };
    // The patient's left lung lies at the right of a frontal film.
    expect(across(outlines.leftLung).right).toBeGreaterThan(across(outlines.rightLung).right);
    if (!outlines.ratioLines) throw new Error(`no ratio: ${plan.notMeasured}`);
    const [from, to] = outlines.ratioLines.heart;
    expect(Math.abs(from[0] - across(outlines.heart).left)).toBeLessThan(0.02);
    expect(Math.abs(to[0] - across(outlines.heart).right)).toBeLessThan(0.02);
  });

  test('tells by name what has no reliable place, and draws a place only for what is told', async () => {
    const [sop = ''] = await filmsOf('growing-effusion');
    const { places, withoutPlace } = await readPlan('growing-effusion', sop);
    const summary = (await (await get('growing-effusion/summary?refresh=1')).json()) as {
      assessment: { film: { findings: { name: string; word: string }[] } };
    };
    const told = summary.assessment.film.findings
      .filter(({ word }) => word === 'likely' || word === 'possible')
      .map(({ name }) => name);
    const named = [...places.map(({ name }) => name), ...withoutPlace].filter((name) => name !== 'abnormal');
    expect(named.sort()).toEqual(told.sort());
    expect(places.flatMap(({ box }) => box).every((at) => at >= 0 && at <= 1)).toBe(true);
  });

  test('from before is shown too, with nothing drawn over it', async () => {
    const [, prior = ''] = await filmsOf('growing-effusion');
    const plan = (await (await get(`growing-effusion/films/${prior}`)).json()) as FilmView;
    expect(plan).toMatchObject({ reading: { state: 'unread' }, places: [], withoutPlace: [] });
    expect(plan.outlines).toBeUndefined();
    expect(plan.rows).toBeGreaterThan(500);
    expect((await get(`growing-effusion/films/${prior}/picture`)).status).toBe(200);
  });

  test.each([
    ['lateral-only', 'lateral-view'],
    ['foreign-image', 'not-a-chest-film'],
  ])('that the model refused is shown: %s', async (patient, because) => {
    const [sop = ''] = await filmsOf(patient);
    const plan = async () => (await (await get(`${patient}/films/${sop}`)).json()) as FilmView;
    await expect
      .poll(async () => (await plan()).reading, { timeout: 60_000, interval: 500 })
      .toEqual({ state: 'refused', because });
    expect((await plan()).outlines).toBeUndefined();
    expect((await get(`${patient}/films/${sop}/picture`)).status).toBe(200);
  });
});

describe('a film that is not given', () => {
  test.each(['', '/picture', '/pixels'])("another patient's: films/…%s", async (form) => {
    const [foreign] = await filmsOf('pneumonia');
    await readPlan('pneumonia', foreign ?? '');
    const response = await get(`healthy/films/${foreign}${form}`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('outlines');
  });

  test('without a token', async () => {
    const [sop] = await filmsOf('pneumonia');
    const response = await fetch(`${service.url}/patients/pneumonia/films/${sop}/picture`);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(404);
  });

  test('with a side that is none', async () => {
    const [sop] = await filmsOf('pneumonia');
    const response = await get(`pneumonia/films/${sop}/picture?side=a-lot`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('longest side in pixels');
  });

  test.each([
    ['corrupt-film', 422, 'corrupt-pixels', 'damaged or cut off'],
    [500, 502, 'pacs-http-500', 'The film archive failed with HTTP 500'],
    ['down', 502, 'pacs-unreachable', 'cannot be reached'],
    ['truncated', 502, 'multipart-truncated', 'cannot be shown'],
    ['slow', 504, 'pacs-timeout', 'did not answer in time'],
  ] as const)(
    'because the archive is %s: %i, why, and the way to the PACS',
    async (answer, status, code, words) => {
      const [sop] = await filmsOf('septic-clear-film');
      const reader = newReader();
      expect((await get('septic-clear-film/summary', { reader })).status).toBe(200);
      fault = answer;
      const started = performance.now();
      const response = await get(`septic-clear-film/films/${sop}/picture`, { reader }).finally(() => {
        fault = undefined;
      });
      expect(performance.now() - started).toBeLessThan(1500 + 1000);
      expect(response.status).toBe(status);
      const refusal = (await response.json()) as FilmRefusalView;
      expect(refusal.code).toBe(code);
      expect(refusal.message).toContain(words);
      expect(refusal.pacsUrl).toMatch(/^https:\/\/pacs\.example\/viewer\?study=[\d.]+$/);
    },
  );
});

test('what is squeezed opens to the very pixels', async () => {
  const [sop] = await filmsOf('no-labs');
  const path = `no-labs/films/${sop}/pixels?side=128`;
  await untilDrawn(path);
  const plain = await get(path, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  const squeezed = await get(path, { headers: { 'accept-encoding': 'br' } });
  expect(squeezed.headers.get('content-encoding')).toBe('br');
  expect(Buffer.from(await squeezed.arrayBuffer())).toEqual(Buffer.from(await plain.arrayBuffer()));
});
