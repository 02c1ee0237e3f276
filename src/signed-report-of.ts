import { type FilmUids, filmOf } from './reports/report.ts';
import { signedStanding } from './reports/standing.ts';
import type { PatientOf } from './store/patient-key.ts';
import type { Store } from './store/store.ts';

/** How a hook, which knows no reports, asks for the one that stands on a film. */
export function signedReportOf({ reports }: Store) {
  return async (patient: PatientOf, film: FilmUids) =>
    signedStanding(await reports.of(patient, filmOf(film)));
}
