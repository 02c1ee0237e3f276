/** What a film's header says; tags leave this room only under these names. */
export type FilmFacts = {
  readonly kind: 'dicom' | 'image';
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly modality?: string;
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  readonly patientId?: string;
  /** `YYYY-MM-DD` */
  readonly patientBirthDate?: string;
  readonly patientSex?: string;
  readonly patientAgeYears?: number;
  readonly viewPosition?: string;
  readonly bodyPart?: string;
  readonly photometric?: string;
  /** The header names another species than ours. */
  readonly isAnimal?: boolean;
  readonly transferSyntaxUid?: string;
  /** ISO 8601, without a zone: DICOM seldom gives one. */
  readonly acquiredAt?: string;
};

/** A film as a radiologist would see it: display grey 0 to 1, higher is brighter, row by row. */
export type GreyFilm = {
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Float32Array;
  readonly facts: FilmFacts;
  /** 2, 4, 8 … when a JPEG 2000 was decoded at a lower resolution; else 1. */
  readonly reducedBy: number;
};

export type RefusalCode =
  | 'not-dicom'
  | 'unsupported-transfer-syntax'
  | 'corrupt-pixels'
  | 'no-pixels'
  | 'not-a-radiograph'
  | 'multi-frame'
  | 'colour'
  | 'lateral-view'
  | 'not-chest'
  | 'too-small'
  | 'too-large'
  | 'blank'
  | 'over-exposed'
  | 'under-exposed';

/** Why a file is not read as a film; `detail` holds no patient data. */
export type FilmRefusal = { readonly code: RefusalCode; readonly detail: string };

/** Thrown inside this room only; the film reader answers with its refusal. */
export class FilmRefused extends Error {
  override readonly name = 'FilmRefused';
  readonly refusal: FilmRefusal;
  readonly facts: FilmFacts | undefined;
  constructor(refusal: FilmRefusal, facts?: FilmFacts) {
    super(`${refusal.code}: ${refusal.detail}`);
    this.refusal = refusal;
    this.facts = facts;
  }
}

export function refuse(code: RefusalCode, detail: string): never {
  throw new FilmRefused({ code, detail });
}
