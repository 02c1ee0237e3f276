import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assessment } from '../../../src/assessment/assessment.ts';
import type { Chart } from '../../../src/chart/chart.ts';
import type { Contradiction } from '../../../src/contradictions/contradiction.ts';
import type { DiscardedDraft, SignedReport } from '../../../src/reports/report.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { databases, kinds, temporaryFolder } from './stores.ts';

function assessmentOf(patientId: string, asOf: string): Assessment {
  return {
    id: randomUUID(),
    patientId,
    asOf,
    createdAt: '2026-11-24T03:00:01.000Z',
    risk: { kind: 'withheld', because: 'too few measurements' },
    horizon: 'in hospital',
    population: 'adult intensive care',
    scores: [],
    scoresWithheld: [],
    shares: [{ modality: 'labs', logit: 0, present: false }],
    raises: [],
    lowers: [],
    film: { state: 'none', because: 'no-chest-film' },
    statements: [
      {
        concept: 'copd',
        assertion: 'present',
        section: 'history',
        start: 5,
        end: 9,
        source: 'DocumentReference/1',
        at: '2026-11-24T02:00:00.000Z',
      },
    ],
    gaps: [],
    laterDropped: 0,
    models: ['fusion@1.0.0'],
  };
}

const note = { title: 'Admission note', source: 'DocumentReference/1', at: '2026-11-24T02:00:00.000Z' };
const noteWithoutWords = { ...note, text: '' };

function chartOf({ patientId, asOf }: Assessment, fields: Partial<Chart> = {}): Chart {
  return {
    patient: { id: patientId, identifiers: [], name: '山田 花子' },
    asOf,
    measurements: [],
    conditions: [],
    procedures: [],
    devices: [],
    notes: [{ ...note, text: 'Words that are nobody’s business' }],
    films: [],
    gaps: [],
    laterDropped: 0,
    ...fields,
  };
}

