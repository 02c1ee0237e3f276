import type { FindingName } from '../findings/registry.ts';

/** What is agreed or disagreed with: one finding, the risk, or the card as a whole; `missed` names what the model missed. */
export type Target =
  | { readonly kind: 'finding'; readonly name: FindingName }
  | { readonly kind: 'risk' }
  | { readonly kind: 'card' }
  | { readonly kind: 'missed'; readonly name?: FindingName };

/** `add` goes with `missed` and with nothing else. */
export type Verdict = 'disagree' | 'agree' | 'add';

/** A clinician's word on one statement of one assessment: kept, shown to whoever comes next, never overwritten. */
export type Contradiction = {
  readonly id: string;
  readonly assessmentId: string;
  readonly target: Target;
  readonly verdict: Verdict;
  /** A code of `cds-hooks/override-reasons.json`. */
  readonly reason?: string;
  /** In the clinician's own words. */
  readonly words?: string;
  /** The FHIR reference of the person; absent where an EHR's feedback names nobody. */
  readonly by?: { readonly id: string; readonly name?: string };
  /** `app`: said here; `feedback`: sent by the EHR with CDS Hooks. */
  readonly via: 'app' | 'feedback';
  /** ISO 8601. */
  readonly at: string;
};
