import type { Assessment } from '../assessment/assessment.ts';
import type { Change as ChangeSince } from '../assessment/changes.ts';
import type { Measurement, Patient, ReferenceRange } from '../chart/chart.ts';
import type { Contradiction, Target, Verdict } from '../contradictions/contradiction.ts';
import type { FilmPlan } from '../light-box/film-plan.ts';
import type { Answer } from '../questions/answer.ts';
import type { DiscardedDraft, SignedReport } from '../reports/report.ts';

/**
 * What the app in the browser and its server say to one another; the app takes types from here and nothing else.
 * Every address is below the patient's own, `/patients/{id}`. The session's name goes with each call in the header
 * `x-vigie-session`: two tabs hold two sessions, and a call for another patient than the session's is refused (403).
 * A program without a session sends `Authorization: Bearer <FHIR token>` and, where several EHRs are registered,
 * `x-fhir-server: <FHIR base address>`.
 */
export type SessionHeader = 'x-vigie-session';

/** A refusal, in any answer that is not 2xx: a stable code, and words that hold no patient data. */
export type Refusal = { readonly code: string; readonly message: string };

/** What the EHR did not let Vigie read: `ImagingStudy` …; of Observation also one category, `vital-signs`. */
export type NotGranted = readonly string[];

export type Viewer = {
  /** `Practitioner/1`, or the subject of the token where the EHR names no resource. */
  readonly id: string;
  readonly name?: string;
};

/** One thing that is different from the assessment before. */
export type Change = ChangeSince;

/** A chest film of the chart, newest first in every list. */
export type FilmListed = {
  readonly studyInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly startedAt?: string;
  readonly description?: string;
  /** `ImagingStudy/<id>`. */
  readonly source: string;
  /** The film that the assessment speaks of. */
  readonly isAssessed: boolean;
};

/** `GET /patients/{id}/summary` (`?refresh=1` gathers and assesses anew); as a FHIR Bundle for `application/fhir+json`. */
export type SummaryView = {
  readonly patient: Patient;
  readonly viewer?: Viewer;
  readonly assessment: Assessment;
  /** `live`: gathered just now or within the session's last minute. `stored`: the record could not be asked, and why. */
  readonly origin: { readonly kind: 'live' } | { readonly kind: 'stored'; readonly because: string };
  /** The hook's card spoke of an assessment on other evidence than this one. */
  readonly openedFrom?: { readonly assessmentId: string; readonly asOf: string };
  /** What changed since, and since when; absent where there is no earlier assessment. */
  readonly changes?: { readonly since: string; readonly list: readonly Change[] };
  /** Newest first; those that were withdrawn are left out. */
  readonly contradictions: readonly ContradictionView[];
  readonly films: readonly FilmListed[];
  readonly models: readonly { readonly maker: string; readonly card?: string }[];
  /** What became of the draft report; absent where the film was not read. */
  readonly report?: ReportStanding;
  readonly notGranted: NotGranted;
};

export type ContradictionView = Contradiction & {
  /** Whether it is about the evidence of the assessment shown, and its author's last word on it: so it changes what is shown. */
  readonly stands: boolean;
  /** Made by the viewer, who may withdraw it. */
  readonly isOwn: boolean;
};

/**
 * `POST /patients/{id}/contradictions`; answers 201 with a ContradictionView, 200 where this id was kept before.
 * `DELETE …/contradictions/{uuid}` withdraws one's own; answers 204, also the second time. Both need a session (403).
 */
export type ContradictionRequest = {
  /** A UUID that the app makes, so that what is sent again after a lost answer is kept once. */
  readonly id?: string;
  readonly assessmentId: string;
  readonly target: Target;
  readonly verdict: Verdict;
  /** A code of `cds-hooks/override-reasons.json`, for `disagree`; the two-action way sends one of them. */
  readonly reason?: string;
  /** At most 500 characters. */
  readonly words?: string;
};

/** What became of the draft on the film shown, without its text. */
export type ReportStanding =
  | { readonly state: 'draft' }
  | ({ readonly state: 'discarded' } & Pick<DiscardedDraft, 'by' | 'at' | 'reason'>)
  | ({
      readonly state: 'signed';
      /** What the model or colleagues say of the film is not what it was when this was signed. */
      readonly isOvertaken: boolean;
      /** The earlier report that the EHR last said it has, while it has not said that it has this one. */
      readonly earlierInEhr?: Pick<SignedReport, 'id' | 'by' | 'at'>;
    } & Pick<SignedReport, 'id' | 'by' | 'at' | 'isEdited' | 'replaces' | 'sent'>);

/**
 * `GET /patients/{id}/report?language=fr&timeZone=Europe/Paris`: the draft composed from the summary as it is now, and
 * what became of it. 404 where the film was not read.
 */
