import { type Concept, conceptOf, specOf, systems, ureaLoincs } from './codes.ts';
import { displayFault } from './displays.ts';
import { type ConceptValue, type Recorded, toConceptUnit } from './units.ts';

/** A value as a record codes, names and measures it (FHIR `code` and `valueQuantity`). */
export type Statement = {
  readonly coding: readonly {
    readonly system?: string | undefined;
    readonly code?: string | undefined;
    readonly display?: string | undefined;
  }[];
  readonly text?: string | undefined;
};

/** The concept a record's LOINC codes stand for; several that contradict each other stand for none. */
export type Meaning =
  | { readonly kind: 'concept'; readonly concept: Concept; readonly loinc: string }
  | { readonly kind: 'contradiction'; readonly concept: Concept; readonly detail: string };

/** What is measured, by the codes alone; undefined when Vigie does not read it. */
export function meaningOf({ coding }: Statement): Meaning | undefined {
  const known = coding.flatMap(({ system, code }) => {
    const concept = code && (system === undefined || system === systems.loinc) ? conceptOf(code) : undefined;
    return concept && code ? [{ concept, loinc: code }] : [];
  });
  const [first] = known;
  if (!first) return undefined;
  const other = known.find(({ concept }) => concept !== first.concept);
  if (!other) return { kind: 'concept', ...first };
  const both = `${specOf(first.concept).words} and ${specOf(other.concept).words}`;
  return { kind: 'contradiction', concept: first.concept, detail: `its codes say ${both}` };
}

/** A mass of urea under the code of an amount of substance: without a name, urea and its nitrogen look alike. */
function isUnnamedUreaMass(loinc: string, unit: string, displays: readonly string[]): boolean {
  return ureaLoincs[0] === loinc && /g\/|g%/i.test(unit) && displays.length === 0;
}

/** The value in the concept's unit if code, name, unit and size agree; else what contradicts what. */
export function agreedValue(
  { concept, loinc }: { readonly concept: Concept; readonly loinc: string },
  { coding, text }: Statement,
  recorded: Recorded,
): ConceptValue {
  const displays = [...coding.map(({ display }) => display), text].filter((words) => words !== undefined);
  const unit = recorded.unit ?? recorded.code ?? '';
  const fault = displayFault({ concept, loinc, displays, unit });
  if (fault)
    return {
      kind: 'contradiction',
      detail: `the code says ${specOf(concept).words}, its name ${fault}`,
    };
  if (isUnnamedUreaMass(loinc, unit, displays)) {
    return { kind: 'contradiction', detail: 'the code says an amount of substance, the unit a mass' };
  }
  return toConceptUnit(concept, recorded, loinc);
}
