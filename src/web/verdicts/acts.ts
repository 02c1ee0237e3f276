import type { ContradictionRequest, ContradictionView } from '../../smart/contract.ts';
import type { CallFailed } from '../service/call-failed.ts';

/** For how long after saying something the page holds out the way back; withdrawing stays possible after it. */
export const undoMs = 10_000;

/** One thing the reader said on this page, on its way to the record. */
export type Act = {
  readonly key: number;
  readonly request: ContradictionRequest;
} & (
  | { readonly state: 'sending' }
  | { readonly state: 'recorded'; readonly view: ContradictionView; readonly undoUntil: number }
  | { readonly state: 'withdrawing'; readonly view: ContradictionView }
  /** What was typed is still in `request`; `view` is there when it was the taking back that failed. */
  | { readonly state: 'failed'; readonly because: CallFailed; readonly view?: ContradictionView }
);

export function actWith(acts: readonly Act[], next: Act): readonly Act[] {
  const isNew = !acts.some(({ key }) => key === next.key);
  return isNew ? [...acts, next] : acts.map((act) => (act.key === next.key ? next : act));
}

export function actsWithout(acts: readonly Act[], key: number): readonly Act[] {
  return acts.filter((act) => act.key !== key);
}

/** Acts that a new session may send again by itself. */
export function toResend(acts: readonly Act[]): readonly Act[] {
  return acts.filter((act) => act.state === 'failed' && act.because.status === 401);
}
