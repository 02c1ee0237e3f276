/** What is kept, taken out and deleted by the commands an operator has. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assessment } from '../../src/assessment/assessment.ts';
import { exportFeedback } from '../../src/cli/feedback-export.ts';
import { forget } from '../../src/cli/forget.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { chartWith } from '../unit/scores/charts.ts';
import { openCommandLine } from './command-line.ts';

const cli = openCommandLine();
const config = { database: { kind: 'embedded', folder: cli.at('.vigie/database') } } as const;
afterAll(() => cli[Symbol.dispose]());

const here = { baseUrl: 'https://here.example/fhir' };
const estimated = { kind: 'estimated', value: 0.7, low: 0.55, high: 0.85 } as const;
const chart = chartWith({ lactate: 4.1 });

function assessmentOf(patientId: string, asOf: string): Assessment {
  return {
    ...{ id: randomUUID(), patientId, asOf, createdAt: asOf, horizon: '', population: '' },
    risk: { kind: 'estimated', value: 0.2, low: 0.1, high: 0.3 },
    raises: [{ words: 'lactate', modality: 'labs', effect: 0.3, measurement: chart.measurements[0]! }],
    film: {
      state: 'read',
      studyInstanceUid: `1.2.${patientId}`,
      sopInstanceUid: `1.2.${patientId}.1`,
      view: 'PA',
      abnormal: estimated,
      findings: [{ name: 'Pneumothorax', word: 'likely', probability: estimated }],
      warnings: [],
      model: 'film@1',
    },
    ...{ shares: [], lowers: [], scores: [], scoresWithheld: [], gaps: [], laterDropped: 0 },
    models: ['film@1', 'fusion@1'],
  };
}

async function keep(store: Store, patientId: string, asOf = '2026-11-24T10:00:00.000Z') {
  const assessment = assessmentOf(patientId, asOf);
  const patient = { id: patientId, identifiers: [] };
  await store.assessments.save({ patientId, fhir: here }, { assessment, chart: { ...chart, patient, asOf } });
  const card = { uuid: randomUUID() };
  await store.cards.save([{ card, assessmentId: assessment.id, hookInstance: 'i', serviceId: 's' }]);
  const at = { serviceId: 's', outcomeAt: '2026-11-24T11:00:00.000Z' };
  await store.feedback.save({ ...at, card: card.uuid, outcome: 'overridden', comment: 'on another card' });
  const key = { model: 'film@1', preprocessing: 'x' };
  for (const subject of [`1.2.${patientId}/1`, `1.2.${patientId}.1`])
    await store.embeddings.save({ ...key, subject }, { state: 'read' });
  const words = ['=HYPERLINK("http://evil")', 'left apex, seen on the lateral'];
  const saying = {
    assessmentId: assessment.id,
    by: { id: 'Practitioner/1', name: 'Dr Ama Osei' },
    via: 'app',
  } as const;
  const finding = { kind: 'finding', name: 'Pneumothorax' } as const;
  const [first, second] = [randomUUID(), randomUUID()];
  await store.contradictions.save({
    ...{ ...saying, id: first, target: finding, verdict: 'disagree', reason: 'skin-fold' },
    ...{ words: words[0]!, at: '2026-11-24T10:10:00.000Z' },
  });
  await store.contradictions.save({
    ...{ ...saying, id: second, target: { kind: 'risk' }, verdict: 'agree' },
    ...{ words: words[1]!, at: '2026-11-24T10:20:00.000Z' },
  });
  await store.contradictions.withdraw(first, { at: '2026-11-24T10:15:00.000Z', by: 'Practitioner/1' });
  return assessment;
}

let mine: Assessment;
beforeAll(async () => {
  await using store = await openStore(config.database);
  mine = await keep(store, 'p1');
  await keep(store, 'p10');
});

describe('vigie feedback export', () => {
  test('has each word with the statement it was about, what was withdrawn too, and no person', () => {
    const { status, stderr } = cli.vigie('feedback', 'export', '--out', 'feedback.csv');
    expect(stderr).toContain('6 lines');
    expect(status).toBe(0);
    const rows = cli.rowsOf('feedback.csv').filter(({ assessment }) => assessment === mine.id);
    expect(rows).toMatchObject([
      {
        ...{
          about: 'finding',
          finding: 'Pneumothorax',
          verdict: 'disagree',
          reason: 'skin-fold',
          via: 'app',
        },
        ...{ said: 'likely', probability: '0.7', low: '0.55', high: '0.85', models: 'film@1 fusion@1' },
        ...{ at: '2026-11-24T10:10:00.000Z', withdrawn_at: '2026-11-24T10:15:00.000Z', evidence: '' },
        film: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { about: 'risk', verdict: 'agree', probability: '0.2', evidence: 'Observation/x', withdrawn_at: '' },
    ]);
    const text = readFileSync(cli.at('feedback.csv'), 'utf8');
    expect(text).not.toContain('Osei');
    expect(text).not.toContain('Practitioner');
    expect(text).not.toContain('1.2.p1');
    expect(rows[0]?.words).toBe('\'=HYPERLINK("http://evil")');
  });

  test('names people only when told to, as NDJSON too', async () => {
    const out = cli.at('feedback.ndjson');
    expect(await exportFeedback({ config, out, withNames: true })).toBe(6);
    const lines = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ by: 'Practitioner/1', by_name: 'Dr Ama Osei' });
    expect(lines.filter(({ about }) => about === 'another-card')).toHaveLength(2);
  });

  test('to another kind of file is refused, and while a service runs too', async () => {
    expect(cli.vigie('feedback', 'export', '--out', 'feedback.xlsx').stderr).toContain('.csv or .ndjson');
    await using _service = await openStore(config.database);
    const { status, stderr } = cli.vigie('feedback', 'export', '--out', 'other.csv');
    expect(status).toBe(1);
    expect(stderr).toMatch(/process/);
  });
});

describe('vigie forget', () => {
  test('needs to be told what, in a form that can be found', () => {
    expect(cli.vigie('forget').stderr).toContain('--patient');
    expect(cli.vigie('forget', '--patient', 'Louise Martin').stderr).toContain('FHIR reference');
  });

  test('leaves nothing of that patient and everything of the next', async () => {
    expect(await forget({ config, patient: 'https://elsewhere.example/fhir/Patient/p1' })).toContain(
      '0 of assessments',
    );
    const { stderr, status } = cli.vigie('forget', '--patient', 'https://HERE.example/fhir/Patient/p1');
    expect(status).toBe(0);
    for (const line of [
      '1 of assessments',
      '1 of charts',
      '1 of cards',
      '2 of contradictions',
      '1 of feedback',
      '2 of embeddings',
    ])
      expect(stderr).toContain(line);
    await using store = await openStore(config.database);
    expect(await store.assessments.find(mine.id)).toBeUndefined();
    expect(await store.assessments.latestOf({ patientId: 'p10', fhir: here })).toBeDefined();
    expect(await store.contradictions.list()).toHaveLength(2);
    const key = { model: 'film@1', preprocessing: 'x' };
    expect(await store.embeddings.find({ ...key, subject: '1.2.p1/1' })).toBeUndefined();
    expect(await store.embeddings.find({ ...key, subject: '1.2.p10/1' })).toBeDefined();
  });

  test('by age leaves what is younger', async () => {
    const before = await forget({ config, before: '2026-11-24T09:00:00.000Z' });
    expect(before).toContain('0 of assessments');
    const after = await forget({ config, before: '2999-01-01T00:00:00.000Z' });
    expect(after).toEqual(
      expect.arrayContaining(['1 of assessments', '1 of charts', '2 of embeddings', '1 of feedback']),
    );
  });
});
