import type { Assessment } from '../assessment/assessment.ts';
import type { Contradiction } from '../contradictions/contradiction.ts';
import { isSamePerson, standingOn } from '../contradictions/standing.ts';
import type { Store } from '../store/store.ts';
import type { ContradictionView } from './contract.ts';
import { patientOf } from './patient-summary.ts';
import type { Visit } from './visit.ts';

/** A word as one viewer sees it; `standing` tells whether it is about the evidence that is shown. */
export function toView(
  contradiction: Contradiction,
  { viewer }: Visit,
  standing: boolean,
): ContradictionView {
  return { ...contradiction, stands: standing, isOwn: isSamePerson(contradiction.by?.id, viewer?.id) };
}

/** What clinicians said of this patient's assessments, newest first; what was withdrawn is left out. */
export async function wordsOn(
  { store }: { readonly store: Store },
  visit: Visit,
  shown: Assessment,
): Promise<ContradictionView[]> {
  const said = await store.contradictions.of(patientOf(visit));
  const standing = new Set(standingOn(said, shown).map(({ id }) => id));
  return said.map(({ contradiction }) => toView(contradiction, visit, standing.has(contradiction.id)));
}
