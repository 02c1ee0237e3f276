import type { NoteConcept } from '../concepts.ts';
import type { Assertion, Section } from '../statement.ts';

/**
 * Patterns are in the language of `choicesOf` (../phrases.ts): `(a|b)`, optional `?`, `^` for capitals only. Accents,
 * case, hyphens and a plural s need not be written.
 */
export type Terms = Partial<Record<NoteConcept, readonly string[]>>;

/**
 * Two words that name a concept together, up to `reach` tokens apart: "heart … enlarged". The nearest tail decides;
 * `negated` tails state its absence ("heart … normal in size").
 */
export type Pair = {
  readonly concept: NoteConcept;
  readonly heads: readonly string[];
  readonly tails: readonly string[];
  readonly negated?: readonly string[];
  readonly possible?: readonly string[];
  readonly reach: number;
};

/**
 * What a cue does to the concepts in its scope. `affirmed` only ends the scope of a denial, doubt or history, `patient`
 * also that of another person.
 */
export type Effect = Exclude<Assertion, 'present'> | 'affirmed' | 'patient';

/** Words that change the assertion of what follows (`ahead`), precedes (`behind`) or both, up to `reach` tokens. */
export type Cue = {
  readonly effect: Effect;
  readonly direction: 'ahead' | 'behind' | 'both';
  readonly reach?: number;
  /** "If": reaches over commas, to the end of the sentence. */
  readonly isConditional?: true;
  readonly phrases: readonly string[];
};

export type Lexicon = {
  readonly terms: Terms;
  /** Words that state the absence of a concept: "afebrile", "room air". */
  readonly negatedTerms: Terms;
  /** Words that say a thing has ended: "extubated", "ex-smoker". */
  readonly endedTerms: Terms;
  /** Words that leave it open: "borderline heart size". */
  readonly doubtfulTerms: Terms;
  readonly pairs: readonly Pair[];
  readonly cues: readonly Cue[];
  /** End every scope: "but", "however". */
  readonly stops: readonly string[];
  /** Look like a cue or a term and are none: "no change in", "body mass index". */
  readonly decoys: readonly string[];
  readonly headings: Partial<Record<Section, readonly string[]>>;
  /** Frequent small words by which a sentence's language is known. */
  readonly smallWords: readonly string[];
  /** What ends with a full stop and no sentence. */
  readonly abbreviations: readonly string[];
};
