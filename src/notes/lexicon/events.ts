import type { Cue } from './lexicon.ts';

/** What a note can give away of the time after it. */
export const leakKinds = [
  'death',
  'intensive-care',
  'organ-support',
  'arrest',
  'comfort-care',
  'discharge',
] as const;
export type LeakKind = (typeof leakKinds)[number];

/** Words of outcome and later care, as patterns of `choicesOf` (../phrases.ts). */
export type EventLexicon = {
  readonly events: Readonly<Record<LeakKind, readonly string[]>>;
  /** Titles and headings of documents that are only written at the end. */
  readonly closing: readonly string[];
  /** What makes an event a thing of an earlier stay, of the future, or a mere subject of talk. */
  readonly cues: readonly Cue[];
  readonly decoys: readonly string[];
};
