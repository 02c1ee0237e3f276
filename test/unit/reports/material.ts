import type { Assessment } from '../../../src/assessment/assessment.ts';
import type { Contradiction } from '../../../src/contradictions/contradiction.ts';
import type { Material } from '../../../src/reports/compose.ts';
import { chartWith } from '../scores/charts.ts';

const estimated = (value: number) => ({
  kind: 'estimated' as const,
  value,
  low: value - 0.05,
  high: value + 0.1,
});

export const assessment = {
  id: '5f2b7a52-7d0c-4b39-9c0b-0d8f2f1b3a11',
  patientId: 'p1',
  asOf: '2026-11-24T10:00:00.000Z',
  createdAt: '2026-11-24T10:00:01.000Z',
  risk: estimated(0.123),
  horizon: 'until discharge',
  population: 'adults in intensive care',
  shares: [],
  raises: [],
  lowers: [],
  scores: [],
  scoresWithheld: [],
  film: {
    state: 'read',
    studyInstanceUid: '1.2',
    sopInstanceUid: '1.2.1',
    acquiredAt: '2026-11-24T08:00:00',
    view: 'PA',
    abnormal: estimated(0.8),
    abnormalPrevalence: 0.5,
    findings: [
      { name: 'Pneumothorax', word: 'likely', probability: estimated(0.7), prevalence: 0.05 },
      {
        ...{ name: 'Consolidation', word: 'possible', probability: estimated(0.3), prevalence: 0.05 },
        doubts: ['many-findings'],
      },
      { name: 'Effusion', word: 'unlikely', probability: estimated(0.06), prevalence: 0.2 },
      { name: 'Edema', word: 'no-evidence', probability: estimated(0.1), prevalence: 0.1 },
      { name: 'Mass', word: 'not-assessed', probability: { kind: 'withheld', because: 'not-assessed' } },
      { name: 'Hernia', word: 'not-offered', probability: { kind: 'withheld', because: 'not-offered' } },
    ],
    places: { Consolidation: { state: 'found', side: 'right', zone: 'lower' } },
    warnings: [],
    filmWarnings: ['tilted'],
    model: 'chest-xray-encoder@1.4.0',
    heart: {
      kind: 'measured',
      ratio: { value: 0.57, low: 0.53, high: 0.61 },
      heart: {},
      chest: {},
    },
    outlinedBy: 'chest-outline@1.0.0',
  },
  gaps: [],
  laterDropped: 0,
  models: ['chest-xray-encoder@1.4.0', 'fusion@2.0.0'],
} as unknown as Assessment;

const said = { assessmentId: assessment.id, via: 'app' } as const;

export const disputed: Contradiction = {
  ...{ ...said, id: '0d7a1c52-7d0c-4b39-9c0b-0d8f2f1b3a11' },
  target: { kind: 'finding', name: 'Pneumothorax' },
  verdict: 'disagree',
  reason: 'skin-fold',
  words: 'moves with the gown',
  by: { id: 'Practitioner/1', name: 'Dr Ama Osei' },
  at: '2026-11-24T09:50:00.000Z',
};
export const missed: Contradiction = {
  ...{ ...said, id: '0d7a1c52-7d0c-4b39-9c0b-0d8f2f1b3a12' },
  target: { kind: 'missed', name: 'Nodule' },
  verdict: 'add',
  words: 'left apex',
  by: { id: 'Practitioner/2', name: 'Dr Luc Roy' },
  at: '2026-11-24T09:55:00.000Z',
};

export const material: Material = {
  assessment,
  chart: {
    ...chartWith({ lactate: 4.1 }),
    films: [
      { studyInstanceUid: '1.2', instances: [], source: 'ImagingStudy/s1' },
      {
        ...{ studyInstanceUid: '1.1', instances: [], source: 'ImagingStudy/s0' },
        startedAt: '2026-11-22T23:30:00Z',
      },
    ],
  },
  standing: [disputed, missed],
  language: 'en',
  timeZone: 'Europe/Paris',
};
