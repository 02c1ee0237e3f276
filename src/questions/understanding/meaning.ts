import type { Modality } from '../../chart/chart.ts';
import type { Concept } from '../../chart/codes.ts';
import type { FindingName } from '../../findings/registry.ts';
import type { NoteConcept } from '../../notes/concepts.ts';
import type { ScoreName } from '../../scores/score.ts';

/** What a question asks to be done with the things it names. */
export const acts = [
  'why',
  'last',
  'course',
  'highest',
  'lowest',
  'worst',
  'against',
  'shows',
  'missing',
  'stale',
  'without',
  'only',
  'share',
  'disagreed',
  'agreed',
  'changed',
  'made',
  'models',
  'validated',
  'noted',
  'prior',
  'age',
  'size',
  'devices',
  'risk',
  'high',
  'low',
  'sure',
  'history',
  'patient',
  'admitted',
  'quality',
  'where',
  'normal',
  'help',
] as const;
export type Act = (typeof acts)[number];

/** Why a question is not for this box. */
export const refusals = [
  'instructions',
  'treatment',
  'decision',
  'other-patient',
  'prognosis',
  'knowledge',
] as const;
export type RefusalReason = (typeof refusals)[number];

/** What a phrase of a question means. */
export type Meaning =
  | { readonly tag: 'values'; readonly concepts: readonly Concept[] }
  | { readonly tag: 'finding'; readonly name: FindingName }
  | { readonly tag: 'noted'; readonly concept: NoteConcept }
  | { readonly tag: 'score'; readonly names: readonly ScoreName[] }
  | { readonly tag: 'part'; readonly modality: Modality }
  | { readonly tag: 'act'; readonly act: Act }
  | { readonly tag: 'refused'; readonly why: RefusalReason }
  /** A thing of medicine that Vigie does not read. */
  | { readonly tag: 'unread' }
  /** Says nothing by itself: "please", "show me". */
  | { readonly tag: 'filler' };

/** Patterns, parted by `;`, in the language of the notes' phrasebook: `(a|b)`, optional `?`, `^` for capitals only. */
export type QuestionLexicon = {
  readonly values: readonly (readonly [concepts: readonly Concept[], patterns: string])[];
  readonly findings: Readonly<Record<FindingName, string>>;
  readonly parts: Readonly<Record<Modality, string>>;
  readonly acts: Readonly<Record<Act, string>>;
  readonly refused: Readonly<Record<RefusalReason, string>>;
  readonly unread: string;
  readonly filler: string;
};
