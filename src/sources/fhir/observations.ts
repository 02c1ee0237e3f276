import { z } from 'zod';
import type { Gap, Measurement } from '../../chart/chart.ts';
import { type Concept, conceptOf, specOf, systems } from '../../chart/codes.ts';
import { toConceptUnit } from '../../chart/units.ts';
import { codeableConcept, type Resource, sourceOf } from './resource.ts';
import { type Times, timingOf } from './time.ts';

const quantity = z.looseObject({
  value: z.number().optional(),
  code: z.string().optional(),
  unit: z.string().optional(),
  system: z.string().optional(),
});
const valued = {
  code: codeableConcept,
  valueQuantity: quantity.optional(),
  valueInteger: z.number().optional(),
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

function conceptIn({ code }: Valued): { concept: Concept; loinc: string } | undefined {
  for (const { system, code: loinc } of code.coding) {
    const concept =
      loinc && (system === undefined || system === systems.loinc) ? conceptOf(loinc) : undefined;
    if (concept && loinc) return { concept, loinc };
  }
  return undefined;
}

function gapFor(concept: Concept, reason: Gap['reason']): Gap {
  const { modality, words } = specOf(concept);
  return { modality, reason, what: words };
}

/** What a measurement has from its Observation. */
type Origin = Times & Pick<Measurement, 'source' | 'status'>;

function readValue(entry: Valued, origin: Origin): Reading {
  const found = conceptIn(entry);
  const value = entry.valueQuantity?.value ?? entry.valueInteger;
  if (!found || value === undefined) return {};
  const { concept, loinc } = found;
  const recorded = { ...entry.valueQuantity, value };
  const converted = toConceptUnit(concept, recorded, loinc);
  if (converted.kind === 'unknown-unit') return { gap: gapFor(concept, 'unit-unknown') };
  if (converted.kind === 'implausible') return { gap: gapFor(concept, 'not-readable') };
  const unit = entry.valueQuantity?.unit ?? entry.valueQuantity?.code ?? '';
  const isConverted = Math.abs(converted.value - value) > 1e-9;
  return {
    measurement: {
      concept,
      value: converted.value,
      ucum: specOf(concept).ucum,
      ...origin,
      ...(isConverted ? { recorded: { value, unit } } : {}),
    },
  };
}

function isValued({ valueQuantity, valueInteger }: Valued): boolean {
  return (valueQuantity?.value ?? valueInteger) !== undefined;
}

type Read = { readonly readings: readonly Reading[]; readonly later: number };

function readOne(item: Resource, asOf: string): Read {
  const parsed = observation.safeParse(item);
  if (!parsed.success || retracted.includes(parsed.data.status ?? '')) return { readings: [], later: 0 };
  const values = [parsed.data, ...parsed.data.component].filter(isValued);
  const timing = timingOf(item, asOf);
  if (timing.state === 'later') return { readings: [], later: values.length };
  if (timing.state === 'untimed') {
    const concepts = values.flatMap((entry) => conceptIn(entry)?.concept ?? []);
    return { readings: concepts.map((concept) => ({ gap: gapFor(concept, 'no-time') })), later: 0 };
  }
  const status = notFinal.find((name) => name === parsed.data.status);
  const origin = { ...timing.times, source: sourceOf(item), ...(status ? { status } : {}) };
  return { readings: values.map((entry) => readValue(entry, origin)), later: 0 };
}

function once(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [`${gap.what}:${gap.reason}`, gap])).values()];
}

/** A preliminary value gives way to the final one of the same moment. */
function withoutSuperseded(measurements: readonly Measurement[]): Measurement[] {
  const momentOf = ({ concept, observedAt }: Measurement) => `${concept} ${observedAt}`;
  const settled = new Set(measurements.filter(({ status }) => status === undefined).map(momentOf));
  return measurements.filter((item) => item.status === undefined || !settled.has(momentOf(item)));
}

/** Observations (and their components) as measurements in each concept's own unit, as far as known at `asOf`. */
export function readObservations(items: readonly Resource[], asOf: string): Observed {
  const distinct = [...new Map(items.map((item) => [item.id ?? item, item])).values()];
  const read = distinct.map((item) => readOne(item, asOf));
  const readings = read.flatMap((one) => one.readings);
  return {
    measurements: withoutSuperseded(readings.flatMap(({ measurement }) => measurement ?? [])),
    gaps: once(readings.flatMap(({ gap }) => gap ?? [])),
    laterDropped: read.reduce((sum, { later }) => sum + later, 0),
  };
}
