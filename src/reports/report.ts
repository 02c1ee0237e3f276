import type { ReadConclusion } from '../assessment/assessment.ts';
import type { Language } from '../words/words.ts';

export type FilmUids = Pick<ReadConclusion, 'sopInstanceUid' | 'studyInstanceUid'>;

/** What a report is about: SOP instance UID of the film, or its study's where the file names none. */
export function filmOf({ sopInstanceUid, studyInstanceUid }: FilmUids): string {
  return sopInstanceUid || studyInstanceUid;
}

/** Who decided on a draft: a FHIR reference, and the name as the EHR gave it. */
export type Decider = { readonly id: string; readonly name?: string };

type Decided = {
  readonly id: string;
  readonly assessmentId: string;
  /** @see filmOf */
  readonly film: string;
  /** Hash of the draft that was shown. @see Draft */
  readonly draft: string;
  readonly by: Decider;
  /** ISO 8601. */
  readonly at: string;
};

/** A report that somebody answers for: kept as it is; a correction is another one that names it in `replaces`. */
export type SignedReport = Decided & {
  readonly decision: 'signed';
  /** As the signer left it, without the line that says who drafted it. */
  readonly text: string;
  /** Who drafted it: the line that stays under the text. */
  readonly origin: string;
  readonly language: Language;
  /** Whether the text differs from the draft. */
  readonly isEdited: boolean;
  readonly replaces?: string;
  /** When the EHR took it, and as what (`DiagnosticReport/1`) where it said so. */
  readonly sent?: { readonly at: string; readonly reference?: string };
};

/** A draft that somebody set aside. */
export type DiscardedDraft = Decided & { readonly decision: 'discarded'; readonly reason?: string };

export type Decision = SignedReport | DiscardedDraft;

/** What became of the draft on one film. */
export type ReportState =
  | { readonly state: 'draft' }
  | { readonly state: 'discarded'; readonly discarded: DiscardedDraft }
  | {
      readonly state: 'signed';
      readonly signed: SignedReport;
      /** What the model or colleagues say of the film is not what it was when this was signed. */
      readonly isOvertaken: boolean;
      /** The report before it that the EHR last said it has, while it has not said that it has this one. */
      readonly earlierInEhr?: SignedReport;
    };

/** The whole report as it is shown and sent. */
export function wholeText({ text, origin }: Pick<SignedReport, 'text' | 'origin'>): string {
  return `${text}\n\n${origin}`;
}