describe.each(kinds)('the %s store', (kind) => {
  let store: Store;
  const stack = new AsyncDisposableStack();

  beforeAll(async () => {
    const folder = stack.use(await temporaryFolder());
    const config = databases(folder.path).find((candidate) => candidate.kind === kind);
    if (!config) throw new Error(`no ${kind} database`);
    store = stack.use(await openStore(config));
  });
  afterAll(() => stack.disposeAsync());

  test('answers a ping and says what it is', async () => {
    await store.ping();
    expect(store.kind).toBe(kind);
  });

  const keep = (assessment: Assessment, fields: Partial<Chart> = {}, fhir?: { baseUrl: string }) =>
    store.assessments.save(
      { patientId: assessment.patientId, ...(fhir ? { fhir } : {}) },
      { assessment, chart: chartOf(assessment, fields) },
    );

  test('an assessment comes back as it was saved', async () => {
    const assessment = assessmentOf(randomUUID(), '2026-11-24T03:00:00.000Z');
    await keep(assessment);
    await keep(assessment);
    expect(await store.assessments.find(assessment.id)).toEqual(assessment);
    expect(await store.assessments.find(randomUUID())).toBeUndefined();
    expect(await store.assessments.find('../etc')).toBeUndefined();
  });

  test('the latest assessment of a patient is the one with the newest prediction time, with its chart', async () => {
    const patientId = randomUUID();
    const newer = assessmentOf(patientId, '2026-11-24T03:00:00.000Z');
    await keep(newer);
    await keep(assessmentOf(patientId, '2026-11-23T03:00:00.000Z'));
    const latest = await store.assessments.latestOf({ patientId });
    expect(latest).toEqual({ assessment: newer, chart: chartOf(newer, { notes: [noteWithoutWords] }) });
    expect(await store.assessments.latestOf({ patientId: randomUUID() })).toBeUndefined();
  });

  test('two hospitals that use one id for two people never see one another’s', async () => {
    const patientId = randomUUID();
    const [here, there] = [{ baseUrl: 'https://here/fhir/' }, { baseUrl: 'https://there/fhir' }];
    const mine = assessmentOf(patientId, '2026-11-24T03:00:00.000Z');
    await keep(mine, {}, here);
    const same = { baseUrl: 'https://HERE/fhir' };
    expect((await store.assessments.latestOf({ patientId, fhir: same }))?.assessment.id).toBe(mine.id);
    expect(await store.assessments.latestOf({ patientId, fhir: there })).toBeUndefined();
    expect(await store.assessments.latestOf({ patientId })).toBeUndefined();
    expect(await store.assessments.findOf({ patientId, fhir: there }, mine.id)).toBeUndefined();
  });

  test('a record that could not be read is never shown as the latest', async () => {
    const patientId = randomUUID();
    const known = assessmentOf(patientId, '2026-11-24T03:00:00.000Z');
    await keep(known);
    const gap = { modality: 'patient', reason: 'source-failed', what: 'patient record' } as const;
    await keep(assessmentOf(patientId, '2026-11-24T04:00:00.000Z'), { gaps: [gap] });
    expect((await store.assessments.latestOf({ patientId }))?.assessment.id).toBe(known.id);
  });

  test('what came before is the newest on other evidence, not the same record looked at again', async () => {
    const patientId = randomUUID();
    const [old, again, now] = ['01', '02', '03'].map((hour) =>
      assessmentOf(patientId, `2026-11-24T${hour}:00:00.000Z`),
    ) as [Assessment, Assessment, Assessment];
    const lactate = {
      concept: 'lactate',
      value: 4.1,
      ucum: 'mmol/L',
      observedAt: '2026-11-24T01:30:00.000Z',
      source: 'Observation/1',
    } as const;
    await keep(old);
    await keep(again, { measurements: [lactate] });
    await keep(now, { measurements: [lactate] });
    const chart = chartOf(now, { measurements: [lactate] });
    const before = await store.assessments.before({ patientId }, { assessment: now, chart });
    expect(before?.assessment.id).toBe(old.id);
    const other = (id: string) => store.assessments.otherThan({ assessment: now, chart }, id);
    expect((await other(old.id))?.id).toBe(old.id);
    expect(await other(again.id)).toBeUndefined();
  });

  test('a card is kept with the call that it answered', async () => {
    const assessment = assessmentOf(randomUUID(), '2026-11-24T03:00:00.000Z');
    await keep(assessment);
    const sent = {
      card: { uuid: randomUUID(), summary: 'Chest film: no finding is likely', indicator: 'info' },
      assessmentId: assessment.id,
      hookInstance: randomUUID(),
      serviceId: 'vigie-patient-summary',
    };
    await store.cards.save([sent]);
    await store.cards.save([]);
    expect(await store.cards.find(sent.card.uuid)).toEqual(sent);
    expect(await store.cards.find('none')).toBeUndefined();
  });

  test('a word is kept once, found for its patient alone, and kept when it is withdrawn', async () => {
    const assessment = assessmentOf(randomUUID(), '2026-11-24T03:00:00.000Z');
    const { patientId } = assessment;
    await keep(assessment, {}, { baseUrl: 'https://here/fhir' });
    const mine = { patientId, fhir: { baseUrl: 'https://here/fhir' } };
    const word: Contradiction = {
      id: randomUUID(),
      assessmentId: assessment.id,
      target: { kind: 'finding', name: 'Effusion' },
      verdict: 'disagree',
      reason: 'skin-fold',
      words: 'moves with the gown',
      by: { id: 'Practitioner/1', name: 'Dr Ama Osei' },
      via: 'app',
      at: '2026-11-24T03:10:00.000Z',
    };
    const { by: _, reason: __, words: ___, ...bare } = word;
    const later: Contradiction = {
      ...bare,
      id: randomUUID(),
      via: 'feedback',
      at: '2026-11-24T03:20:00.000Z',
    };
    expect(await store.contradictions.save(word)).toBe('stored');
    expect(await store.contradictions.save({ ...word, verdict: 'agree' })).toBe('duplicate');
    await store.contradictions.save(later);
    const said = await store.contradictions.of(mine);
    expect(said).toEqual([later, word].map((contradiction) => ({ contradiction, of: assessment })));
    expect(await store.contradictions.of({ patientId })).toEqual([]);
    expect(await store.contradictions.findOf({ patientId }, word.id)).toBeUndefined();

    const withdrawal = { at: '2026-11-24T03:30:00.000Z', by: 'Practitioner/1' };
    await store.contradictions.withdraw(word.id, withdrawal);
    await store.contradictions.withdraw(word.id, { ...withdrawal, at: '2026-11-24T04:00:00.000Z' });
    expect((await store.contradictions.of(mine)).map(({ contradiction }) => contradiction.id)).toEqual([
      later.id,
    ]);
    expect((await store.contradictions.findOf(mine, word.id))?.withdrawn).toEqual(withdrawal);
    await expect(store.contradictions.save({ ...word, assessmentId: randomUUID() })).rejects.toThrow();

    const patientKey = `https://here/fhir/Patient/${patientId}`;
    expect(await store.forget({ patientKey, before: '2000-01-01T00:00:00Z' })).toMatchObject({
      assessments: 0,
    });
    expect(await store.forget({ patientKey })).toMatchObject({
      assessments: 1,
      charts: 1,
      contradictions: 2,
    });
    expect(await store.assessments.find(assessment.id)).toBeUndefined();
  });

  test('a film has one first report, each report is replaced once, and none is changed', async () => {
    const patientId = randomUUID();
    const fhir = { baseUrl: 'https://here/fhir' };
    const mine = { patientId, fhir };
    const assessment = assessmentOf(patientId, '2026-11-24T03:00:00.000Z');
    await keep(assessment, {}, fhir);
    const first: SignedReport = {
      ...{ decision: 'signed', id: randomUUID(), assessmentId: assessment.id, film: '1.2', draft: 'h' },
      ...{ text: 'Pas d’épanchement. 胸水なし', origin: 'Vigie', language: 'fr', isEdited: true },
      ...{ by: { id: 'Practitioner/1', name: 'Dr Osei' }, at: '2026-11-24T03:10:00.000Z' },
    };
    expect(await store.reports.save(first)).toBe('stored');
    expect(await store.reports.save({ ...first, text: 'other' })).toBe('taken');
    expect(await store.reports.save({ ...first, id: randomUUID() })).toBe('taken');
    expect(await store.reports.save({ ...first, id: randomUUID(), film: '1.3' })).toBe('stored');
    const amended = { ...first, id: randomUUID(), replaces: first.id, at: '2026-11-24T03:20:00.000Z' };
    expect(await store.reports.save(amended)).toBe('stored');
    expect(await store.reports.save({ ...amended, id: randomUUID() })).toBe('taken');
    const discarded: DiscardedDraft = {
      ...{ decision: 'discarded', id: randomUUID(), assessmentId: assessment.id, film: '1.4', draft: 'h' },
      ...{ reason: 'seen', by: { id: 'Practitioner/2' }, at: '2026-11-24T03:30:00.000Z' },
    };
    expect(await store.reports.save(discarded)).toBe('stored');
    expect(await store.reports.of(mine, '1.2')).toEqual([amended, first]);
    expect(await store.reports.of(mine, '1.4')).toEqual([discarded]);
    expect(await store.reports.of(mine, '1')).toEqual([]);
    expect(await store.reports.findOf(mine, first.id)).toEqual(first);
    expect(await store.reports.findOf({ patientId }, first.id)).toBeUndefined();
    expect(await store.reports.findOf(mine, '../etc')).toBeUndefined();

    const sent = { at: '2026-11-24T03:40:00.000Z', reference: 'DiagnosticReport/1' };
    await store.reports.sent(first.id, sent);
    await store.reports.sent(first.id, { at: '2026-11-24T04:00:00.000Z' });
    expect(await store.reports.findOf(mine, first.id)).toEqual({ ...first, sent });
    await expect(
      store.reports.save({ ...first, id: randomUUID(), assessmentId: randomUUID() }),
    ).rejects.toThrow();

    const patientKey = `https://here/fhir/Patient/${patientId}`;
    expect(await store.forget({ patientKey })).toMatchObject({ assessments: 1, reports: 4 });
    expect(await store.reports.of(mine, '1.2')).toEqual([]);
  });

  test('feedback that is delivered twice is stored once', async () => {
    const entry = {
      serviceId: 'vigie-patient-summary',
      card: randomUUID(),
      outcome: 'overridden',
      reason: { code: 'film-outdated', system: 'urn:vigie' },
      comment: 'Drained since',
      outcomeAt: '2026-11-24T04:00:00+01:00',
    } as const;
    expect(await store.feedback.save(entry)).toBe('stored');
    expect(await store.feedback.save({ ...entry, outcomeAt: '2026-11-24T03:00:00Z' })).toBe('duplicate');
    expect(await store.feedback.save({ ...entry, outcomeAt: '2026-11-24T03:00:01Z' })).toBe('stored');
    const mine = (await store.feedback.list()).filter(({ card }) => card === entry.card);
    expect(mine).toHaveLength(2);
    expect(mine.at(-1)).toMatchObject({ ...entry, outcomeAt: '2026-11-24T03:00:00.000Z' });
  });

  test('a reading is found only for its own model and preprocessing, its embedding to the bit', async () => {
    const embedding = [...new Float32Array([0.1, -3.5e-7, 12_345.678])];
    const reading = { state: 'read', findings: [{ name: 'Effusion' }], embedding };
    const key = { subject: `1.2.${randomUUID()}`, model: 'chest-xray@1.0.0', preprocessing: 'abc' };
    await store.embeddings.save(key, { ...reading, state: 'first' });
    await store.embeddings.save(key, reading);
    expect(await store.embeddings.find(key)).toEqual(reading);
    expect(await store.embeddings.find({ ...key, model: 'chest-xray@1.0.1' })).toBeUndefined();
    expect(await store.embeddings.find({ ...key, preprocessing: 'abd' })).toBeUndefined();
    const refused = { state: 'refused', because: 'not a chest film' };
    await store.embeddings.save({ ...key, subject: `${key.subject}.1` }, refused);
    expect(await store.embeddings.find({ ...key, subject: `${key.subject}.1` })).toEqual(refused);
  });

  test('a waiting job starts at once, each subject is done, and a failed one is tried again', async () => {
    const started = new Map<string, number[]>();
    const waits: number[] = [];
    let sentAt = 0;
    const all = Promise.withResolvers<void>();
    await store.queue.work('read-film', async ({ subject }) => {
      waits.push(performance.now() - sentAt);
      started.set(subject, [...(started.get(subject) ?? []), performance.now()]);
      if (subject === 'fails-once' && started.get(subject)?.length === 1) throw new Error('first try');
      if (subject === 'fails-once' || started.size === 12) queueMicrotask(check);
    });
    const check = () => {
      if (started.size === 13 && started.get('fails-once')?.length === 2) all.resolve();
    };
    sentAt = performance.now();
    await store.queue.send('read-film', { subject: 'fails-once' });
    for (let index = 0; index < 12; index += 1)
      await store.queue.send('read-film', { subject: `film-${index}` });
    const poll = setInterval(check, 20);
    await all.promise;
    clearInterval(poll);
    expect(waits[0]).toBeLessThan(2000);
    console.info(
      `${kind}: first job began after ${waits[0]?.toFixed(0)} ms, last after ${waits.at(-1)?.toFixed(0)} ms`,
    );
  });
});
