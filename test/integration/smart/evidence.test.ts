/** What a statement rests on, over HTTP: trends, single records, model cards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fusion from '../../../models/fusion/manifest.json' with { type: 'json' };
import { type Hospital, openHospital } from '../../../src/sandbox/hospital.ts';
import type { ModelCardView, ResourceView, TrendsView } from '../../../src/smart/contract.ts';
import { json, type Neighbour, startNeighbour } from '../fhir-neighbour.ts';
import { type Service, startService } from '../service.ts';

let service: Service;
let hospital: Hospital;
/** An EHR that answers every read with one thing. */
let other: Neighbour;
let gone: Neighbour;
let answer: { readonly body: unknown; readonly status?: number };
beforeAll(async () => {
  hospital = await openHospital({ vigieUrl: 'http://127.0.0.1:9', port: 0 });
  other = await startNeighbour((_, response) => json(response, answer.body, answer.status));
  gone = await startNeighbour((_, response) => response.end());
  await gone[Symbol.asyncDispose]();
  const servers = [hospital.urls.fhir, other.url, gone.url].join(',');
  service = await startService({ env: { VIGIE_FHIR_SERVERS: servers } });
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await hospital[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});

async function ask<T>(path: string, fhir = hospital.urls.fhir) {
  const response = await fetch(`${service.url}/patients/${path}`, {
    headers: { authorization: `Bearer ${hospital.issueToken().accessToken}`, 'x-fhir-server': fhir },
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}
type Refused = { readonly code: string; readonly message: string };

describe('trends', () => {
  test('hold each value with unit, range and a source that opens', async () => {
    const { status, body, headers } = await ask<TrendsView>('heart-failure/trends');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    const creatinine = body.trends.find(({ concept }) => concept === 'creatinine');
    expect(creatinine).toMatchObject({
      ucum: 'mg/dL',
      modality: 'labs',
      range: { high: expect.any(Number) },
    });
    expect(creatinine?.points.map(({ value }) => value)).toEqual([1.9, 2.4]);
    const source = creatinine?.points.at(-1)?.source;
    const opened = await ask<ResourceView>(`heart-failure/resources/${source}`);
    expect(opened.body.resource).toMatchObject({
      resourceType: 'Observation',
      valueQuantity: { value: 2.4 },
    });
  });
});

describe('a single record', () => {
  test('that is a note comes with its text', async () => {
    const bundle = await fetch(`${hospital.urls.fhir}/DocumentReference?patient=heart-failure`, {
      headers: { authorization: `Bearer ${hospital.issueToken().accessToken}` },
    });
    const { entry } = (await bundle.json()) as { entry: { resource: { id: string } }[] };
    const { body } = await ask<ResourceView>(
      `heart-failure/resources/DocumentReference/${entry[0]?.resource.id}`,
    );
    expect(body.texts[0]?.text).toMatch(/furosemide/i);
  });

  test('of another patient is refused, and nothing of it is said', async () => {
    const { body: theirs } = await ask<TrendsView>('pneumonia/trends');
    const { status, body } = await ask<Refused>(
      `heart-failure/resources/${theirs.trends[0]?.points[0]?.source}`,
    );
    expect(status).toBe(403);
    expect(body).toEqual({
      code: 'NOT_THIS_PATIENT',
      message: 'the record belongs to another patient; it is not shown',
    });
  });

  test('that is not there, or is of no kind a chart cites', async () => {
    expect(await ask<Refused>('pneumonia/resources/Observation/none-such')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
    expect((await ask('pneumonia/resources/Practitioner/1')).status).toBe(404);
    expect((await ask('pneumonia/resources/Observation/..%2FPatient')).status).toBe(400);
  });

  const observation = (fields: object) => ({
    resourceType: 'Observation',
    id: 'o1',
    status: 'final',
    ...fields,
  });

  test('that names nobody is not shown beside a patient', async () => {
    answer = { body: observation({}) };
    expect(await ask<Refused>('p1/resources/Observation/o1', other.url)).toMatchObject({
      status: 403,
      body: { code: 'NOT_THIS_PATIENT' },
    });
  });

  test.each([
    ['does not let it be read', 403, 403, 'NOT_GRANTED'],
    ['is broken', 500, 502, 'SOURCE_UNAVAILABLE'],
    ['has deleted it', 410, 404, 'NOT_FOUND'],
  ])('when the EHR %s', async (_, its, status, code) => {
    answer = { body: { resourceType: 'OperationOutcome' }, status: its };
    expect(await ask<Refused>('p1/resources/Observation/o1', other.url)).toMatchObject({
      status,
      body: { code },
    });
  });

  test('when the EHR is gone is answered in words', async () => {
    expect(await ask<Refused>('p1/resources/Observation/o1', gone.url)).toMatchObject({
      status: 502,
      body: { message: 'a source is unavailable: unreachable' },
    });
  });

  test('whose note holds a script is given as characters, in the character set it names', async () => {
    const script = '<script>alert(1)</script> Lasilix 40 mg, œdème';
    const attachments = [
      { contentType: 'text/html', data: Buffer.from(script).toString('base64') },
      {
        contentType: 'text/plain; charset=iso-8859-1',
        data: Buffer.from('fièvre', 'latin1').toString('base64'),
      },
      { contentType: 'application/pdf', url: 'Binary/b1' },
    ];
    const note = {
      resourceType: 'DocumentReference',
      id: 'd1',
      subject: { reference: 'Patient/p1' },
      content: attachments.map((attachment) => ({ attachment })),
    };
    answer = { body: note };
    const { body, headers } = await ask<ResourceView>('p1/resources/DocumentReference/d1', other.url);
    expect(headers.get('content-type')).toContain('application/json');
    expect(body.texts.map(({ text }) => text)).toEqual([script, 'fièvre']);
    expect(body.unread).toEqual([{ contentType: 'application/pdf' }]);
  });
});

describe('a model’s card', () => {
  test('is there for anybody, with the 31 source attributes', async () => {
    const response = await fetch(`${service.url}/model-cards/fusion@${fusion.version}`);
    const card = (await response.json()) as ModelCardView;
    expect(card).toMatchObject({ id: 'fusion', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(card.card).toMatch(/Not a medical device/);
    expect(card.attributes).toMatch(/\*\*31\. /);
    const text = await fetch(`${service.url}/model-cards/fusion`, { headers: { accept: 'text/markdown' } });
    expect(await text.text()).toBe(card.card);
  });

  test.each(['none-such', '..%2F..%2Fpackage', 'fusion%2Ftrain'])('named %s is not there', async (name) => {
    expect((await fetch(`${service.url}/model-cards/${name}`)).status).toBe(404);
  });
});
