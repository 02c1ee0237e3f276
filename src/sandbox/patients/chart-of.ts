import type {
  CodeableConcept,
  Condition,
  Device,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  Patient,
  Procedure,
  Resource,
} from '@medplum/fhirtypes';
import { type FilmOrder, filmOrderOf } from './film-order.ts';
import { imagingStudy } from './imaging.ts';
import { labObservations, vitalObservations } from './observations.ts';
import { birthDateOf, type CodedEntry, instantBefore, type NoteKind, type Story } from './story.ts';
import { systems } from './systems.ts';

const noteTypes: Readonly<Record<NoteKind, readonly [code: string, display: string]>> = {
  admission: ['34117-2', 'History and physical note'],
  progress: ['11506-3', 'Progress note'],
  nursing: ['34746-8', 'Nurse Note'],
  emergency: ['34111-5', 'Emergency department Note'],
  preoperative: ['34117-2', 'History and physical note'],
};

const encounterClass = { IMP: 'inpatient encounter', EMER: 'emergency' } as const;

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

function conceptOf({ snomed, text }: CodedEntry): CodeableConcept {
  return { ...(snomed ? { coding: [{ system: systems.snomed, code: snomed, display: text }] } : {}), text };
}

function patientOf(story: Story, now: Date): Patient {
  return {
    resourceType: 'Patient',
    id: story.id,
    active: true,
    identifier: [
      {
        use: 'usual',
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] },
        system: systems.mrn,
        value: story.mrn,
      },
    ],
    name: [{ use: 'official', family: story.family, given: [story.given] }],
    gender: story.sex,
    birthDate: birthDateOf(story, now),
  };
}

function encounterOf({ id, admission }: Story, now: Date): Encounter {
  return {
    resourceType: 'Encounter',
    id,
    status: 'in-progress',
    class: { system: systems.actCode, code: admission.kind, display: encounterClass[admission.kind] },
    subject: { reference: `Patient/${id}` },
    period: { start: instantBefore(now, admission.hoursAgo) },
    reasonCode: [{ text: admission.reason }],
  };
}

function conditionOf(story: Story, entry: CodedEntry, index: number, now: Date): Condition {
  return {
    resourceType: 'Condition',
    id: `${story.id}-condition-${index + 1}`,
    clinicalStatus: { coding: [{ system: systems.conditionClinical, code: 'active' }] },
    verificationStatus: { coding: [{ system: systems.conditionVerification, code: 'confirmed' }] },
    code: conceptOf(entry),
    subject: { reference: `Patient/${story.id}` },
    ...(entry.hoursAgo === undefined
      ? {}
      : {
          encounter: { reference: `Encounter/${story.id}` },
          onsetDateTime: instantBefore(now, entry.hoursAgo),
          recordedDate: instantBefore(now, entry.hoursAgo),
        }),
  };
}

function procedureOf(story: Story, entry: CodedEntry, index: number, now: Date): Procedure {
  return {
    resourceType: 'Procedure',
    id: `${story.id}-procedure-${index + 1}`,
    status: 'completed',
    code: conceptOf(entry),
    subject: { reference: `Patient/${story.id}` },
    encounter: { reference: `Encounter/${story.id}` },
    performedDateTime: instantBefore(now, entry.hoursAgo ?? story.admission.hoursAgo),
  };
}

function deviceOf(story: Story, entry: CodedEntry, index: number): Device {
  return {
    resourceType: 'Device',
    id: `${story.id}-device-${index + 1}`,
    status: 'active',
    type: conceptOf(entry),
    patient: { reference: `Patient/${story.id}` },
  };
}

function noteOf(story: Story, index: number, now: Date): DocumentReference[] {
  const note = story.notes[index];
  if (!note) return [];
  const [code, display] = noteTypes[note.kind];
  const at = instantBefore(now, note.hoursAgo);
  return [
    {
      resourceType: 'DocumentReference',
      id: `${story.id}-note-${index + 1}`,
      status: 'current',
      docStatus: 'final',
      type: { coding: [{ system: systems.loinc, code, display }], text: note.title },
      subject: { reference: `Patient/${story.id}` },
      date: at,
      author: [{ reference: 'Practitioner/demo' }],
      description: note.title,
      content: [
        {
          attachment: {
            contentType: 'text/plain; charset=utf-8',
            language: note.language ?? 'en',
            data: base64(note.text),
            title: note.title,
            creation: at,
          },
        },
      ],
      context: { encounter: [{ reference: `Encounter/${story.id}` }] },
    },
  ];
}

function reportsOf(story: Story, now: Date): DiagnosticReport[] {
  return (story.reports ?? []).map(({ hoursAgo, title, text }, index) => ({
    resourceType: 'DiagnosticReport',
    id: `${story.id}-report-${index + 1}`,
    status: 'final',
    category: [{ coding: [{ system: systems.diagnosticService, code: 'RAD', display: 'Radiology' }] }],
    code: { coding: [{ system: systems.loinc, code: '36643-5', display: 'XR Chest 2 Views' }], text: title },
    subject: { reference: `Patient/${story.id}` },
    effectiveDateTime: instantBefore(now, hoursAgo),
    issued: instantBefore(now, hoursAgo - 1),
    conclusion: text,
    presentedForm: [{ contentType: 'text/plain; charset=utf-8', language: 'en', data: base64(text), title }],
  }));
}

/** The orders for all films of a story, oldest first as written. */
export function filmOrdersOf(story: Story, now: Date): FilmOrder[] {
  return story.films.map((film) => filmOrderOf(story, film, now));
}

/** The whole chart of a story as FHIR R4 resources, dated back from `now`. */
export function chartOf(story: Story, now: Date): Resource[] {
  return [
    patientOf(story, now),
    encounterOf(story, now),
    ...story.vitals.flatMap((round) => vitalObservations(story, round, now)),
    ...story.labs.flatMap((round) => labObservations(story, round, now)),
    ...story.conditions.map((entry, index) => conditionOf(story, entry, index, now)),
    ...(story.procedures ?? []).map((entry, index) => procedureOf(story, entry, index, now)),
    ...(story.devices ?? []).map((entry, index) => deviceOf(story, entry, index)),
    ...story.notes.flatMap((_, index) => noteOf(story, index, now)),
    ...reportsOf(story, now),
    ...filmOrdersOf(story, now).map((order, index) =>
      imagingStudy({ ...order, id: `${story.id}-film-${index + 1}` }),
    ),
  ];
}
