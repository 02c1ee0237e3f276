import ucum from '@lhncbc/ucum-lhc';
import {
  type Concept,
  type ConceptSpec,
  dDimerUnitLoincs,
  specOf,
  systems,
  ureaGramsPerMole,
  ureaLoincs,
} from './codes.ts';
import { toUcum } from './unit-words.ts';

/** A number and its unit as a record states them (FHIR Quantity). */
export type Recorded = {
  readonly value: number;
  readonly code?: string | undefined;
  readonly unit?: string | undefined;
  readonly system?: string | undefined;
};

/** The value in the concept's unit, or why there is none; `detail` says what contradicts what, in units alone. */
export type ConceptValue =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'unknown-unit' | 'implausible' | 'contradiction'; readonly detail?: string };

/** value in the concept's unit = recorded × slope + offset; the offset is for temperatures. */
type Factors = { readonly slope: number; readonly offset: number };
/** A unit that was understood, as UCUM writes it. */
type Unit = Factors & { readonly ucum: string };

/** Concepts without dimension: a missing unit says nothing wrong. */
const unitless: ReadonlySet<string> = new Set(['{score}', '{ACVPU}', '[pH]']);
const unitlessWords = /^(\{.*\}|1|scores?|points?|pts?|gcs|units?|ph|phunits?|\[ph\])$/i;
const dimensionless: ReadonlySet<string> = new Set(['1', '%', 'L/L']);
const longestUnit = 40;

/** Conversion factors by unit pair: the library parses every unit anew, and reads 300 units when first asked. */
const known = new Map<string, Factors | undefined>();
const knownAtMost = 2000;

function convert(from: string, value: number, spec: ConceptSpec): number | undefined {
  const options = {
    ...(spec.gramsPerMole ? { molecularWeight: spec.gramsPerMole } : {}),
    ...(spec.charge ? { charge: spec.charge } : {}),
  };
  const { status, toVal } = ucum.UcumLhcUtils.getInstance().convertUnitTo(from, value, spec.ucum, options);
  return status === 'succeeded' && toVal !== null ? toVal : undefined;
}

function workOut(from: string, spec: ConceptSpec): Factors | undefined {
  if (from === spec.ucum) return { slope: 1, offset: 0 };
  if (from === '') return undefined;
  const hundred = convert(from, 100, spec);
  if (hundred === undefined) return undefined;
  const offset = spec.ucum === 'Cel' ? (convert(from, 0, spec) ?? 0) : 0;
  return { slope: (hundred - offset) / 100, offset };
}

function factorsOf(from: string, spec: ConceptSpec): Factors | undefined {
  const key = `${from}>${spec.ucum}>${spec.gramsPerMole ?? ''}>${spec.charge ?? ''}`;
  if (known.has(key)) return known.get(key);
  const factors = workOut(from, spec);
  if (known.size < knownAtMost) known.set(key, factors);
  return factors;
}

/** The unit's ways of being said, the coded one first unless its code system is not UCUM. */
function wordings({ code, unit, system }: Recorded): readonly string[] {
  const coded = system === undefined || system === systems.ucum ? [code] : [];
  const stated = [...coded, unit].filter((word) => word !== undefined && word.trim() !== '') as string[];
  return stated.filter((word) => word.length <= longestUnit);
}

/** FEU and DDU name the assay; the unit is what stands before them. */
const assayWords = /\{?\b(feu|ddu)\b\}?|(?<=[a-z/])(feu|ddu)\b/gi;

function ucumWordings(recorded: Recorded, spec: ConceptSpec): readonly string[] {
  const isDDimer = spec.words === specOf('dDimer').words;
  const words = wordings(recorded).map((word) => (isDDimer ? word.replaceAll(assayWords, '') : word));
  return words.map((word) => toUcum(word, spec.ucum.startsWith('10*')));
}

function unitsOf(recorded: Recorded, spec: ConceptSpec): readonly Unit[] {
  return ucumWordings(recorded, spec).flatMap((ucumCode) => {
    const factors = factorsOf(ucumCode, spec);
    return factors ? [{ ...factors, ucum: ucumCode }] : [];
  });
}

/** Whether the library knows the unit at all; annotations are left out, since they can hold anything. */
function knownUnits(recorded: Recorded, spec: ConceptSpec): string[] {
  return ucumWordings(recorded, spec)
    .map((word) => word.replaceAll(/\{.*?\}/g, ''))
    .filter((word) => word !== '')
    .filter((word) => ucum.UcumLhcUtils.getInstance().convertUnitTo(word, 1, word).status === 'succeeded');
}

