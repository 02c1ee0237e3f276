import { entryOf, type FourCGroup, fourCGroups, type NoteConcept } from './concepts.ts';
import type { NoteStatement } from './hear-notes.ts';

/** Something the notes say of now, with the statement that says so. */
export type Fact = { readonly isPresent: boolean; readonly statement: NoteStatement };

export type NoteFacts = {
  /** The 4C comorbidity groups that the notes state, each once: its size is the score's count as far as notes go. */
  readonly comorbidities: ReadonlyMap<FourCGroup, NoteStatement>;
  /** Absent when the notes say neither. */
  readonly confusion?: Fact;
  readonly oxygen?: Fact;
};

/** Whether the patient has it now: stated so, or an illness of the past that is lived with. */
export function isHad({ concept, assertion }: NoteStatement): boolean {
  return assertion === 'present' || (assertion === 'historical' && entryOf(concept).isLasting === true);
}

/**
 * For each concept what the newest note that speaks of it says of the patient; within one note "present" outweighs the
 * rest, and what is of others or in doubt says nothing. `statements` are newest note first.
 */
export function newestWord(statements: readonly NoteStatement[]): ReadonlyMap<NoteConcept, NoteStatement> {
  const newest = new Map<NoteConcept, NoteStatement>();
  for (const statement of statements) {
    if (!['present', 'negated', 'historical'].includes(statement.assertion)) continue;
    const kept = newest.get(statement.concept);
    const outweighs = kept?.source === statement.source && statement.assertion === 'present';
    if (!kept || outweighs) newest.set(statement.concept, statement);
  }
  return newest;
}

function factOf(words: readonly NoteStatement[], kind: 'confusion' | 'oxygen'): Fact | undefined {
  const said = words.filter(({ concept }) => entryOf(concept).kind === kind);
  const had = said.find(({ assertion }) => assertion === 'present');
  const denied = said.find(({ assertion }) => assertion === 'negated');
  if (had) return { isPresent: true, statement: had };
  return denied && { isPresent: false, statement: denied };
}

/**
 * What scores and fusion can take from the notes: 4C comorbidities (Knight, BMJ 2020;370:m3339), confusion, oxygen.
 * Text only; what coded conditions say is not looked at. A cancer of the past is not counted, other lasting illnesses are.
 */
export function factsOf(statements: readonly NoteStatement[]): NoteFacts {
  const words = [...newestWord(statements).values()];
  const had = words.filter(isHad);
  const comorbidities = new Map(
    fourCGroups.flatMap((group): [FourCGroup, NoteStatement][] => {
      const statement = had.find(({ concept }) => entryOf(concept).fourC === group);
      return statement ? [[group, statement]] : [];
    }),
  );
  const confusion = factOf(words, 'confusion');
  const oxygen = factOf(words, 'oxygen');
  return { comorbidities, ...(confusion ? { confusion } : {}), ...(oxygen ? { oxygen } : {}) };
}
