import type {
  Condition,
  Device,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  ImagingStudy,
  Observation,
  Patient,
  Procedure,
} from '@medplum/fhirtypes';
import { type LabRow, labRows, type VitalSheet, vitalSheet } from './flow-sheet.ts';
import { type FhirAnswer, matchesOf, type OwnFhir } from './own-fhir.ts';

export type NoteView = {
  readonly title: string;
  readonly at: string;
  readonly text: string;
  readonly language: string;
};
export type FilmView = {
  readonly sopInstanceUid: string;
  readonly description: string;
  readonly modality: string;
  readonly at: string;
};

/** What the page shows of a chart; `failed` names the parts that the hospital could not give. */
export type ChartView = {
  readonly id: string;
  readonly name: string;
  readonly mrn: string;
  readonly sex: string;
  readonly birthDate?: string;
  readonly encounter?: { readonly kind: string; readonly since: string; readonly reason: string };
  readonly vitals: VitalSheet;
  readonly labs: readonly LabRow[];
  readonly conditions: readonly string[];
  readonly treatments: readonly string[];
  readonly notes: readonly NoteView[];
  readonly films: readonly FilmView[];
  readonly failed: readonly string[];
};

const decode = (data: string | undefined) => Buffer.from(data ?? '', 'base64').toString('utf8');

export function nameOf({ name }: Patient): string {
  const [first] = name ?? [];
  return first?.text ?? [first?.family, first?.given?.join(' ')].filter(Boolean).join(', ');
}

export function mrnOf({ identifier }: Patient): string {
  return identifier?.[0]?.value ?? '';
}

function noteOf({ description, date, content }: DocumentReference): NoteView {
  const attachment = content?.[0]?.attachment;
  return {
    title: description ?? 'Note',
    at: date ?? '',
    text: decode(attachment?.data),
    language: attachment?.language ?? 'en',
  };
}

function reportOf({ code, effectiveDateTime, conclusion, presentedForm }: DiagnosticReport): NoteView {
  const text = presentedForm?.[0]?.data ? decode(presentedForm[0].data) : (conclusion ?? '');
  return { title: code.text ?? 'Report', at: effectiveDateTime ?? '', text, language: 'en' };
}

function filmsOf({ started, series, description }: ImagingStudy): FilmView[] {
  return (series ?? []).flatMap(({ instance, modality, description: words }) =>
    (instance ?? []).map(({ uid }) => ({
      sopInstanceUid: uid ?? '',
      description: words ?? description ?? 'Film',
      modality: modality?.code ?? '',
      at: started ?? '',
    })),
  );
}

function encounterOf(encounter: Encounter | undefined): Pick<ChartView, 'encounter'> {
  if (!encounter) return {};
  const kind = encounter.class.code === 'EMER' ? 'Emergency' : 'Inpatient';
  const reason = encounter.reasonCode?.[0]?.text ?? '';
  return { encounter: { kind, since: encounter.period?.start ?? '', reason } };
}

const newestFirst = (a: { at: string }, b: { at: string }) => b.at.localeCompare(a.at);

/** Gathers one patient's chart from FHIR. Returns nothing when there is no such patient. */
export async function readChart(fhir: OwnFhir, id: string): Promise<ChartView | undefined> {
  const failed: string[] = [];
  const ask = async (what: string, query: string): Promise<FhirAnswer> => {
    const answer = await fhir.get(query);
    if (!answer.ok) failed.push(`${what} (status ${answer.status})`);
    return answer;
  };
  const patient = await fhir.get(`Patient/${id}`);
  if (!patient.ok) return undefined;
  const of = `patient=${id}&_count=500`;
  const [encounters, vitals, labs, conditions, procedures, devices, notes, reports, studies] =
    await Promise.all([
      ask('encounter', `Encounter?${of}`),
      ask('vital signs', `Observation?${of}&category=vital-signs&_sort=-date`),
      ask('laboratory', `Observation?${of}&category=laboratory&_sort=-date`),
      ask('conditions', `Condition?${of}`),
      ask('procedures', `Procedure?${of}`),
      ask('devices', `Device?${of}`),
      ask('notes', `DocumentReference?${of}`),
      ask('reports', `DiagnosticReport?${of}`),
      ask('films', `ImagingStudy?${of}&_sort=-started`),
    ]);
  const person = patient.body as Patient;
  return {
    id,
    name: nameOf(person) || 'Name not recorded',
    mrn: mrnOf(person),
    sex: person.gender ?? 'unknown',
    ...(person.birthDate ? { birthDate: person.birthDate } : {}),
    ...encounterOf(matchesOf<Encounter>(encounters)[0]),
    vitals: vitalSheet(matchesOf<Observation>(vitals)),
    labs: labRows(matchesOf<Observation>(labs)),
    conditions: matchesOf<Condition>(conditions).map(({ code }) => code?.text ?? 'unnamed'),
    treatments: [
      ...matchesOf<Procedure>(procedures).map(({ code }) => code?.text ?? 'unnamed'),
      ...matchesOf<Device>(devices).map(({ type }) => type?.text ?? 'unnamed'),
    ],
    notes: [
      ...matchesOf<DocumentReference>(notes).map(noteOf),
      ...matchesOf<DiagnosticReport>(reports).map(reportOf),
    ].sort(newestFirst),
    films: matchesOf<ImagingStudy>(studies).flatMap(filmsOf),
    failed,
  };
}