const isPossible = (value: number, { plausible: [low, high] }: ConceptSpec) => value >= low && value <= high;
const applied = ({ slope, offset }: Factors, value: number) =>
  Number((value * slope + offset).toPrecision(12));

/** The one unit of the concept's scales in which the number is possible; 1 could be a whole or one per cent. */
function scaleOf({ value }: Recorded, spec: ConceptSpec): Factors | undefined {
  if (value === 1) return undefined;
  const fitting = (spec.scales ?? []).flatMap((scale) => {
    const factors = factorsOf(scale, spec);
    return factors && isPossible(applied(factors, value), spec) ? [factors] : [];
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

function withoutDimension(recorded: Recorded, spec: ConceptSpec): ConceptValue {
  const words = wordings(recorded);
  const isBare = words.length === 0 || words.some((word) => unitlessWords.test(word.replaceAll(/\s+/g, '')));
  if (!isBare) return { kind: 'unknown-unit' };
  return isPossible(recorded.value, spec)
    ? { kind: 'value', value: recorded.value }
    : { kind: 'implausible' };
}

/** No unit of this concept is stated: none at all, one nobody knows, or one that measures something else. */
function notUnderstood(recorded: Recorded, spec: ConceptSpec): ConceptValue {
  if (wordings(recorded).length === 0 && !recorded.unit && !recorded.code) {
    return { kind: 'unknown-unit', detail: 'no unit stated' };
  }
  const [other] = knownUnits(recorded, spec);
  if (other === undefined) return { kind: 'unknown-unit' };
  return { kind: 'contradiction', detail: `the code is measured in ${spec.ucum}, the unit is ${other}` };
}

function impossible(recorded: Recorded, unit: Unit, spec: ConceptSpec): ConceptValue {
  const others = (spec.alsoIn ?? []).concat(spec.ucum).filter((other) => {
    const factors = other === unit.ucum ? undefined : factorsOf(other, spec);
    return factors !== undefined && isPossible(applied(factors, recorded.value), spec);
  });
  if (others.length === 0) return { kind: 'implausible' };
  return {
    kind: 'contradiction',
    detail: `the value is impossible in ${unit.ucum} and possible in ${others.join(' or ')}`,
  };
}

/** The nitrogen of a mass of urea, and D-dimer units in fibrinogen-equivalent ones; 1 for all else. */
function assayFactor(unit: Unit, spec: ConceptSpec, loinc: string | undefined): number {
  if (loinc === undefined) return 1;
  if (dDimerUnitLoincs.includes(loinc)) return 2;
  if (!ureaLoincs.includes(loinc) || /mol/i.test(unit.ucum)) return 1;
  return (spec.gramsPerMole ?? ureaGramsPerMole) / ureaGramsPerMole;
}

/**
 * The recorded number in the concept's own unit. A stated unit with a dimension is never overruled: where the number
 * is impossible in it, the value is refused. Fraction and per cent, or no unit at all, are told by the number where only
 * one of the concept's scales can hold it. `loinc` tells urea from its nitrogen, and D-dimer units.
 */
export function toConceptUnit(concept: Concept, recorded: Recorded, loinc?: string): ConceptValue {
  const spec = specOf(concept);
  if (unitless.has(spec.ucum)) return withoutDimension(recorded, spec);
  const [unit, second] = unitsOf(recorded, spec);
  const isUnstated = wordings(recorded).length === 0 && !recorded.unit && !recorded.code;
  if (isUnstated || (unit !== undefined && dimensionless.has(unit.ucum))) {
    const scale = scaleOf(recorded, spec);
    if (scale) return { kind: 'value', value: applied(scale, recorded.value) };
  }
  if (!unit) return notUnderstood(recorded, spec);
  if (second && Math.abs(second.slope / unit.slope - 1) > 1e-3) {
    return { kind: 'contradiction', detail: `the unit is coded ${unit.ucum} and written ${second.ucum}` };
  }
  const exact = applied(unit, recorded.value) * assayFactor(unit, spec, loinc);
  const value = Number(exact.toPrecision(12));
  return isPossible(value, spec) ? { kind: 'value', value } : impossible(recorded, unit, spec);
}
