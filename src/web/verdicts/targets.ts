import type { ContradictionView } from '../../smart/contract.ts';
import type { Target } from '../summary-types.ts';

/** One name for what is agreed or disagreed with. */
export function keyOf(target: Target): string {
  if (target.kind === 'finding') return `finding.${target.name}`;
  if (target.kind === 'missed') return `missed.${target.name ?? ''}`;
  return target.kind;
}

/** Where words about a target are typed. */
export function draftOf(target: Target): string {
  return target.kind === 'missed' ? 'missed' : `disagree.${keyOf(target)}`;
}

/** What is said of one target: what still stands, newest first. */
export function saidOf(target: Target, all: readonly ContradictionView[]): readonly ContradictionView[] {
  const key = keyOf(target);
  return all.filter((each) => each.stands && keyOf(each.target) === key);
}

/** With the newest word added: of one person on one target only the last stands. */
export function withNewest(
  all: readonly ContradictionView[],
  view: ContradictionView,
): readonly ContradictionView[] {
  const key = keyOf(view.target);
  const others = all
    .filter(({ id }) => id !== view.id)
    .map((each) =>
      each.isOwn && keyOf(each.target) === key && view.target.kind !== 'missed'
        ? { ...each, stands: false }
        : each,
    );
  return [view, ...others];
}

/** Reasons for not wanting to be told, which do not deny what is told; the card knows the same. */
const notDenying: readonly (string | undefined)[] = ['already-known', 'not-relevant'];

/** A statement that somebody denies and that contradiction stands: shown as disputed, never hidden. */
export function isDisputed(target: Target, all: readonly ContradictionView[]): boolean {
  return saidOf(target, all).some(
    ({ verdict, reason }) => verdict === 'disagree' && !notDenying.includes(reason),
  );
}

/** The coded reasons that make sense for a target, likeliest first; codes of `cds-hooks/override-reasons.json`. */
const reasons = {
  finding: [
    ...['false-positive', 'skin-fold', 'device', 'film-quality', 'already-known'],
    ...['wrong-patient', 'not-relevant', 'other'],
  ],
  risk: ['risk-too-high', 'risk-too-low', 'already-known', 'not-relevant', 'wrong-patient', 'other'],
  card: [
    ...['already-known', 'not-relevant', 'wrong-patient', 'film-quality'],
    ...['false-positive', 'false-negative', 'other'],
  ],
  missed: [],
} as const satisfies Record<Target['kind'], readonly string[]>;

export function reasonsFor(target: Target): readonly string[] {
  return reasons[target.kind];
}
