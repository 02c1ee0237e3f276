/** A clinician signs or discards a draft report: who may, what of, what is kept, and what everybody reads after. */
import { randomUUID } from 'node:crypto';
import type { Bundle, DiagnosticReport } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type {
  ContradictionRequest,
  ReportView,
  SignatureRequest,
  SignatureView,
  SummaryView,
} from '../../../src/smart/contract.ts';
import { patientKeyOf } from '../../../src/store/patient-key.ts';
import { bundleOf, patient } from '../../unit/sources/fhir/records.ts';
import { json, type Neighbour, startNeighbour } from '../fhir-neighbour.ts';
import { type Desk, openDesk, osei, type Person, roy } from './desk.ts';

let now = new Date('2026-11-24T10:00:00Z');
let studyUid = '1.2.1';
let ehr: Neighbour;
let desk: Desk;

/** What the EHR was asked to create, and how it answers that. */
type Created = { readonly body: DiagnosticReport; readonly ifNoneExist: string; readonly token: string };
let created: Created[] = [];
let isDown = false;
let ehrAnswers: 'takes' | 'refuses' | 'breaks off' | 'finds another' | 'shows a page' | 'defers' = 'takes';

const study = () => ({
  resourceType: 'ImagingStudy',
  id: 's1',
  status: 'available',
  subject: { reference: 'Patient/p1' },
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${studyUid}` }],
  started: '2026-11-24T07:00:00Z',
  description: 'Chest',
  series: [{ uid: `${studyUid}.1`, modality: { code: 'DX' }, instance: [{ uid: `${studyUid}.1.1` }] }],
});

function answerTo({ pathname }: URL): unknown {
  if (pathname === '/Patient/p1') return { ...patient, name: [{ text: 'Louise Martin' }] };
  if (pathname === '/ImagingStudy') return bundleOf([study()]);
  // Vigie's own reports come back as what the record holds.
  if (pathname === '/DiagnosticReport')
    return bundleOf(created.map(({ body }, at) => ({ ...body, id: `r${at}` })));
  return bundleOf([]);
}

function filmOf(uid: string, value = 0.7) {
  const estimate = (point: number) => ({ value: point, low: point - 0.15, high: point + 0.15 });
  return {
    state: 'read' as const,
    facts: { sopInstanceUid: `${uid}.1.1`, studyInstanceUid: uid, viewPosition: 'PA' },
    findings: [
      { name: 'Pneumothorax', state: 'assessed' as const, probability: estimate(value), prevalence: 0.05 },
    ],
    abnormal: { state: 'assessed' as const, probability: estimate(0.8), prevalence: 0.5 },
    viewApProbability: 0,
    maleProbability: 0.1,
    ageYears: 70,
  };
}

beforeAll(async () => {
  ehr = await startNeighbour((request, response, url) => {
    if (isDown) return void response.destroy();
    if (request.method !== 'POST') return json(response, answerTo(url));
    if (ehrAnswers === 'breaks off') return void response.destroy();
    if (ehrAnswers === 'refuses') return json(response, { resourceType: 'OperationOutcome' }, 403);
    if (ehrAnswers === 'finds another') return json(response, { resourceType: 'DiagnosticReport', id: 'x1' });
    if (ehrAnswers === 'shows a page') return void response.end('<html>Sign in</html>');
    if (ehrAnswers === 'defers') return json(response, {}, 202);
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { authorization = '', 'if-none-exist': ifNoneExist = '' } = request.headers;
      const isKnown = created.some((other) => other.ifNoneExist === ifNoneExist);
      if (!isKnown)
        created.push({ body: JSON.parse(text), ifNoneExist: String(ifNoneExist), token: authorization });
      response.setHeader('location', `${url.origin}/DiagnosticReport/e${created.length}/_history/1`);
      json(response, JSON.parse(text), isKnown ? 200 : 201);
    });
  });
  desk = await openDesk(ehr.url, () => now);
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  await ehr[Symbol.asyncDispose]();
});
/** Each test has a film of its own. */
beforeEach(async () => {
  now = new Date(now.getTime() + 600_000);
  studyUid = `1.2.${now.getTime()}`;
  created = [];
  ehrAnswers = 'takes';
  isDown = false;
  await desk.remember(studyUid, filmOf(studyUid));
});

async function summary(person: Person): Promise<SummaryView> {
  return (await desk.app('/summary?refresh=1', { person })).body as SummaryView;
}

async function report(person: Person, query = ''): Promise<ReportView> {
  await summary(person);
  const { status, body } = await desk.app(`/report${query}`, { person });
  expect(status).toBe(200);
  return body as ReportView;
}

async function sign(person: Person, asked: Partial<SignatureRequest> = {}, writes = false) {
  const { draft } = asked.draft ? { draft: { hash: asked.draft, text: '' } } : await report(person);
  const body: SignatureRequest = {
    ...{ id: randomUUID(), draft: draft.hash, text: draft.text, language: 'en' },
    ...asked,
  };
  const answer = await desk.app('/report/signatures', { method: 'POST', person, body, writes });
  return { ...answer, view: answer.body as SignatureView, sent: body };
}

const discard = (person: Person, body: unknown) =>
  desk.app('/report/discards', { method: 'POST', person, body });

async function say(person: Person, said: Partial<ContradictionRequest>) {
  const { assessment } = await summary(person);
  const body = { assessmentId: assessment.id, verdict: 'disagree', ...said };
  expect((await desk.app('/contradictions', { method: 'POST', person, body })).status).toBe(201);
}

async function bundle(person: Person): Promise<Bundle> {
  const { body } = await desk.app('/summary', { person, accept: 'application/fhir+json' });
  return body as Bundle;
}

async function reportsIn(person: Person): Promise<DiagnosticReport[]> {
  return ((await bundle(person)).entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === 'DiagnosticReport' ? [resource] : [],
  );
}

const pneumothorax = { kind: 'finding', name: 'Pneumothorax' } as const;

describe('signing', () => {
  test('keeps the text under the signer’s name, and summary and Bundle say so to everybody', async () => {
    expect((await summary(roy)).report).toEqual({ state: 'draft' });
    expect(await reportsIn(roy)).toMatchObject([{ status: 'preliminary' }]);
    const { draft, maySign, goesToEhr } = await report(osei);
    expect({ maySign, goesToEhr }).toEqual({ maySign: true, goesToEhr: false });
    const { status, view } = await sign(osei, { text: `${draft.text}\r\nNo drain seen.` });
    expect(status).toBe(201);
    expect(view.signed?.text).toBe(`${draft.text}\nNo drain seen.`);
    expect((await summary(roy)).report).toMatchObject({
      ...{ state: 'signed', by: osei, isEdited: true, isOvertaken: false, at: now.toISOString() },
    });
    const [final] = await reportsIn(roy);
    const signer = { reference: `${ehr.url}/Practitioner/1`, display: 'Dr Ama Osei' };
    expect(final).toMatchObject({
      ...{ status: 'final', performer: [signer], resultsInterpreter: [signer] },
      conclusion: expect.stringContaining('No drain seen.\n\nDrafted by Vigie (chest-xray-encoder@'),
    });
    expect(Buffer.from(final?.presentedForm?.[0]?.data ?? '', 'base64').toString()).toBe(final?.conclusion);
    expect(final?.result).toBeUndefined();
    expect(created).toEqual([]);
  });

  test('is kept once however often it is sent, and not changed by the second sending', async () => {
    const { sent } = await sign(osei, { text: 'Clear.' });
    expect((await sign(osei, sent)).status).toBe(200);
    const other = await sign(osei, { ...sent, text: 'Not clear.' });
    expect(other).toMatchObject({ status: 409, body: { code: 'ID_TAKEN' } });
    expect((await report(osei)).signed?.text).toBe('Clear.');
  });

  test('sent twice at the same moment it is kept once, and its sender is not told of another', async () => {
    const { draft } = await report(osei);
    const asked = { id: randomUUID(), draft: draft.hash, text: draft.text };
    expect((await sign(osei, asked)).status).toBe(201);
    // The second one looked before the first was kept.
    const seen = vi.spyOn(desk.store.reports, 'of').mockResolvedValueOnce([]);
    const found = vi.spyOn(desk.store.reports, 'findOf').mockResolvedValueOnce(undefined);
    expect((await sign(osei, asked)).status).toBe(200);
    seen.mockRestore();
    found.mockRestore();
  });

  test('keeps pasted breaks as line ends, and no sign that neither FHIR nor the database holds', async () => {
    const { view } = await sign(osei, { text: 'No effusion.\vNo drain.\fSeen\u0000.\tÉ…' });
    expect(view.signed?.text).toBe('No effusion.\nNo drain.\nSeen.\tÉ…');
  });

  test('what was not changed is told as signed word for word', async () => {
    await sign(osei);
    expect((await summary(osei)).report).toMatchObject({ isEdited: false });
  });

  test('in French the French draft is what is compared and kept', async () => {
    const { draft } = await report(osei, '?language=fr&timeZone=Europe/Paris');
    expect(draft.text).toContain('CE QUE DIT LE MODÈLE');
    await sign(osei, {
      ...{ draft: draft.hash, text: draft.text, language: 'fr', timeZone: 'Europe/Paris' },
    });
    expect((await summary(osei)).report).toMatchObject({ isEdited: false });
    expect((await reportsIn(osei))[0]?.presentedForm?.[0]?.language).toBe('fr');
  });

  test.each<[string, () => Promise<void>]>([
    ['a colleague disputes a finding', () => say(roy, { target: pneumothorax, reason: 'skin-fold' })],
    [
      'a colleague adds what was missed',
      () => say(roy, { target: { kind: 'missed', name: 'Nodule' }, verdict: 'add' }),
    ],
    ['the film is read anew', () => desk.remember(studyUid, filmOf(studyUid, 0.6))],
    [
      'another film has come',
      async () => {
        studyUid = `${studyUid}9`;
        await desk.remember(studyUid, filmOf(studyUid));
      },
    ],
  ])('is refused when %s after the draft was shown', async (_, happens) => {
    const { draft } = await report(osei);
    await happens();
    const refused = await sign(osei, { draft: draft.hash, text: draft.text });
    expect(refused).toMatchObject({ status: 409, body: { code: 'DRAFT_CHANGED' } });
    expect((await summary(osei)).report).toEqual({ state: 'draft' });
    const anew = await report(osei);
    expect(anew.draft.hash).not.toBe(draft.hash);
    expect((await sign(osei, { draft: anew.draft.hash, text: anew.draft.text })).status).toBe(201);
  });

  test('a second clinician does not sign over the first, and may correct what stands', async () => {
    const { draft } = await report(osei);
    const first = await sign(osei, { text: 'First.' });
    const second = await sign(roy, { draft: draft.hash, text: 'Second.' });
    expect(second).toMatchObject({ status: 409, body: { code: 'ALREADY_SIGNED' } });

    now = new Date(now.getTime() + 1000);
    const replaces = first.sent.id;
    expect((await sign(roy, { text: 'Second.', replaces })).status).toBe(201);
    expect((await summary(osei)).report).toMatchObject({ state: 'signed', by: roy, replaces });
    expect(await reportsIn(osei)).toMatchObject([
      {
        status: 'amended',
        extension: [{ valueReference: { identifier: { system: 'urn:vigie:report', value: replaces } } }],
      },
    ]);
    const kept = await desk.app(`/report/signatures/${replaces}`, { person: roy });
    expect(kept).toMatchObject({ status: 200, body: { status: 'final' } });
    expect((kept.body as DiagnosticReport).conclusion).toMatch(/^First\./);
    const again = await sign(osei, { text: 'Third.', replaces });
    expect(again).toMatchObject({ status: 409, body: { code: 'ALREADY_SIGNED' } });
  });

  test('is refused while the record cannot be asked, and nothing is lost by it', async () => {
    const { draft } = await report(osei);
    isDown = true;
    const asked = { id: randomUUID(), draft: draft.hash, text: draft.text };
    expect(await sign(osei, asked)).toMatchObject({ status: 502, body: { code: 'RECORD_UNAVAILABLE' } });
    isDown = false;
    expect((await summary(osei)).report).toEqual({ state: 'draft' });
    expect((await sign(osei, asked)).status).toBe(201);
  });

  test('two at the same moment: one stands, the other is told', async () => {
    const { draft } = await report(osei);
    const both = await Promise.all([
      sign(osei, { draft: draft.hash, text: 'One.' }),
      sign(roy, { draft: draft.hash, text: 'Other.' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test('a report stands when colleagues say more, which is told', async () => {
    await sign(osei);
    await say(roy, { target: pneumothorax, reason: 'skin-fold' });
    expect((await summary(osei)).report).toMatchObject({ state: 'signed', isOvertaken: true });
    expect(await reportsIn(osei)).toMatchObject([{ status: 'final' }]);
  });
});

describe('the EHR’s next card', () => {
  const cardSays = async () => (await desk.hook(roy)).cards.map(({ detail }) => detail).join('\n');
  const line = /A report on this film was signed on (.*) \(by a clinician, in Vigie\)\./;
  const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

  test('says that a report on its film was signed, and when; of a correction its own time', async () => {
    expect(await cardSays()).not.toMatch(line);
    const { sent } = await sign(osei, { text: 'Mme Martin: clear.' });
    const text = await cardSays();
    expect(line.exec(text)?.[1]).toBe(minute(now));
    expect(text).not.toMatch(/Martin: clear|Osei/);
    now = new Date(now.getTime() + 120_000);
    await sign(roy, { text: 'Not clear.', replaces: sent.id });
    expect(line.exec(await cardSays())?.[1]).toBe(minute(now));
  });

  test.each<[string, () => Promise<unknown>]>([
    [
      'a draft was discarded',
      async () => discard(osei, { id: randomUUID(), draft: (await report(osei)).draft.hash }),
    ],
    [
      'the report is on another film',
      async () => {
        await sign(osei);
        studyUid = `${studyUid}9`;
        await desk.remember(studyUid, filmOf(studyUid));
      },
    ],
  ])('says nothing of it where %s', async (_, happens) => {
    await happens();
    const text = await cardSays();
    expect(text).toContain('any abnormality');
    expect(text).not.toMatch(line);
  });
});

describe('discarding', () => {
  test('leaves no report, says who and why, until the draft is another', async () => {
    const { draft } = await report(osei);
    const body = { id: randomUUID(), draft: draft.hash, reason: 'Read by radiology' };
    expect((await discard(osei, body)).status).toBe(201);
    expect((await discard(osei, body)).status).toBe(200);
    expect((await summary(roy)).report).toMatchObject({
      ...{ state: 'discarded', by: osei, reason: 'Read by radiology' },
    });
    expect(await reportsIn(roy)).toEqual([]);
    await say(roy, { target: pneumothorax, reason: 'skin-fold' });
    expect((await summary(roy)).report).toEqual({ state: 'draft' });
    expect(await reportsIn(roy)).toMatchObject([{ status: 'preliminary' }]);
    const stale = await discard(osei, { ...body, id: randomUUID() });
    expect(stale).toMatchObject({ status: 409, body: { code: 'DRAFT_CHANGED' } });
  });

  test('sent twice at the same moment it is kept once', async () => {
    const { draft } = await report(osei);
    const body = { id: randomUUID(), draft: draft.hash };
    const both = await Promise.all([discard(osei, body), discard(osei, body)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
  });

  test('can be followed by a signature, and never undoes one', async () => {
    const { draft } = await report(osei);
    await discard(osei, { id: randomUUID(), draft: draft.hash });
    expect((await sign(roy)).status).toBe(201);
    const late = await discard(osei, { id: randomUUID(), draft: draft.hash });
    expect(late).toMatchObject({ status: 409, body: { code: 'ALREADY_SIGNED' } });
  });
});

describe('who may', () => {
  test.each([
    ['the patient', { id: 'Patient/p1', name: 'Louise Martin' }],
    ['a relative', { id: 'RelatedPerson/1', name: 'Jean Martin' }],
    ['a person whom the EHR calls nothing', { id: 'u1', name: 'Somebody' }],
  ])('%s may read the draft, and neither sign nor discard it', async (_, person) => {
    const { draft, maySign } = await report(person);
    expect(maySign).toBe(false);
    expect(await sign(person)).toMatchObject({ status: 403, body: { code: 'NEEDS_PERSON' } });
    expect(await discard(person, { id: randomUUID(), draft: draft.hash })).toMatchObject({ status: 403 });
    expect((await summary(osei)).report).toEqual({ state: 'draft' });
  });

  test('a program with a token may not', async () => {
    const body = { id: randomUUID(), draft: '0'.repeat(64), text: 'x', language: 'en' };
    const refused = await desk.app('/report/signatures', { method: 'POST', body });
    expect(refused).toMatchObject({ status: 403, body: { code: 'NEEDS_PERSON' } });
  });
});

test.each<[string, Record<string, unknown>]>([
  ['an empty text', { text: ' \n ' }],
  ['a text that is too long', { text: 'x'.repeat(20_001) }],
  ['a draft that is no hash', { draft: 'abc' }],
  ['an id that is no UUID', { id: '1' }],
  ['a time zone that is none', { timeZone: 'Mars/Olympus' }],
  ['more than it knows', { status: 'final' }],
])('%s is refused in words that hold nothing of it', async (_, changes) => {
  const { draft } = await report(osei);
  const refused = await sign(osei, { draft: draft.hash, text: 'Mme Martin', ...changes });
  expect(refused).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  expect(JSON.stringify(refused.body)).not.toMatch(/Martin|xxx/);
});

test('a body longer than any report is not read', async () => {
  expect((await sign(osei, { text: 'x'.repeat(200_000) })).status).toBe(400);
});

describe('where the EHR lets the session write', () => {
  test('the report is created there with the signer’s token, under an identifier, by relative references', async () => {
    const { view, sent } = await sign(osei, {}, true);
    expect(view.standing).toMatchObject({ sent: { reference: 'DiagnosticReport/e1' } });
    expect(created).toMatchObject([
      {
        token: 'Bearer token',
        ifNoneExist: `identifier=urn%3Avigie%3Areport%7C${sent.id}`,
        body: {
          resourceType: 'DiagnosticReport',
          status: 'final',
          identifier: [{ system: 'urn:vigie:report', value: sent.id }],
          subject: { reference: 'Patient/p1' },
          performer: [{ reference: 'Practitioner/1' }],
          imagingStudy: [{ reference: 'ImagingStudy/s1' }],
        },
      },
    ]);
  });

  test('what comes back from the record is no evidence for Vigie', async () => {
    const before = (await summary(osei)).assessment;
    await sign(osei, { text: 'Pneumothorax, COPD, confusion.' }, true);
    const after = (await summary(osei)).assessment;
    expect(created).toHaveLength(1);
    expect(after.statements).toEqual(before.statements);
  });

  test.each(['refuses', 'breaks off'] as const)(
    'one that %s leaves it signed here, and is asked again once',
    async (way) => {
      ehrAnswers = way;
      const { status, view, sent } = await sign(osei, {}, true);
      expect(status).toBe(201);
      expect(view).toMatchObject({
        standing: { state: 'signed' },
        notSent: way === 'refuses' ? 'not-authorised' : 'unreachable',
      });
      expect(view.standing).not.toHaveProperty('sent');
      const path = `/report/signatures/${sent.id}/sending`;
      const again = (person: Person, writes: boolean) => desk.app(path, { method: 'POST', person, writes });
      expect(await again(roy, true)).toMatchObject({ status: 403, body: { code: 'NOT_YOURS' } });
      expect(await again(osei, false)).toMatchObject({ status: 403, body: { code: 'NOT_GRANTED' } });
      ehrAnswers = 'takes';
      for (let times = 0; times < 2; times += 1) {
        const { body } = await again(osei, true);
        expect((body as SignatureView).standing).toMatchObject({
          sent: { reference: 'DiagnosticReport/e1' },
        });
      }
      expect(created).toHaveLength(1);
    },
  );

  test.each(['finds another', 'shows a page', 'defers'] as const)(
    'one that %s has not said that it has it',
    async (way) => {
      ehrAnswers = way;
      const { view } = await sign(osei, {}, true);
      expect(view.notSent).toBe('answer-not-asked');
      expect(view.standing).not.toHaveProperty('sent');
    },
  );

  test('a correction that does not arrive names the one that the EHR last confirmed, until it is sent', async () => {
    const first = await sign(osei, {}, true);
    ehrAnswers = 'refuses';
    now = new Date(now.getTime() + 1000);
    const { view, sent } = await sign(osei, { text: 'Corrected.', replaces: first.sent.id }, true);
    const earlierInEhr = { id: first.sent.id, by: osei };
    expect(view).toMatchObject({ notSent: 'not-authorised', standing: { earlierInEhr } });
    now = new Date(now.getTime() + 1000);
    const third = await sign(osei, { text: 'Again.', replaces: sent.id }, true);
    // As another reader finds it when the page is loaded anew: from the store.
    expect((await summary(roy)).report).toMatchObject({ state: 'signed', earlierInEhr });
    ehrAnswers = 'takes';
    const path = `/report/signatures/${third.sent.id}/sending`;
    await desk.app(path, { method: 'POST', person: osei, writes: true });
    expect(created.map(({ body }) => body.status)).toEqual(['final', 'amended']);
    expect((await summary(roy)).report).not.toHaveProperty('earlierInEhr');
  });

  test.each([
    ['', ''],
    [', also when another film has come since', '9'],
  ])('a report that was corrected meanwhile is not sent any more%s', async (_, newer) => {
    ehrAnswers = 'refuses';
    const { sent } = await sign(osei, {}, true);
    now = new Date(now.getTime() + 1000);
    await sign(osei, { text: 'Corrected.', replaces: sent.id });
    ehrAnswers = 'takes';
    studyUid += newer;
    await desk.remember(studyUid, filmOf(studyUid));
    expect((await summary(osei)).report?.state).toBe(newer ? 'draft' : 'signed');
    const path = `/report/signatures/${sent.id}/sending`;
    expect(await desk.app(path, { method: 'POST', person: osei, writes: true })).toMatchObject({
      ...{ status: 409, body: { code: 'ALREADY_SIGNED' } },
    });
    expect(created).toEqual([]);
  });
});

test('what is forgotten leaves no report behind', async () => {
  const { sent } = await sign(osei);
  const { draft } = await report(roy);
  await discard(roy, { id: randomUUID(), draft: draft.hash });
  const patientKey = patientKeyOf({ patientId: 'p1', fhir: { baseUrl: ehr.url } });
  const gone = await desk.store.forget({ patientKey });
  expect(gone.reports).toBeGreaterThan(0);
  const film = `${studyUid}.1.1`;
  expect(await desk.store.reports.of({ patientId: 'p1', fhir: { baseUrl: ehr.url } }, film)).toEqual([]);
  const asked = await desk.app(`/report/signatures/${sent.id}`, { person: osei });
  expect(asked.status).toBe(404);
});
