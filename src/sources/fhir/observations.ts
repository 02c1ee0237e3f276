import { z } from 'zod';
import { agreedValue, meaningOf } from '../../chart/agreement.ts';
import type { Gap, Measurement, Patient } from '../../chart/chart.ts';
import { acvpuCodes, acvpuWords, type Concept, specOf } from '../../chart/codes.ts';
import type { ConceptValue } from '../../chart/units.ts';
import { rangeFor, referenceRanges } from './reference-range.ts';
import { codeableConcept, quantity, type Resource, sourceOf } from './resource.ts';
import { type Times, timingOf } from './time.ts';

const valued = {
  code: codeableConcept,
  valueQuantity: quantity.optional(),
  valueInteger: z.number().optional(),
  valueCodeableConcept: codeableConcept.optional().catch(undefined),
  referenceRange: referenceRanges,
};
const observation = z.looseObject({
  ...valued,
  status: z.string().optional(),
  component: z.array(z.looseObject(valued)).default([]),
});
type Valued = z.infer<z.ZodObject<typeof valued>>;

/** Retracted, or not a result yet. */
const retracted = ['entered-in-error', 'cancelled', 'registered'];
const notFinal = ['preliminary', 'unknown'] as const;

type Reading = { readonly measurement?: Measurement; readonly gap?: Gap };
export type Observed = {
  readonly measurements: readonly Measurement[];
  readonly gaps: readonly Gap[];
  /** How many values were not known at the prediction time. */
  readonly laterDropped: number;
};

function gapFor(concept: Concept, reason: Gap['reason'], detail?: string): Gap {
  const { modality, words } = specOf(concept);
  return { modality, reason, what: words, ...(detail ? { detail } : {}) };
}

const refusals = {
  'unknown-unit': 'unit-unknown',
  implausible: 'not-readable',
  contradiction: 'contradiction',
} as const satisfies Record<Exclude<ConceptValue['kind'], 'value'>, Gap['reason']>;

/** What a measurement has from its Observation. */
type Origin = Times & Pick<Measurement, 'source' | 'status'>;
/** Whose ranges count: some laboratories state one for each sex or age. */
export type RangedFor = Pick<Patient, 'sex' | 'ageYears'>;
type Reader = { readonly origin: Origin; readonly patient: RangedFor };

/** The level of consciousness, told by a code. */
function readAcvpu({ valueCodeableConcept }: Valued, origin: Origin): Reading {
  const value = valueCodeableConcept?.coding
    .map(({ code = '' }) => acvpuCodes[code])
    .find((found) => found !== undefined);
  if (value === undefined) return { gap: gapFor('consciousness', 'not-readable') };
  const { ucum } = specOf('consciousness');
  const words = acvpuWords[value];
  return { measurement: { concept: 'consciousness', value, ucum, ...origin, ...(words ? { words } : {}) } };
}

function readValue(entry: Valued, { origin, patient }: Reader): Reading {
  const meaning = meaningOf(entry.code);
  const value = entry.valueQuantity?.value ?? entry.valueInteger;
  if (meaning?.concept === 'consciousness') return readAcvpu(entry, origin);
  if (!meaning || value === undefined) return {};
  const { concept } = meaning;
  if (meaning.kind === 'contradiction') return { gap: gapFor(concept, meaning.kind, meaning.detail) };
  const agreed = agreedValue(meaning, entry.code, { ...entry.valueQuantity, value });
  if (agreed.kind !== 'value') return { gap: gapFor(concept, refusals[agreed.kind], agreed.detail) };
  const unit = entry.valueQuantity?.unit ?? entry.valueQuantity?.code ?? '';
  const isConverted = Math.abs(agreed.value - value) > 1e-9;
  const range = rangeFor(entry, meaning, patient);
  return {
    measurement: {
      concept,
      value: agreed.value,
      ucum: specOf(concept).ucum,
      ...origin,
      ...(isConverted ? { recorded: { value, unit } } : {}),
      ...(range ? { range } : {}),
    },
  };
}

function isValued({ valueQuantity, valueInteger, valueCodeableConcept }: Valued): boolean {
  return (valueQuantity?.value ?? valueInteger ?? valueCodeableConcept) !== undefined;
}

type Read = { readonly readings: readonly Reading[]; readonly later: number };

function readOne(item: Resource, asOf: string, patient: RangedFor): Read {
  const parsed = observation.safeParse(item);
  if (!parsed.success || retracted.includes(parsed.data.status ?? '')) return { readings: [], later: 0 };
  const values = [parsed.data, ...parsed.data.component].filter(isValued);
  const timing = timingOf(item, asOf);
  if (timing.state === 'later') return { readings: [], later: values.length };
  if (timing.state === 'untimed') {
    const concepts = values.flatMap((entry) => meaningOf(entry.code)?.concept ?? []);
    return { readings: concepts.map((concept) => ({ gap: gapFor(concept, 'no-time') })), later: 0 };
  }
  const status = notFinal.find((name) => name === parsed.data.status);
  const origin = { ...timing.times, source: sourceOf(item), ...(status ? { status } : {}) };
  return { readings: values.map((entry) => readValue(entry, { origin, patient })), later: 0 };
}

function once(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [`${gap.what}:${gap.reason}:${gap.detail ?? ''}`, gap])).values()];
}

/** A preliminary value gives way to the final one of the same moment. */
function withoutSuperseded(measurements: readonly Measurement[]): Measurement[] {
  const momentOf = ({ concept, observedAt }: Measurement) => `${concept} ${observedAt}`;
  const settled = new Set(measurements.filter(({ status }) => status === undefined).map(momentOf));
  return measurements.filter((item) => item.status === undefined || !settled.has(momentOf(item)));
}

/**
 * Observations (and their components) as measurements in each concept's own unit, as far as known at `asOf`; reference
 * ranges as far as they are this patient's.
 */
export function readObservations(
  items: readonly Resource[],
  asOf: string,
  patient: RangedFor = {},
): Observed {
  const distinct = [...new Map(items.map((item) => [item.id ?? item, item])).values()];
  const read = distinct.map((item) => readOne(item, asOf, patient));
  const readings = read.flatMap((one) => one.readings);
  return {
    measurements: withoutSuperseded(readings.flatMap(({ measurement }) => measurement ?? [])),
    gaps: once(readings.flatMap(({ gap }) => gap ?? [])),
    laterDropped: read.reduce((sum, { later }) => sum + later, 0),
  };
}
