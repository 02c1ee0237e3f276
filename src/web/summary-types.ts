import type { ContradictionRequest, SummaryView } from '../smart/contract.ts';

/** The nouns of a summary, taken out of the contract's own view so that they cannot part from it. */
export type Patient = SummaryView['patient'];
export type Assessment = SummaryView['assessment'];
export type Probability = Assessment['risk'];
export type Estimate = Extract<Probability, { kind: 'estimated' }>;
export type Reason = Assessment['raises'][number];
export type Measurement = NonNullable<Reason['measurement']>;
export type Share = Assessment['shares'][number];
export type Score = Assessment['scores'][number];
export type ScoreItem = Score['items'][number];
export type Gap = Assessment['gaps'][number];
export type Film = Assessment['film'];
export type ReadFilm = Extract<Film, { state: 'read' }>;
export type FindingConclusion = ReadFilm['findings'][number];
export type Statement = NonNullable<Assessment['statements']>[number];
export type Target = ContradictionRequest['target'];
export type Verdict = ContradictionRequest['verdict'];
