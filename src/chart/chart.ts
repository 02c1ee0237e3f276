import type { Concept } from './codes.ts';

/** The kinds of evidence an assessment can hear. */
export const modalities = ['film', 'labs', 'vitals', 'notes'] as const;
export type Modality = (typeof modalities)[number];

/** Below this age no model and no score here was made for the patient. */
export const adultFromYears = 18;

/** What its laboratory calls usual, in the concept's own UCUM unit; one limit may be open. */
export type ReferenceRange = { readonly low?: number; readonly high?: number };

/** One measured value in the concept's own UCUM unit, with where and when it comes from. */
export type Measurement = {
  readonly concept: Concept;
  readonly value: number;
  readonly ucum: string;
  /** ISO 8601 instant at which the value was so (FHIR `effective`, else `issued`). */
  readonly observedAt: string;
  /** When the laboratory or the monitor gave it out; it was not known before. */
  readonly issuedAt?: string;
  /** When its server last wrote it (`meta.lastUpdated`); absent, Vigie received it with the call. Decides nothing. */
  readonly receivedAt?: string;
  /** A value that its source has not called final. */
  readonly status?: 'preliminary' | 'unknown';
  /** `Observation/<id>`. */
  readonly source: string;
  /** A coded value in words, where the number stands for a code. */
  readonly words?: string;
  /** The value as recorded, when it was converted. */
  readonly recorded?: { readonly value: number; readonly unit: string };
  readonly range?: ReferenceRange;
};

export type GapReason =
  | 'none-on-record'
  | 'too-old'
  | 'not-given'
  | 'source-failed'
  | 'unit-unknown'
  | 'contradiction'
  | 'not-readable'
  | 'no-time'
  | 'refused'
  | 'pending';

/** Something an assessment would have used and could not; `detail` holds no patient data. */
export type Gap = {
  readonly modality: Modality | 'patient' | 'conditions' | 'encounter' | 'procedures';
  readonly reason: GapReason;
  readonly what: string;
  readonly detail?: string;
};

export type Patient = {
  readonly id: string;
  readonly identifiers: readonly string[];
  /** For the app's banner, and for nothing else: no card, log, export or model has it. */
  readonly name?: string;
  readonly sex?: 'male' | 'female';
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD` as FHIR records it. */
  readonly birthDate?: string;
  /** Completed years at the prediction time. */
  readonly ageYears?: number;
};

/** A coded or worded entry: a condition, procedure or device. */
export type Entry = {
  readonly text: string;
  readonly code?: string;
  /** Every code of the entry, with its system. */
  readonly codings?: readonly { readonly system?: string; readonly code: string }[];
  /** Not so, or not surely so, at the prediction time: resolved, inactive or in remission; a differential diagnosis. */
  readonly state?: 'over' | 'considered';
  /** A procedure under way at the prediction time. */
  readonly isOngoing?: true;
  readonly at?: string;
  readonly source: string;
};

/** A range of oxygen saturation (%) that a clinician has documented as this patient's target. */
export type OxygenTarget = {
  readonly low: number;
  readonly high: number;
  readonly at?: string;
  readonly source: string;
};

export type Note = {
  readonly text: string;
  readonly title: string;
  readonly at?: string;
  readonly source: string;
};

/** One image of a study, as ImagingStudy lists it. */
export type StudyInstance = {
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid?: string;
  readonly description?: string;
};

/** A chest film study and where its images can be had. */
export type FilmStudy = {
  readonly studyInstanceUid: string;
  readonly startedAt?: string;
  /** Absolute DICOMweb base address from the Endpoint, when one is known. */
  readonly wadoRs?: string;
  readonly instances: readonly StudyInstance[];
  readonly source: string;
};

/** What was gathered for one patient up to `asOf`, units normalised, provenance kept, gaps named. */
export type Chart = {
  readonly patient: Patient;
  /** The prediction time, ISO 8601; nothing after it is in the chart. */
  readonly asOf: string;
  readonly encounter?: {
    readonly source: string;
    readonly startedAt?: string;
    readonly kind?: string;
    /** FHIR `hospitalization.admitSource`, for example `nursing`. */ readonly admitSource?: string;
  };
  readonly measurements: readonly Measurement[];
  readonly conditions: readonly Entry[];
  readonly procedures: readonly Entry[];
  readonly devices: readonly Entry[];
  readonly notes: readonly Note[];
  /** The newest documented target, from an Observation, a Flag or a note. */
  readonly oxygenTarget?: OxygenTarget;
  /** Chest film studies, newest first. */
  readonly films: readonly FilmStudy[];
  readonly gaps: readonly Gap[];
  /** How many values and other records were left out because they were not known at the prediction time. */
  readonly laterDropped: number;
};
