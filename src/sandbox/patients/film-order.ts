import { uidFor } from '../uid.ts';
import { birthDateOf, instantBefore, type Story, type StoryFilm } from './story.ts';

/** Digital X-Ray Image Storage - For Presentation, and Computed Radiography Image Storage. */
const sopClasses = { DX: '1.2.840.10008.5.1.4.1.1.1.1', CR: '1.2.840.10008.5.1.4.1.1.1' } as const;

/** Everything the archive knows about a film before anybody has drawn it. */
export type FilmOrder = {
  readonly patientId: string;
  readonly mrn: string;
  /** DICOM person name, `Family^Given`. */
  readonly patientName: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  readonly ageYears: number;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly modality: 'DX' | 'CR';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly description: string;
  /** Sets the phantom's small accidents of anatomy. */
  readonly seed: number;
  readonly shows: StoryFilm['shows'];
};

function seedOf(text: string): number {
  return [...text].reduce((seed, letter) => (seed * 31 + letter.charCodeAt(0)) % 1_000_003, 7);
}

/** The order for one film of a story. */
export function filmOrderOf(story: Story, film: StoryFilm, now: Date): FilmOrder {
  const name = `${story.id}/${film.name}`;
  return {
    patientId: story.id,
    mrn: story.mrn,
    patientName: `${story.family}^${story.given}`,
    birthDate: birthDateOf(story, now),
    sex: story.sex,
    ageYears: story.ageYears,
    studyInstanceUid: uidFor(`${name}/study`),
    seriesInstanceUid: uidFor(`${name}/series`),
    sopInstanceUid: uidFor(`${name}/instance`),
    sopClassUid: sopClasses[film.modality],
    modality: film.modality,
    startedAt: instantBefore(now, film.hoursAgo),
    description: film.description,
    // One body per patient: two films of the same person share their anatomy.
    seed: seedOf(story.id),
    shows: film.shows,
  };
}
