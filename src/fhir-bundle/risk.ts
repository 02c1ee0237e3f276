import type { Annotation, Observation, RiskAssessment, RiskAssessmentPrediction } from '@medplum/fhirtypes';
import { gapWhy } from '../cards/detail.ts';
import { interval, percent } from '../cards/numbers.ts';
import { english } from '../cards/wording.ts';
import type { Gap } from '../chart/chart.ts';
import type { Score } from '../scores/score.ts';
import {
  absolute,
  aiMade,
  deviceOf,
  type Entry,
  intervalExtension,
  inWords,
  patientOf,
  percentOf,
  studyOf,
  type Told,
  terminology,
  urlOf,
} from './subject.ts';

const dead = { system: terminology.snomed, code: '419099009', display: 'Dead' };

function predictionOf({ assessment: { risk, horizon, population } }: Told): RiskAssessmentPrediction {
  const outcome = { coding: [dead], text: 'death in hospital' };
  if (risk.kind === 'withheld') {
    const because = english.withheld[risk.because] ?? risk.because;
    return { outcome, rationale: `${english.riskWithheld}: ${because}` };
  }
  const said = `${percent(risk.value)}, 90 % interval ${interval(risk)}`;
  return {
    extension: [intervalExtension(risk)],
    outcome,
    probabilityDecimal: percentOf(risk.value).value,
    rationale: `${said}. Horizon: ${horizon}. Population: ${population}`,
  };
}

function gapText(gap: Gap): string {
  const why = gapWhy(gap);
  return `${gap.what}: ${english.gap[gap.reason]}${why ? ` (${why})` : ''}`;
}

/** What a reader must know beside the number: what was missing, and what it is not. */
function notesOf({ assessment: { gaps } }: Told): Annotation[] {
  const missing = gaps.map(gapText).join('; ');
  return [...(missing ? [{ text: `${english.missing}: ${missing}` }] : []), { text: english.notValidated }];
}

/** Everything that was considered, each once: values, the film, the notes and diagnoses that were counted. */
function basisOf(told: Told): { reference: string }[] {
  const { measurements, conditions } = told.chart;
  const sources = [
    ...measurements.map(({ source }) => source),
    ...conditions.map(({ source }) => source),
    ...(told.assessment.statements ?? []).map(({ source }) => source),
  ];
  const all = [...new Set(sources)].map((source) => ({ reference: absolute(told, source) }));
  return [...all, ...studyOf(told)];
}

/** The risk as a RiskAssessment: `preliminary` until a clinician says more; per cent, as R4 asks. */
export function riskEntry(told: Told): Entry<RiskAssessment> {
  const { assessment, chart } = told;
  const fusion = assessment.models.at(-1) ?? '';
  const basis = basisOf(told);
  return {
    fullUrl: urlOf(told, 'RiskAssessment'),
    resource: {
      resourceType: 'RiskAssessment',
      meta: aiMade,
      identifier: [{ system: 'urn:vigie:assessment', value: assessment.id }],
      status: 'preliminary',
      code: inWords(english.riskName),
      subject: patientOf(told),
      ...(chart.encounter ? { encounter: { reference: absolute(told, chart.encounter.source) } } : {}),
      occurrenceDateTime: assessment.asOf,
      performer: deviceOf(told, fusion),
      ...(basis.length > 0 ? { basis } : {}),
      prediction: [predictionOf(told)],
      note: notesOf(told),
    },
  };
}

function scoreNote({ missing, remarks = [] }: Score): Annotation[] {
  const least = missing.length > 0 ? [`${english.atLeast} this: missing ${missing.join(', ')}`] : [];
  return [...least, ...remarks].map((text) => ({ text }));
}

/** A published score, counted by its own table: no model's word, so it bears no AI label. */
function scoreEntry(told: Told, score: Score): Entry<Observation> {
  const { name, points, band, items } = score;
  const sources = items.flatMap(({ measurement }) => (measurement ? [measurement.source] : []));
  const derivedFrom = [...new Set(sources)].map((source) => ({ reference: absolute(told, source) }));
  const note = scoreNote(score);
  return {
    fullUrl: urlOf(told, 'Observation', name),
    resource: {
      resourceType: 'Observation',
      status: 'preliminary',
      category: [{ coding: [{ system: terminology.category, code: 'survey' }] }],
      code: inWords(name),
      subject: patientOf(told),
      effectiveDateTime: told.assessment.asOf,
      valueInteger: points,
      ...(band ? { interpretation: [inWords(band)] } : {}),
      ...(derivedFrom.length > 0 ? { derivedFrom } : {}),
      ...(note.length > 0 ? { note } : {}),
    },
  };
}

/** One Observation for each published score, derived from the values it was counted from. */
export function scoreEntries(told: Told): Entry<Observation>[] {
  return told.assessment.scores.map((score) => scoreEntry(told, score));
}
