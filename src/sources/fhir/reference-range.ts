import { z } from 'zod';
import { agreedValue, type Meaning } from '../../chart/agreement.ts';
import type { Patient, ReferenceRange } from '../../chart/chart.ts';
import { type CodeableConcept, codeableConcept, quantity, wordsOf } from './resource.ts';

type Quantity = z.infer<typeof quantity>;

const limits = { low: quantity.optional(), high: quantity.optional() };
const stated = z.looseObject({
  ...limits,
  type: codeableConcept.optional(),
  appliesTo: z.array(codeableConcept).default([]),
  age: z.looseObject(limits).optional(),
});
type Stated = z.infer<typeof stated>;

/** `Observation.referenceRange`; one that cannot be read is none, and costs its value nothing. */
export const referenceRanges = z
  .array(stated.optional().catch(undefined))
  .transform((ranges) => ranges.filter((range) => range !== undefined))
  .catch([]);

/** What a range is of: the value that it stands beside. */
type Ranged = {
  readonly code: CodeableConcept;
  readonly valueQuantity?: Quantity | undefined;
  readonly referenceRange: readonly Stated[];
};

/** SNOMED CT, administrative-gender and HL7 v2 table 0001. */
const sexCodes: Readonly<Record<string, 'male' | 'female'>> = {
  ...{ '248153007': 'male', male: 'male', m: 'male' },
  ...{ '248152002': 'female', female: 'female', f: 'female' },
};
/** In one unit of FHIR's age. */
const years: Readonly<Record<string, number>> = { a: 1, mo: 1 / 12, wk: 7 / 365.25, d: 1 / 365.25 };

/** Therapeutic, treatment and recommended ranges are goals; so are critical ones alarms. */
function isNormal({ type }: Stated): boolean {
  return type === undefined || type.coding.length === 0 || type.coding.some(({ code }) => code === 'normal');
}

function sexOf(concept: CodeableConcept): 'male' | 'female' | undefined {
  const said = [...concept.coding.map(({ code }) => code), wordsOf(concept)];
  return said.flatMap((word) => sexCodes[word?.trim().toLowerCase() ?? ''] ?? [])[0];
}

/** A group that is not a sex (a stage of pregnancy, an ethnicity) is never taken for the patient's. */
function isOfSex({ appliesTo }: Stated, sex: Patient['sex']): boolean {
  return appliesTo.length === 0 || (sex !== undefined && appliesTo.some((group) => sexOf(group) === sex));
}

function yearsOf(age: Quantity | undefined): number | undefined {
  const unit = (age?.code ?? age?.unit ?? 'a').toLowerCase();
  const factor = years[unit] ?? (/^(y|years?|yrs?)$/.test(unit) ? 1 : undefined);
  return age?.value === undefined ? undefined : age.value * (factor ?? Number.NaN);
}

function isOfAge({ age }: Stated, ageYears: number | undefined): boolean {
  if (age === undefined) return true;
  const [low, high] = [yearsOf(age.low) ?? 0, yearsOf(age.high) ?? 200];
  return ageYears !== undefined && ageYears >= Math.floor(low) && ageYears <= high;
}

type Limit = number | 'open' | 'unreadable';

/** A limit without a unit is in its value's unit, as laboratories write it; one of 0 limits nothing. */
function limitOf(limit: Quantity | undefined, ranged: Ranged, meaning: Meaning): Limit {
  const { value, unit, code, system } = limit ?? {};
  if (value === undefined || value <= 0) return 'open';
  if (meaning.kind !== 'concept') return 'unreadable';
  const its = unit === undefined && code === undefined ? ranged.valueQuantity : { unit, code, system };
  const agreed = agreedValue(meaning, ranged.code, { ...its, value });
  return agreed.kind === 'value' ? agreed.value : 'unreadable';
}

/**
 * The range a laboratory states for this patient's value, in the concept's own unit: the first that is one of normal
 * values, of the patient's sex and age where it names any, and possible in its unit. A range in words alone is none.
 */
export function rangeFor(
  ranged: Ranged,
  meaning: Meaning,
  { sex, ageYears }: Pick<Patient, 'sex' | 'ageYears'>,
): ReferenceRange | undefined {
  const own = ranged.referenceRange.filter(
    (range) => isNormal(range) && isOfSex(range, sex) && isOfAge(range, ageYears),
  );
  const read = own.map((range) => ({
    low: limitOf(range.low, ranged, meaning),
    high: limitOf(range.high, ranged, meaning),
  }));
  const found = read.find(({ low, high }) => low !== 'open' || high !== 'open');
  if (!found || found.low === 'unreadable' || found.high === 'unreadable') return undefined;
  const { low, high } = found;
  if (low !== 'open' && high !== 'open' && low >= high) return undefined;
  return { ...(low === 'open' ? {} : { low }), ...(high === 'open' ? {} : { high }) };
}
