import type { PhantomSpec } from '../phantom/phantom.ts';
import type { LabName, UnitHabit } from './lab-tests.ts';
import type { VitalName } from './vital-signs.ts';

/** Values taken together, some hours before the hospital opened its doors. */
export type Round<Name extends string> = {
  readonly hoursAgo: number;
  readonly values: Readonly<Partial<Record<Name, number>>>;
};

export type NoteKind = 'admission' | 'progress' | 'nursing' | 'emergency' | 'preoperative';

export type StoryNote = {
  readonly kind: NoteKind;
  readonly title: string;
  readonly hoursAgo: number;
  readonly language?: 'en' | 'fr';
  readonly text: string;
};

/** A film to be drawn: a phantom thorax, or a hand that somebody filed under chest. */
export type StoryFilm = {
  readonly name: string;
  readonly hoursAgo: number;
  readonly description: string;
  readonly modality: 'DX' | 'CR';
  readonly shows:
    | {
        readonly kind: 'thorax';
        readonly view: PhantomSpec['view'];
        readonly findings: PhantomSpec['findings'];
      }
    | { readonly kind: 'hand' };
};

export type CodedEntry = { readonly snomed?: string; readonly text: string; readonly hoursAgo?: number };

/** One invented patient and the one thing this patient is here to show. */
export type Story = {
  /** Also the FHIR id. */
  readonly id: string;
  readonly line: string;
  readonly mrn: string;
  readonly family: string;
  readonly given: string;
  readonly sex: 'male' | 'female';
  readonly ageYears: number;
  /** `MM-DD`; the year follows from the age, so that nobody grows old in the demo. */
  readonly birthday: string;
  readonly admission: { readonly hoursAgo: number; readonly kind: 'IMP' | 'EMER'; readonly reason: string };
  readonly vitals: readonly Round<VitalName>[];
  readonly unitHabit: UnitHabit;
  readonly labs: readonly Round<LabName>[];
  readonly conditions: readonly CodedEntry[];
  readonly procedures?: readonly CodedEntry[];
  readonly devices?: readonly CodedEntry[];
  readonly notes: readonly StoryNote[];
  /** Radiologists' reports on earlier films. */
  readonly reports?: readonly { readonly hoursAgo: number; readonly title: string; readonly text: string }[];
  readonly films: readonly StoryFilm[];
  /** FHIR searches that the hospital fails to answer for this patient. */
  readonly failing?: { readonly resourceType: string; readonly category: string };
};

const hourMs = 3_600_000;

/** ISO 8601 instant, to the minute, so many hours before `now`. */
export function instantBefore(now: Date, hoursAgo: number): string {
  const minute = Math.floor((now.getTime() - hoursAgo * hourMs) / 60_000) * 60_000;
  return new Date(minute).toISOString();
}

/** `YYYY-MM-DD`, so that the patient has completed `ageYears` on the day of `now`. */
export function birthDateOf({ ageYears, birthday }: Pick<Story, 'ageYears' | 'birthday'>, now: Date): string {
  const today = now.toISOString().slice(5, 10);
  const year = now.getUTCFullYear() - ageYears - (birthday > today ? 1 : 0);
  return `${year}-${birthday}`;
}
