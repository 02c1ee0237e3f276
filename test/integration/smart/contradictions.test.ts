/** A clinician says no: what the next card and page say, for whom, and until when. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ContradictionRequest, ContradictionView, SummaryView } from '../../../src/smart/contract.ts';
import { bundleOf, observation, patient } from '../../unit/sources/fhir/records.ts';
import { json, type Neighbour, startNeighbour } from '../fhir-neighbour.ts';
import { type Desk, openDesk, osei, type Person, roy } from './desk.ts';

let now = new Date('2026-11-24T10:00:00Z');
let studyUid = '1.2.1';
const pulse = 80;
let ehr: Neighbour;
let desk: Desk;

const vital = (id: string, loinc: string, value: number) =>
  observation(id, loinc, value, {
    issued: '2026-11-24T08:00:00Z',
    valueQuantity: { value, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
  });
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

function answerTo({ pathname, search }: URL): unknown {
  if (pathname === '/Patient/p1') return { ...patient, name: [{ text: 'Louise Martin' }] };
  if (pathname === '/ImagingStudy') return bundleOf([study()]);
  const vitals = pathname === '/Observation' && search.includes('vital-signs');
  return bundleOf(vitals ? [vital(`hr-${pulse}`, '8867-4', pulse), vital('rr', '9279-1', 16)] : []);
}

/** A film with a likely pneumothorax: urgent, so that the card asks for attention. */
function filmOf(study: string, facts: Record<string, unknown> = {}) {
  const estimate = (value: number) => ({ value, low: value - 0.15, high: value + 0.15 });
  return {
    state: 'read' as const,
    facts: { sopInstanceUid: `${study}.1.1`, studyInstanceUid: study, viewPosition: 'PA', ...facts },
    findings: [
      { name: 'Pneumothorax', state: 'assessed' as const, probability: estimate(0.7), prevalence: 0.05 },
    ],
    abnormal: { state: 'assessed' as const, probability: estimate(0.8), prevalence: 0.5 },
    viewApProbability: 0,
    maleProbability: 0.1,
    ageYears: 70,
  };
}

beforeAll(async () => {
  ehr = await startNeighbour((_, response, url) => json(response, answerTo(url)));
  desk = await openDesk(ehr.url, () => now);
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  await ehr[Symbol.asyncDispose]();
});
/** Each test has a film of its own, so that no word of another stands on it. */
beforeEach(async () => {
  now = new Date(now.getTime() + 600_000);
  studyUid = `1.2.${now.getTime()}`;
  await desk.remember(studyUid, filmOf(studyUid));
});

async function summary(person: Person): Promise<SummaryView> {
  const { status, body } = await desk.app('/summary?refresh=1', { person });
  expect(status).toBe(200);
  return body as SummaryView;
}

async function say(person: Person, said: Partial<ContradictionRequest>) {
  const { assessment } = await summary(person);
  const request = { assessmentId: assessment.id, verdict: 'disagree', ...said };
  const answer = await desk.app('/contradictions', { method: 'POST', person, body: request });
  return { ...answer, view: answer.body as ContradictionView };
}

const summaryCard = async (person: Person) =>
  (await desk.hook(person)).cards.find(({ source }) => source.topic.code === 'patient-summary');

const pneumothorax = { kind: 'finding', name: 'Pneumothorax' } as const;

