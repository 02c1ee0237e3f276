import { standingOn } from '../contradictions/standing.ts';
import type { Told } from '../fhir-bundle/subject.ts';
import type { Clock } from '../lib/clock.ts';
import { NotFound, ServiceError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import { composeDraft, type Draft } from '../reports/compose.ts';
import { type Decision, filmOf } from '../reports/report.ts';
import { maySign, reportStanding } from '../reports/standing.ts';
import type { HeldSummary } from '../summary/summaries.ts';
import type { Language } from '../words/words.ts';
import type { ReportView } from './contract.ts';
import { type PatientParts, patientOf, summaryOf } from './patient-summary.ts';
import { standingView } from './reports.ts';
import type { Visit } from './visit.ts';

export type ReportParts = PatientParts &
  Pick<Told, 'overrideReasons'> & { readonly clock: Clock; readonly log: Logger };

export class DraftChanged extends ServiceError {
  override readonly name = 'DraftChanged';
  override readonly code = 'DRAFT_CHANGED';
  override readonly status = 409;
  constructor() {
    super(
      'the film’s reading, or what was said of it, has changed since this draft was shown; read it again',
    );
  }
}

export class AlreadySigned extends ServiceError {
  override readonly name = 'AlreadySigned';
  override readonly code = 'ALREADY_SIGNED';
  override readonly status = 409;
  constructor() {
    super('another report of this film was signed meanwhile; read it, and correct it if it must be');
  }
}

/** Without the record nobody can tell whether the draft is still what there is to sign. */
export class RecordUnavailable extends ServiceError {
  override readonly name = 'RecordUnavailable';
  override readonly code = 'RECORD_UNAVAILABLE';
  override readonly status = 502;
  constructor() {
    super('the record cannot be asked just now, so nothing was signed; try again');
  }
}

/** How a draft is said. */
export type Manner = { readonly language: Language; readonly timeZone: string };

/** The draft of one summary and everything that was decided on its film, newest first. */
export type Desk = {
  readonly held: HeldSummary;
  readonly draft: Draft | undefined;
  readonly decisions: readonly Decision[];
};

/** `refresh` gathers the record anew. */
export async function deskOf(
  parts: ReportParts,
  visit: Visit,
  manner: Manner,
  options?: { readonly refresh?: boolean },
): Promise<Desk> {
  const held = await summaryOf(parts, visit, options);
  const patient = patientOf(visit);
  const { film } = held.assessment;
  const [said, decisions] = await Promise.all([
    parts.store.contradictions.of(patient),
    film.state === 'read' ? parts.store.reports.of(patient, filmOf(film)) : [],
  ]);
  const standing = standingOn(said, held.assessment);
  return { held, draft: composeDraft({ ...held, standing, ...manner }), decisions };
}

/** @throws NotFound where the film was not read */
export function viewOf(visit: Visit, { draft, decisions }: Desk): ReportView {
  if (!draft) throw new NotFound('there is no draft: no film was read for this summary');
  const state = reportStanding(decisions, { film: draft.film, draft: draft.hash });
  const { hash, film, takenAt, language, text, origin } = draft;
  const signed = state.state === 'signed' ? state.signed : undefined;
  return {
    draft: { hash, film, ...(takenAt ? { takenAt } : {}), language, text, origin },
    standing: standingView(state),
    ...(signed
      ? {
          signed: {
            draft: signed.draft,
            text: signed.text,
            origin: signed.origin,
            language: signed.language,
          },
        }
      : {}),
    maySign: maySign(visit.viewer?.id),
    goesToEhr: visit.mayWriteReports,
  };
}

/** The draft that the decision is about, if it still is the one. @throws DraftChanged */
export function sameDraft({ draft }: Desk, asked: string): Draft {
  if (draft?.hash !== asked) throw new DraftChanged();
  return draft;
}
