import type { NoteConcept } from './concepts.ts';

/**
 * How a note states a concept. `possible` is also what is only to be ruled out or conditional; `historical` is what was
 * and, by this sentence, need not be now. Another subject outranks everything else: a father without diabetes is
 * `family`, not `negated`.
 */
export const assertions = ['present', 'negated', 'possible', 'historical', 'family', 'other-person'] as const;
export type Assertion = (typeof assertions)[number];

/** The part of a note a sentence stands in; `body` where no heading was seen. */
export const sections = [
  'body',
  'complaint',
  'present-illness',
  'history',
  'family-history',
  'social-history',
  'medication',
  'allergies',
  'review-of-systems',
  'examination',
  'indication',
  'technique',
  'comparison',
  'findings',
  'impression',
  'course',
  'plan',
] as const;
export type Section = (typeof sections)[number];

/** One mention of one concept: what is said of it, where it stands. */
export type Statement = {
  readonly concept: NoteConcept;
  readonly assertion: Assertion;
  readonly section: Section;
  /** First UTF-16 code unit of the mention in the note, and the one after its last. */
  readonly start: number;
  readonly end: number;
};