describe('disagreeing with a finding', () => {
  test('takes it out of headline and indicator, tells the next reader who and why, and is undone by withdrawing', async () => {
    expect(await summaryCard(roy)).toMatchObject({ indicator: 'warning' });
    const { status, view } = await say(osei, {
      target: pneumothorax,
      reason: 'skin-fold',
      words: '<b>moves</b>',
    });
    expect(status).toBe(201);
    expect(view).toMatchObject({ by: osei, via: 'app', stands: true, isOwn: true });

    const card = await summaryCard(roy);
    expect(card?.indicator).toBe('info');
    expect(card?.summary).toContain('Film: what looked likely is disputed by a clinician');
    expect(card?.summary).not.toContain('pneumothorax');
    expect(card?.detail).toMatch(
      /^\*\*What clinicians said.*\n\n- pneumothorax: Dr Ama Osei disagrees: Skin fold or clothing, 0 min ago: “&lt;b&gt;moves/,
    );
    expect(card?.detail).toContain('| pneumothorax | likely, disputed | 70 % (55–85 %)');
    const seen = (await summary(roy)).contradictions.find(({ id }) => id === view.id);
    expect(seen).toMatchObject({ stands: true, isOwn: false, reason: 'skin-fold' });

    expect((await desk.app(`/contradictions/${view.id}`, { method: 'DELETE', person: roy })).status).toBe(
      403,
    );
    for (let times = 0; times < 2; times += 1) {
      const undone = await desk.app(`/contradictions/${view.id}`, { method: 'DELETE', person: osei });
      expect(undone.status).toBe(204);
    }
    expect(await summaryCard(roy)).toMatchObject({ indicator: 'warning' });
    expect((await summary(roy)).contradictions.map(({ id }) => id)).not.toContain(view.id);
    const kept = (await desk.store.contradictions.list()).find(
      ({ contradiction }) => contradiction.id === view.id,
    );
    expect(kept?.withdrawn).toMatchObject({ by: osei.id });
  });

  test('ends with a new film, and the old word is still there to read', async () => {
    const { view } = await say(osei, { target: pneumothorax, reason: 'skin-fold' });
    expect(await summaryCard(roy)).toMatchObject({ indicator: 'info' });
    studyUid = `${studyUid}9`;
    await desk.remember(studyUid, filmOf(studyUid));
    const card = await summaryCard(roy);
    expect(card).toMatchObject({ indicator: 'warning' });
    expect(card?.detail).not.toContain('Dr Ama Osei');
    const seen = (await summary(roy)).contradictions.find(({ id }) => id === view.id);
    expect(seen?.stands).toBe(false);
  });

  test('and then agreeing leaves the agreement', async () => {
    await say(osei, { target: pneumothorax });
    now = new Date(now.getTime() + 1000);
    await say(osei, { target: pneumothorax, verdict: 'agree' });
    const card = await summaryCard(roy);
    expect(card).toMatchObject({ indicator: 'warning' });
    expect(card?.detail).toContain('pneumothorax: Dr Ama Osei agrees');
    expect(card?.detail).not.toContain('disagrees');
  });
});

test('what the film’s reader missed is added and told', async () => {
  await say(osei, { target: { kind: 'missed', name: 'Effusion' }, verdict: 'add', words: 'left base' });
  expect((await summaryCard(roy))?.detail).toContain(
    'The film: Dr Ama Osei adds what was missed: pleural effusion, 0 min ago: “left base”',
  );
});

test('an urgent finding that a clinician adds leads the next card and asks for attention, as the model’s own would', async () => {
  await desk.remember(studyUid, { ...filmOf(studyUid), findings: [] });
  expect(await summaryCard(roy)).toMatchObject({ indicator: 'info' });
  await say(osei, { target: { kind: 'missed', name: 'Pneumothorax' }, verdict: 'add' });
  const card = await summaryCard(roy);
  expect(card?.indicator).toBe('warning');
  expect(card?.summary).toContain('A clinician adds pneumothorax.');
});

test('a film that a clinician says is another patient’s is asked about for everyone who comes next', async () => {
  expect((await desk.hook(roy)).cards).toHaveLength(1);
  await say(osei, { target: pneumothorax, reason: 'wrong-patient' });
  const [first] = (await desk.hook(roy)).cards;
  expect(first).toMatchObject({ indicator: 'warning', source: { topic: { code: 'film-identity' } } });
  expect(first?.detail).toContain('a clinician said that the patient or the film is the wrong one');
});

describe('disagreeing with the whole card', () => {
  test('spares its author the repeat, tells others first, and ends with new evidence', async () => {
    const { view } = await say(osei, { target: { kind: 'card' }, reason: 'not-relevant' });
    const silent = await desk.hook(osei);
    expect(silent.cards).toEqual([]);
    expect(silent.extension['com.vigie.silenced']).toEqual({ contradiction: view.id });
    const card = await summaryCard(roy);
    expect(card?.summary).toMatch(/^Disputed\. /);
    expect(card?.detail).toContain('- This summary: Dr Ama Osei disagrees: Not relevant now');
    studyUid = `${studyUid}9`;
    await desk.remember(studyUid, filmOf(studyUid));
    expect((await summaryCard(osei))?.summary).not.toContain('Disputed');
  });

  test('never hides that the film may be another patient’s', async () => {
    const header = { patientId: 'X-9', patientBirthDate: '1999-01-01' };
    await desk.remember(studyUid, { ...filmOf(studyUid, header), maleProbability: 0.999 });
    await say(osei, { target: { kind: 'card' }, reason: 'not-relevant' });
    const { cards } = await desk.hook(osei);
    expect(cards.map(({ source }) => source.topic.code)).toEqual(['film-identity']);
  });
});

