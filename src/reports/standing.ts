import type { Decision, ReportState, SignedReport } from './report.ts';

/** The film on screen and the draft that is composed of it now. */
export type Now = { readonly film: string; readonly draft: string };

/** The nearest report that `signed` replaces, by whatever steps, of which the EHR said that it has it. */
function earlierInEhr(reports: readonly SignedReport[], signed: SignedReport): SignedReport | undefined {
  if (signed.sent) return undefined;
  let before = reports.find(({ id }) => id === signed.replaces);
  for (let steps = 0; before && !before.sent && steps < reports.length; steps += 1) {
    const { replaces } = before;
    before = reports.find(({ id }) => id === replaces);
  }
  return before?.sent ? before : undefined;
}

/** The signed report of one film that no other replaces, whatever clocks say of the two. */
export function signedStanding(onFilm: readonly Decision[]): SignedReport | undefined {
  const reports = onFilm.filter((decision) => decision.decision === 'signed');
  const replaced = new Set(reports.map(({ replaces }) => replaces));
  return reports.find(({ id }) => !replaced.has(id));
}

/**
 * What stands of `decisions` (newest first): the signed report of the film, whatever its draft has become; a discard for as
 * long as the draft is the one that was discarded.
 */
export function reportStanding(decisions: readonly Decision[], { film, draft }: Now): ReportState {
  const onFilm = decisions.filter((decision) => decision.film === film);
  const reports = onFilm.filter((decision) => decision.decision === 'signed');
  const signed = signedStanding(onFilm);
  if (signed) {
    const earlier = earlierInEhr(reports, signed);
    return {
      ...{ state: 'signed', signed, isOvertaken: signed.draft !== draft },
      ...(earlier ? { earlierInEhr: earlier } : {}),
    };
  }
  const discarded = onFilm.find((decision) => decision.decision === 'discarded' && decision.draft === draft);
  return discarded?.decision === 'discarded' ? { state: 'discarded', discarded } : { state: 'draft' };
}

/** Only who treats patients answers for a report: a practitioner, as the EHR's sign-in names them. */
export function maySign(id: string | undefined): boolean {
  return id !== undefined && /(^|\/)Practitioner(Role)?\/[A-Za-z0-9\-.]{1,64}$/.test(id);
}
