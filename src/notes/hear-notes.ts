import type { Gap, Note } from '../chart/chart.ts';
import { leaksIn } from './leaks.ts';
import { readNote } from './read-note.ts';
import type { Statement } from './statement.ts';

/** A statement with the note it stands in: which, and of when; never the note's words. */
export type NoteStatement = Statement & { readonly source: string; readonly at?: string };

export type HeardNotes = {
  /** Newest note first; one for each note, concept and assertion. */
  readonly statements: readonly NoteStatement[];
  readonly gaps: readonly Gap[];
};

/** Characters of notes that one call reads, newest first: about a hundred notes, a few tenths of a second. */
const longestReading = 100_000;

function onceEach(statements: readonly Statement[]): Statement[] {
  const first = new Map(
    statements.toReversed().map((statement) => [`${statement.concept} ${statement.assertion}`, statement]),
  );
  return [...first.values()].sort((a, b) => a.start - b.start);
}

function gapOf(count: number, detail: string): Gap[] {
  const what = count === 1 ? '1 note' : `${count} notes`;
  return count === 0 ? [] : [{ modality: 'notes', reason: 'refused', what, detail }];
}

/** The newest of a chart's notes, as many as one call reads. */
export function readableNotes(notes: readonly Note[]): Note[] {
  let characters = 0;
  return notes.filter(({ text }) => {
    characters += text.length;
    return characters <= longestReading;
  });
}

/**
 * What the notes of a chart (newest first) state. A note that gives the outcome or later care away is set aside whole
 * and counted in a gap, as is what is more than one call reads.
 */
export function hearNotes(notes: readonly Note[]): HeardNotes {
  const within = readableNotes(notes);
  const heard = within.filter(({ text }) => leaksIn(text).length === 0);
  const statements = heard.flatMap(({ text, source, at }) =>
    onceEach(readNote(text)).map((statement) => ({ ...statement, source, ...(at ? { at } : {}) })),
  );
  const gaps = [
    ...gapOf(within.length - heard.length, 'notes-tell-the-end'),
    ...gapOf(notes.length - within.length, 'notes-too-long'),
  ];
  return { statements, gaps };
}

/** Makes the reader's phrasebooks, so that the first call need not wait for them (about a second). */
export function warmNoteReader(): void {
  for (const text of ['The cough of the patient.', 'La toux de la patiente.', 'BPCO']) {
    leaksIn(text);
    readNote(text);
  }
}