describe('feedback from the EHR', () => {
  const override = { reason: { code: 'false-positive' }, userComment: 'reported clear' };
  test.each([
    ['in the standard’s singular', { overrideReason: override }],
    ['in Epic’s plural, a list', { overrideReasons: [override] }],
    ['in Epic’s plural, one', { overrideReasons: override }],
  ])('%s is its user’s word on the card, kept once', async (_, reason) => {
    const card = await summaryCard(osei);
    const entry = { card: card?.uuid, outcome: 'overridden', outcomeTimestamp: now.toISOString(), ...reason };
    for (let times = 0; times < 2; times += 1) expect(await desk.feedback([entry])).toBe(200);
    const said = (await summary(roy)).contradictions.filter(({ at }) => at === now.toISOString());
    expect(said).toMatchObject([
      {
        via: 'feedback',
        verdict: 'disagree',
        by: { id: osei.id },
        reason: 'false-positive',
        words: 'reported clear',
      },
    ]);
    expect((await desk.hook(osei)).cards).toEqual([]);
    expect((await summaryCard(roy))?.detail).toContain(
      'This summary: A clinician disagrees: Finding is not there',
    );
  });

  test('that accepts is an agreement; a reason of the EHR’s own is kept in its words', async () => {
    const entry = { card: (await summaryCard(osei))?.uuid, outcomeTimestamp: now.toISOString() };
    await desk.feedback([{ ...entry, outcome: 'accepted' }]);
    expect((await summaryCard(roy))?.detail).toContain('This summary: A clinician agrees');
    const own = { overrideReason: { reason: { code: '1234', display: 'Patient in theatre' } } };
    const later = new Date(now.getTime() + 1000).toISOString();
    await desk.feedback([{ ...entry, outcome: 'overridden', outcomeTimestamp: later, ...own }]);
    const [newest] = (await summary(roy)).contradictions;
    expect(newest).toMatchObject({ verdict: 'disagree', words: 'Patient in theatre', stands: true });
    expect(newest).not.toHaveProperty('reason');
  });

  test('on the card that asks whose film it is silences nothing', async () => {
    await desk.remember(studyUid, { ...filmOf(studyUid), maleProbability: 0.999 });
    const [first] = (await desk.hook(osei)).cards;
    expect(first?.source.topic.code).toBe('film-identity');
    await desk.feedback([{ card: first?.uuid, outcome: 'overridden', outcomeTimestamp: now.toISOString() }]);
    expect((await desk.hook(osei)).cards).toHaveLength(2);
  });
});

describe('a contradiction at fault', () => {
  test.each([
    ['of a finding that does not exist', { target: { kind: 'finding', name: 'Gout' } }, 400, 'target.name'],
    [
      'of a finding the assessment does not speak of',
      { target: { kind: 'finding', name: 'Hernia' } },
      400,
      'says nothing',
    ],
    ['with a reason that is none', { target: { kind: 'risk' }, reason: 'because' }, 400, 'override-reasons'],
    ['that adds to the risk', { target: { kind: 'risk' }, verdict: 'add' }, 400, 'goes with target "missed"'],
    ['that adds nothing', { target: { kind: 'missed' }, verdict: 'add' }, 400, 'what was missed'],
    ['with too many words', { target: { kind: 'risk' }, words: 'x'.repeat(501) }, 400, 'words'],
    ['with a field nobody knows', { target: { kind: 'risk' }, at: '2020-01-01' }, 400, 'at'],
    [
      'of another patient’s assessment',
      { target: { kind: 'risk' }, assessmentId: randomUUID() },
      404,
      'no such assessment',
    ],
  ])('%s is refused by name', async (_, said, status, words) => {
    const answer = await say(osei, said as Partial<ContradictionRequest>);
    expect(answer.status).toBe(status);
    expect((answer.body as { message: string }).message).toContain(words);
  });

  test('of a program without a person is refused', async () => {
    const body = { assessmentId: randomUUID(), target: { kind: 'risk' }, verdict: 'disagree' };
    expect(await desk.app('/contradictions', { method: 'POST', body })).toMatchObject({
      status: 403,
      body: { code: 'NEEDS_PERSON' },
    });
  });

  test('sent twice under its own id is kept once; the id serves nothing else', async () => {
    const id = randomUUID();
    expect((await say(osei, { id, target: { kind: 'risk' }, reason: 'risk-too-high' })).status).toBe(201);
    expect((await say(osei, { id, target: { kind: 'risk' }, reason: 'risk-too-high' })).status).toBe(200);
    expect((await say(osei, { id, target: { kind: 'card' } })).status).toBe(409);
    expect((await say(roy, { id, target: { kind: 'risk' } })).status).toBe(409);
    const kept = (await desk.store.contradictions.list()).filter(
      ({ contradiction }) => contradiction.id === id,
    );
    expect(kept).toHaveLength(1);
  });
});

test('a disputed risk is said with its dispute, and keeps its number', async () => {
  await say(osei, { target: { kind: 'risk' }, reason: 'risk-too-high' });
  expect((await summaryCard(roy))?.summary).toMatch(/Risk of death in hospital \d+ % \(.*\) \(disputed\)/);
});
