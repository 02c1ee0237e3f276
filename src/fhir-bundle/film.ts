import type {
  Annotation,
  CodeableConcept,
  DetectedIssue,
  DiagnosticReport,
  Observation,
  ObservationComponent,
} from '@medplum/fhirtypes';
import type { FindingConclusion, ReadConclusion } from '../assessment/assessment.ts';
import { mayBeThere } from '../assessment/film-conclusion.ts';
import { identityDoubts, statementIn } from '../cards/to-cards.ts';
import { english } from '../cards/wording.ts';
import { disputedFindings } from '../contradictions/standing.ts';
import { findingNamed } from '../findings/registry.ts';
import type { Estimate } from '../lib/estimate.ts';
import { reportOn, signedReport } from './report.ts';
import {
  aiMade,
  dayOf,
  deviceOf,
  type Entry,
  inWords,
  patientOf,
  percentOf,
  studyOf,
  type Told,
  terminology,
  urlOf,
} from './subject.ts';

type Estimated = FindingConclusion & { readonly probability: { readonly kind: 'estimated' } & Estimate };

function isTellable(finding: FindingConclusion): finding is Estimated {
  return finding.probability.kind === 'estimated' && mayBeThere(finding.word);
}

/** HL7's letters for the words that say a finding may be there. */
const interpretations = {
  likely: { code: 'POS', display: 'Positive' },
  possible: { code: 'E', display: 'Equivocal' },
  uncertain: { code: 'IND', display: 'Indeterminate' },
} as const;

function interpretationOf({ word }: Estimated, disputed: boolean): CodeableConcept {
  const { code, display } = interpretations[word as keyof typeof interpretations];
  const text = disputed ? `${english.word[word]}, ${english.disputed}` : english.word[word];
  return { coding: [{ system: terminology.interpretation, code, display }], text };
}

function component(text: string, value: Partial<ObservationComponent>): ObservationComponent {
  return { code: inWords(text), ...value };
}

function componentsOf(film: ReadConclusion, { probability, prevalence, name }: Estimated) {
  const place = film.places?.[name];
  return [
    component('90 % interval, low', { valueQuantity: percentOf(probability.low) }),
    component('90 % interval, high', { valueQuantity: percentOf(probability.high) }),
    ...(prevalence === undefined
      ? []
      : [component('share among all films', { valueQuantity: percentOf(prevalence) })]),
    component('DICOM SOP instance', { valueString: film.sopInstanceUid }),
    ...(place && place.state !== 'none'
      ? [component('place', { valueString: `${english.side[place.side]} ${english.zone[place.zone]}` })]
      : []),
  ];
}

function doubtsOf({ doubts = [] }: Estimated): Annotation[] {
  return doubts.map((doubt) => ({ text: `${english.lessSure}: ${english.doubt[doubt]}` }));
}

function makerOf({ model, outlinedBy, heart }: ReadConclusion, name: string): string {
  return name === 'Cardiomegaly' && heart?.kind === 'measured' && outlinedBy ? outlinedBy : model;
}

function findingEntry(told: Told, film: ReadConclusion, finding: Estimated): Entry<Observation> {
  const { name, probability } = finding;
  const known = findingNamed(name);
  const words = known?.words.en ?? name;
  const derivedFrom = studyOf(told);
  const note = doubtsOf(finding);
  return {
    fullUrl: urlOf(told, 'Observation', name),
    resource: {
      resourceType: 'Observation',
      meta: aiMade,
      status: 'preliminary',
      category: [{ coding: [{ system: terminology.category, code: 'imaging' }] }],
      code: {
        ...(known ? { coding: [{ system: terminology.snomed, code: known.snomed, display: words }] } : {}),
        text: `${words}: probability that the film shows it`,
      },
      subject: patientOf(told),
      ...dayOf(film),
      valueQuantity: percentOf(probability.value),
      interpretation: [interpretationOf(finding, disputedFindings(told.standing).has(name))],
      device: deviceOf(told, makerOf(film, name)),
      ...(derivedFrom.length > 0 ? { derivedFrom } : {}),
      component: componentsOf(film, finding),
      ...(note.length > 0 ? { note } : {}),
    },
  };
}

function draftReport(told: Told, film: ReadConclusion, results: readonly Entry[]): DiagnosticReport {
  const { assessment } = told;
  const statement = statementIn(assessment, told);
  const names = results.flatMap(({ resource }) =>
    resource.resourceType === 'Observation' ? [resource.code.coding?.[0]?.display] : [],
  );
  return {
    ...reportOn(told, film),
    meta: aiMade,
    status: 'preliminary',
    code: {
      coding: [{ system: terminology.loinc, code: '18748-4', display: 'Diagnostic imaging study' }],
      text: 'Chest film as read by a model, not by a radiologist',
    },
    issued: assessment.createdAt,
    ...(results.length > 0 ? { result: results.map(({ fullUrl }) => ({ reference: fullUrl })) } : {}),
    conclusion: `${names.length > 0 ? `May show: ${names.join(', ')}` : english.nothingLikely}. ${english.notValidated}`,
    presentedForm: [
      {
        contentType: 'text/markdown',
        language: 'en',
        title: 'The whole statement',
        data: Buffer.from(statement, 'utf8').toString('base64'),
      },
    ],
  };
}

/**
 * The draft, or the report that was signed of it. None where the draft was discarded: `cancelled` and `entered-in-error`
 * would both say that there had been a report, and a draft that a clinician set aside is none.
 */
function reportEntries(told: Told, film: ReadConclusion, results: readonly Entry[]): Entry[] {
  const { report } = told;
  if (report?.state === 'discarded') return [];
  const resource =
    report?.state === 'signed' ? signedReport(told, film, report.signed) : draftReport(told, film, results);
  return [{ fullUrl: urlOf(told, 'DiagnosticReport'), resource }];
}

/** The film as a report and one observation for each finding that may be there; nothing where it was not read. */
export function filmEntries(told: Told): Entry[] {
  const { film } = told.assessment;
  if (film.state !== 'read') return [];
  const results = film.findings.filter(isTellable).map((finding) => findingEntry(told, film, finding));
  return [...reportEntries(told, film, results), ...results];
}

/** A film that may be another person's. */
export function identityEntries(told: Told): Entry<DetectedIssue>[] {
  const { film, asOf, models } = told.assessment;
  const doubts = identityDoubts(film, told.standing);
  if (doubts.length === 0) return [];
  const implicated = studyOf(told);
  const maker = film.state === 'read' ? film.model : models.at(-1);
  return [
    {
      fullUrl: urlOf(told, 'DetectedIssue'),
      resource: {
        resourceType: 'DetectedIssue',
        meta: aiMade,
        status: 'preliminary',
        code: inWords(english.rightFilm),
        severity: 'high',
        patient: patientOf(told),
        identifiedDateTime: asOf,
        ...(maker ? { author: deviceOf(told, maker) } : {}),
        ...(implicated.length > 0 ? { implicated } : {}),
        detail: doubts.join('; '),
      },
    },
  ];
}
