import type { CodeableConcept, Extension, Quantity, Reference, Resource } from '@medplum/fhirtypes';
import type { Assessment, ReadConclusion } from '../assessment/assessment.ts';
import type { Coding } from '../cards/card.ts';
import type { Chart } from '../chart/chart.ts';
import type { Contradiction } from '../contradictions/contradiction.ts';
import type { Estimate } from '../lib/estimate.ts';
import { uuidOf } from '../lib/uuid.ts';
import type { ReportState } from '../reports/report.ts';

/** One summary, and what makes its references absolute. */
export type Told = {
  readonly assessment: Assessment;
  readonly chart: Chart;
  /** What clinicians said of the same evidence. */
  readonly standing: readonly Contradiction[];
  readonly overrideReasons: readonly Coding[];
  /** What became of the draft report; a draft where nothing is said. */
  readonly report?: ReportState;
  /** The FHIR base address that gives ids their meaning; empty for that server itself, which knows its own. */
  readonly fhirBase: string;
};

export type Entry<T extends Resource = Resource> = { readonly fullUrl: string; readonly resource: T };

/** Artificial-intelligence asserted, of HL7's v3 ObservationValue: the security label of AI Transparency on FHIR. */
export const aiAsserted = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'AIAST',
  display: 'Artificial Intelligence asserted',
};
export const aiMade = { security: [aiAsserted] };

export const terminology = {
  snomed: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
  ucum: 'http://unitsofmeasure.org',
  interpretation: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  category: 'http://terminology.hl7.org/CodeSystem/observation-category',
} as const;

/** The same part of the same assessment has the same address in every bundle. */
export function urlOf({ assessment }: Told, ...part: readonly string[]): string {
  return `urn:uuid:${uuidOf(assessment.id, ...part)}`;
}

export function deviceOf(told: Told, maker: string): Reference<never> & { reference: string } {
  return { reference: urlOf(told, 'Device', maker), display: maker };
}

/** `Observation/1` as the hospital's own server is asked for it. */
export function absolute({ fhirBase }: Told, reference: string): string {
  return /^https?:/.test(reference) || fhirBase === ''
    ? reference
    : `${fhirBase.replace(/\/+$/, '')}/${reference}`;
}

export function patientOf(told: Told): { reference: string } {
  return { reference: absolute(told, `Patient/${told.assessment.patientId}`) };
}

/** The film study's own resource, where the chart still lists it. */
export function studyOf(told: Told): { reference: string }[] {
  const { film } = told.assessment;
  if (film.state !== 'read') return [];
  const study = told.chart.films.find(({ studyInstanceUid }) => studyInstanceUid === film.studyInstanceUid);
  return study ? [{ reference: absolute(told, study.source) }] : [];
}

/** FHIR wants a time zone beside a time of day, which a film's header seldom has. */
export function dayOf({ acquiredAt }: ReadConclusion): { effectiveDateTime?: string } {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(acquiredAt ?? '')?.[0];
  return day ? { effectiveDateTime: day } : {};
}

/** Per cent to one place: what a probability can bear. */
export function percentOf(probability: number): Quantity & { value: number } {
  return { value: Math.round(probability * 1000) / 10, unit: '%', system: terminology.ucum, code: '%' };
}

/** R4 has no place for a probability's interval. */
export function intervalExtension({ low, high }: Estimate): Extension {
  return { url: 'urn:vigie:interval-90', valueRange: { low: percentOf(low), high: percentOf(high) } };
}

/** A concept that no code system names. */
export function inWords(text: string): CodeableConcept {
  return { text };
}
