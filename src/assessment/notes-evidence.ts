import type { NotesEvidence } from '../fusion/evidence.ts';
import { entryOf } from '../notes/concepts.ts';
import { factsOf, newestWord } from '../notes/facts.ts';
import type { NoteStatement } from '../notes/hear-notes.ts';

/**
 * What the notes say in numbers the fusion model knows. A note silent on comorbidities is not a patient without any: the
 * count is unknown unless a note states or denies one.
 */
export function notesEvidence(statements: readonly NoteStatement[]): NotesEvidence | undefined {
  const { comorbidities, confusion } = factsOf(statements);
  const speaksOfThem = [...newestWord(statements).keys()].some(
    (concept) => entryOf(concept).kind === 'comorbidity',
  );
  if (!speaksOfThem && comorbidities.size === 0 && !confusion) return undefined;
  return {
    comorbidities: speaksOfThem || comorbidities.size > 0 ? comorbidities.size : Number.NaN,
    confusion: confusion ? Number(confusion.isPresent) : Number.NaN,
  };
}
