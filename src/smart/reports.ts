import { standingOn } from '../contradictions/standing.ts';
import { composeDraft } from '../reports/compose.ts';
import { filmOf, type ReportState } from '../reports/report.ts';
import { reportStanding } from '../reports/standing.ts';
import type { Store } from '../store/store.ts';
import type { HeldSummary } from '../summary/summaries.ts';
import type { ReportStanding } from './contract.ts';
import { patientOf } from './patient-summary.ts';
import type { Visit } from './visit.ts';

/** What became of the draft on the film of this summary; undefined where it was not read. */
export async function reportOf(
  { store }: { readonly store: Store },
  visit: Visit,
  held: HeldSummary,
): Promise<ReportState | undefined> {
  const { film } = held.assessment;
  if (film.state !== 'read') return undefined;
  const patient = patientOf(visit);
  const [said, decisions] = await Promise.all([
    store.contradictions.of(patient),
    store.reports.of(patient, filmOf(film)),
  ]);
  const standing = standingOn(said, held.assessment);
  const draft = composeDraft({ ...held, standing, language: 'en', timeZone: 'UTC' });
  return draft && reportStanding(decisions, { film: draft.film, draft: draft.hash });
}

/** Who decided what and when, without the text. */
export function standingView(state: ReportState): ReportStanding {
  switch (state.state) {
    case 'draft':
      return { state: 'draft' };
    case 'discarded': {
      const { by, at, reason } = state.discarded;
      return { state: 'discarded', by, at, ...(reason ? { reason } : {}) };
    }
    case 'signed': {
      const { id, by, at, isEdited, replaces, sent } = state.signed;
      const { earlierInEhr: earlier } = state;
      return {
        state: 'signed',
        isOvertaken: state.isOvertaken,
        ...{ id, by, at, isEdited },
        ...(replaces ? { replaces } : {}),
        ...(sent ? { sent } : {}),
        ...(earlier ? { earlierInEhr: { id: earlier.id, by: earlier.by, at: earlier.at } } : {}),
      };
    }
  }
}
