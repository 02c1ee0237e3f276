import ucum from '@lhncbc/ucum-lhc';
import { type Concept, type ConceptSpec, specOf, systems, ureaGramsPerMole, ureaLoincs } from './codes.ts';

/** A number and its unit as a record states them (FHIR Quantity). */
export type Recorded = {
  readonly value: number;
  readonly code?: string | undefined;
  readonly unit?: string | undefined;
  readonly system?: string | undefined;
};

export type ConceptValue =
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'unknown-unit' }
  | { readonly kind: 'implausible' };

/** value in the concept's unit = recorded × slope + offset; the offset is for temperatures. */
type Factors = { readonly slope: number; readonly offset: number };

/** Free-text units of laboratories and monitors, lower case and without spaces, as UCUM. */
const synonyms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'mm[Hg]': ['mmhg', 'mm[hg]', 'torr'],
    '/min': [
      ...['bpm', 'rpm', '/min', '1/min', 'min-1', '/minute', 'permin', 'perminute', 'brpm', 'br/min'],
      ...['beats/min', 'beats/minute', 'beat/min', 'beatsperminute', 'breaths/min', 'breaths/minute'],
      ...['breath/min', 'breathsperminute', 'resp/min', 'insp/min', 'respirations/min', 'pulse/min'],
    ],
    Cel: ['°c', '℃', 'c', 'cel', 'celsius', 'degc', 'degreesc', 'degreec', 'degreescelsius', 'degcelsius'],
    '[degF]': ['°f', '℉', 'f', 'degf', '[degf]', 'fahrenheit', 'degreesf', 'degreesfahrenheit'],
    '%': ['%', 'percent', 'pct', 'per100'],
    '1': ['1', 'ratio', 'fraction'],
    '10*9/L': [
      '10*9/l',
      '10^9/l',
      'x10^9/l',
      'x10*9/l',
      '10e9/l',
      'x10e9/l',
      'x10(9)/l',
      '10(9)/l',
      'giga/l',
    ],
    '10*3/uL': [
      ...['10*3/ul', '10^3/ul', 'x10^3/ul', 'x10*3/ul', '10e3/ul', 'x10e3/ul', 'x10(3)/ul', '10(3)/ul'],
      ...['k/ul', 'k/mm3', 'thou/ul', 'thou/mm3', 'thousand/ul', 'th/ul', '10*3/mm3', '10^3/mm3', 'k/mcl'],
      ...['10*3/mm*3', 'x10e3/mcl', 'k/cumm'],
    ],
    '/uL': ['/ul', '/mm3', '/mm^3', 'cells/ul', 'cells/mm3', '#/ul', '/cumm'],
    'g/dL': ['g/dl', 'gm/dl', 'g/100ml', 'gms/dl'],
    'g/L': ['g/l'],
    'mg/dL': ['mg/dl', 'mg/100ml', 'mg%'],
    'mg/L': ['mg/l'],
    'ug/L': ['ug/l', 'mcg/l'],
    'ug/mL': ['ug/ml', 'mcg/ml'],
    'ug/dL': ['ug/dl', 'mcg/dl'],
    'ng/mL': ['ng/ml', 'ng/mlfeu'],
    'ug/mL{FEU}': ['ug/mlfeu', 'mcg/mlfeu', 'ug/mlfeu'],
    'mg/L{FEU}': ['mg/lfeu'],
    'ug/L{FEU}': ['ug/lfeu'],
    'ng/L': ['ng/l'],
    'pg/mL': ['pg/ml'],
    'mol/L': ['mol/l'],
    'mmol/L': ['mmol/l', 'mm/l', 'mmole/l', 'mmoles/l'],
    'umol/L': ['umol/l', 'mcmol/l', 'micromol/l', 'micromole/l'],
    'nmol/L': ['nmol/l'],
    'meq/L': ['meq/l'],
    'U/L': ['u/l', 'iu/l', '[iu]/l', '[iu]/liter', 'units/l', 'unit/l', 'unit(s)/l'],
    'L/min': ['l/min', 'lpm', 'liters/min', 'liter/min', 'litres/min', 'l/minute', 'liters/minute'],
    mL: ['ml', 'cc', 'millilitre', 'milliliter'],
    L: ['l', 'litre', 'liter'],
    kg: ['kg', 'kgs', 'kilogram', 'kilograms'],
    g: ['g', 'gram', 'grams'],
    '[lb_av]': ['lb', 'lbs', '[lb_av]', 'pound', 'pounds'],
    kPa: ['kpa'],
  }).flatMap(([code, words]) => words.map((word) => [word, code] as const)),
);

/** Concepts without dimension: a missing unit says nothing wrong. */
const unitless: ReadonlySet<string> = new Set(['{score}', '[pH]']);
const unitlessWords = /^(\{.*\}|1|scores?|points?|pts?|gcs|units?|ph|phunits?|\[ph\])$/i;

/** Conversion factors by unit pair: the library parses every unit anew, and reads 300 units when first asked. */
const known = new Map<string, Factors | undefined>();
const knownAtMost = 2000;

/** As UCUM would write it: no spaces, one micro sign, and the French and Swiss giga for cell counts. */
function toUcum(text: string, spec: ConceptSpec): string {
  const bare = text
    .replaceAll(/\s+/g, '')
    .replaceAll(/[µμ]/g, 'u')
    .replaceAll('³', '3')
    .replaceAll('⁹', '^9');
  if (spec.ucum.startsWith('10*') && /^G\/[lL]$/.test(bare)) return '10*9/L';
  return synonyms.get(bare.toLowerCase()) ?? bare;
}

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
  // D-dimer units weigh half as much as fibrinogen-equivalent units; the unit alone does not say which assay.
  if (from === '' || /ddu/i.test(from)) return undefined;
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
  return [...coded, unit].filter((word) => word !== undefined && word.trim() !== '') as string[];
}

function factorsFor(recorded: Recorded, spec: ConceptSpec): Factors | undefined {
  const words = wordings(recorded);
  if (unitless.has(spec.ucum)) {
    const isBare =
      words.length === 0 || words.some((word) => unitlessWords.test(word.replaceAll(/\s+/g, '')));
    return isBare ? { slope: 1, offset: 0 } : undefined;
  }
  for (const word of words) {
    const factors = word.length <= 40 ? factorsOf(toUcum(word, spec), spec) : undefined;
    if (factors) return factors;
  }
  return undefined;
}

/** The nitrogen of a mass of urea; a molar amount is converted by nitrogen's own mass already. */
function ureaShare(recorded: Recorded, spec: ConceptSpec, loinc: string | undefined): number {
  const isUrea = loinc !== undefined && ureaLoincs.includes(loinc) && spec.words === specOf('bun').words;
  const isMolar = wordings(recorded).some((word) => /mol/i.test(word));
  return isUrea && !isMolar ? (spec.gramsPerMole ?? ureaGramsPerMole) / ureaGramsPerMole : 1;
}

/** The recorded number in the concept's own unit; never guessed from its size. `loinc` tells urea from its nitrogen. */
export function toConceptUnit(concept: Concept, recorded: Recorded, loinc?: string): ConceptValue {
  const spec = specOf(concept);
  const factors = factorsFor(recorded, spec);
  if (!factors) return { kind: 'unknown-unit' };
  const exact = (recorded.value * factors.slope + factors.offset) * ureaShare(recorded, spec, loinc);
  const value = Number(exact.toPrecision(12));
  const [low, high] = spec.plausible;
  return value >= low && value <= high ? { kind: 'value', value } : { kind: 'implausible' };
}
