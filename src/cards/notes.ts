import type { Assessment } from '../assessment/assessment.ts';
import { entryOf, type Kind } from '../notes/concepts.ts';
import { isHad, newestWord } from '../notes/facts.ts';
import type { NoteStatement } from '../notes/hear-notes.ts';
import { bullets, escapeMarkdown, heading } from './markdown.ts';
import { ago } from './numbers.ts';
import { english } from './wording.ts';

const told = ['comorbidity', 'acute', 'device', 'oxygen', 'confusion'] as const satisfies readonly Kind[];
/** Where it helps to read that a note denies it. */
const toldWhenDenied: readonly Kind[] = ['oxygen', 'confusion'];

function named({ concept, at }: NoteStatement, asOf: string): string {
  return `${escapeMarkdown(entryOf(concept).words)}${at ? ` (${ago(at, asOf)})` : ''}`;
}

function lineOf(kind: (typeof told)[number], words: readonly NoteStatement[], asOf: string): string[] {
  const mine = words.filter(({ concept }) => entryOf(concept).kind === kind);
  const had = mine.filter(isHad);
  if (had.length > 0)
    return [`${english.notes[kind]}: ${had.map((statement) => named(statement, asOf)).join(', ')}`];
  const denied = mine.filter(({ assertion }) => assertion === 'negated');
  if (denied.length === 0 || !toldWhenDenied.includes(kind)) return [];
  return [
    `${english.notes[kind]}: ${english.denied} ${denied.map((statement) => named(statement, asOf)).join(', ')}`,
  ];
}

/** What the notes state, the newest note's word on each thing; nothing when they state none of it. */
export function notesSection({ statements = [], asOf }: Assessment): string[] {
  const words = [...newestWord(statements).values()];
  const lines = told.flatMap((kind) => lineOf(kind, words, asOf));
  return lines.length > 0 ? [`${heading(english.notesState)}\n\n${bullets(lines)}`] : [];
}
