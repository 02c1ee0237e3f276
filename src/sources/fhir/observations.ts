import { z } from 'zod';
import type { Gap, Measurement } from '../../chart/chart.ts';
import { type Concept, conceptOf, specOf, systems } from '../../chart/codes.ts';
import { toConceptUnit } from '../../chart/units.ts';
import { codeableConcept, type Resource, sourceOf } from './resource.ts';
import { timeOf } from './time.ts';

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

const retracted = ['entered-in-error', 'cancelled', 'registered'];

type Reading = { readonly measurement?: Measurement; readonly gap?: Gap };
export type Observed = {
  readonly measurements: readonly Measurement[];
  readonly gaps: readonly Gap[];
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

function readValue(entry: Valued, observedAt: string, source: string): Reading {
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
      observedAt,
      source,
      ...(isConverted ? { recorded: { value, unit } } : {}),
    },
  };
}

function readOne(item: Resource, asOf: string): Reading[] | 'later' {
  const parsed = observation.safeParse(item);
  const observedAt = timeOf(item);
  if (!parsed.success || !observedAt || retracted.includes(parsed.data.status ?? '')) return [];
  if (Date.parse(observedAt) > Date.parse(asOf)) return 'later';
  return [parsed.data, ...parsed.data.component].map((entry) => readValue(entry, observedAt, sourceOf(item)));
}

function once(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [`${gap.what}:${gap.reason}`, gap])).values()];
}

/** Observations (and their components) as measurements in each concept's own unit, up to `asOf`. */
export function readObservations(items: readonly Resource[], asOf: string): Observed {
  const distinct = [...new Map(items.map((item) => [item.id ?? item, item])).values()];
  const readings = distinct.map((item) => readOne(item, asOf));
  const inTime = readings.flatMap((reading) => (reading === 'later' ? [] : reading));
  return {
    measurements: inTime.flatMap(({ measurement }) => (measurement ? [measurement] : [])),
    gaps: once(inTime.flatMap(({ gap }) => (gap ? [gap] : []))),
    laterDropped: readings.filter((reading) => reading === 'later').length,
  };
}