export type ReportView = {
  readonly draft: {
    /** Names what the draft says; sent back with each decision on it. */
    readonly hash: string;
    /** The film it is on: what is typed belongs to this one and to no other. */
    readonly film: string;
    /** ISO 8601, where the film says it. */
    readonly takenAt?: string;
    /** In which it is composed. */
    readonly language: 'en' | 'fr';
    /** Plain text, to be corrected. */
    readonly text: string;
    /** Who drafted it: stays under the text. */
    readonly origin: string;
  };
  readonly standing: ReportStanding;
  /** The text that stands, where one was signed. */
  readonly signed?: Pick<SignedReport, 'draft' | 'text' | 'origin' | 'language'>;
  /** The viewer is a practitioner, and so may sign and discard. */
  readonly maySign: boolean;
  /** The EHR lets this session write the report into the record. */
  readonly goesToEhr: boolean;
};

/**
 * `POST …/report/signatures` signs: 201 with a ReportView, 200 where this id was kept before; 409 `DRAFT_CHANGED` when the
 * draft is not the one that was shown, `ALREADY_SIGNED` when another report of the film stands than the one named in
 * `replaces`; 502 `RECORD_UNAVAILABLE` when the record cannot be asked. `GET …/report/signatures/{uuid}` is the signed report as a FHIR DiagnosticReport.
 * `POST …/report/signatures/{uuid}/sending` sends one's own to the EHR again; answers a ReportView.
 */
export type SignatureRequest = {
  /** A UUID that the app makes, so that what is sent again after a lost answer is kept once. */
  readonly id: string;
  /** `draft.hash` of the draft that was shown. */
  readonly draft: string;
  /** At most 20,000 characters. */
  readonly text: string;
  /** Of the text. */
  readonly language: 'en' | 'fr';
  readonly timeZone?: string;
  /** The signed report that this one corrects. */
  readonly replaces?: string;
};
/** A signed report and, where the EHR takes reports and did not take this one, why (a code of the catalogue's `trouble`). */
export type SignatureView = ReportView & { readonly notSent?: string };

/** `POST …/report/discards`; the same answers as signing. */
export type DiscardRequest = Pick<SignatureRequest, 'id' | 'draft'> & {
  /** At most 500 characters. */
  readonly reason?: string;
};

/** One line of `GET /patients/{id}/trends`; times ISO 8601, oldest first, several values of one time all kept. */
export type Trend = {
  readonly concept: string;
  readonly words: string;
  readonly modality: 'labs' | 'vitals';
  readonly ucum: string;
  /** Of the newest value that states one, in `ucum`. */
  readonly range?: ReferenceRange;
  readonly points: readonly TrendPoint[];
};
export type TrendPoint = {
  readonly at: string;
} & Pick<Measurement, 'value' | 'source' | 'status' | 'words' | 'recorded'>;
export type TrendsView = { readonly asOf: string; readonly trends: readonly Trend[] };

/**
 * `GET /patients/{id}/films/{sopInstanceUid}`. Pixels: `…/picture?side=512` is a grey PNG with the film's own window,
 * `…/pixels?side=2048` little-endian uint16 display grey (0 black); their size is in `x-rows` and `x-columns`.
 */
export type FilmView = FilmPlan & {
  /** The study in the hospital's own viewer, where that is known. */
  readonly pacsUrl?: string;
};
/**
 * Why a film is not shown: 422 when it is there and cannot be decoded (`code` of the film room: `corrupt-pixels` …), 502
 * or 504 when the archive does not give it (`pacs-…`).
 */
export type FilmRefusalView = Refusal & Pick<FilmView, 'pacsUrl'>;

/** `POST /patients/{id}/questions`; answers 200 with an AnswerView, whatever its kind. */
export type QuestionRequest = {
  /** At most 500 characters. */
  readonly question: string;
  /** Of the answer; by the question's words where it is not given. */
  readonly language?: 'en' | 'fr';
  /** IANA name of the reader's time zone, in which "since Monday" is meant and times are told; UTC else. */
  readonly timeZone?: string;
};
export type AnswerView = Answer & Pick<SummaryView, 'origin'>;

/**
 * `GET /patients/{id}/resources/{type}/{id}`: the FHIR resource as the EHR gives it, its patient checked. `texts` are
 * what its attachments hold, as characters to be shown and never as markup; `unread` are attachments without text.
 */
export type ResourceView = {
  readonly resource: Readonly<Record<string, unknown>>;
  readonly texts: readonly { readonly contentType: string; readonly text: string }[];
  readonly unread: readonly { readonly contentType: string }[];
};

/**
 * `GET /model-cards/{id}` or `/{id@version}`, without a session: what a model is for, how good it was and for whom. Both
 * texts are Markdown; `text/markdown` answers the card alone, `application/fhir+json` a DocumentReference.
 */
export type ModelCardView = {
  readonly id: string;
  readonly version: string;
  readonly card: string;
  /** The 31 source attributes of 45 CFR 170.315(b)(11)(iv)(B). */
  readonly attributes?: string;
};

/** `GET /smart/session`: who is looking at whom, until when. `POST /smart/logout` ends it. */
export type SessionView = {
  readonly patientId: string;
  readonly viewer?: Viewer;
  readonly needsPatientBanner: boolean;
  /** BCP 47, as the EHR told it. */
  readonly language?: string;
  readonly ehr: string;
  /** ISO 8601; after it the page offers to sign in again. */
  readonly expiresAt: string;
  /** Where a new launch begins. */
  readonly relaunch: string;
};
