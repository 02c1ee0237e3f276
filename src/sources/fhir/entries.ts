import { z } from 'zod';
import type { Chart, Entry } from '../../chart/chart.ts';
import { codeableConcept, type Resource, sourceOf, wordsOf } from './resource.ts';
import { isLater, timeOf } from './time.ts';

const entry = z.looseObject({
  code: codeableConcept.optional(),
  type: codeableConcept.optional().catch(undefined),
  status: z.string().optional(),
  verificationStatus: codeableConcept.optional(),
});

const notSo = ['entered-in-error', 'refuted', 'not-done'];

export type Entries = { readonly entries: readonly Entry[]; readonly laterDropped: number };

function readEntry(item: Resource): Entry[] {
  const parsed = entry.safeParse(item);
  if (!parsed.success) return [];
  const { code, type, status, verificationStatus } = parsed.data;
  const states = [status, ...(verificationStatus?.coding.map((c) => c.code) ?? [])];
  const text = wordsOf(code ?? type);
  if (text === undefined || states.some((state) => notSo.includes(state ?? ''))) return [];
  const at = timeOf(item);
  const coded = (code ?? type)?.coding[0]?.code;
  return [{ text, source: sourceOf(item), ...(coded ? { code: coded } : {}), ...(at ? { at } : {}) }];
}

/** Conditions, procedures and devices known at `asOf`; retracted and refuted ones are left out. */
export function readEntries(items: readonly Resource[], asOf: string): Entries {
  const known = items.filter((item) => !isLater(item, asOf));
  return { entries: known.flatMap(readEntry), laterDropped: items.length - known.length };
}

const encounter = z.looseObject({
  class: z.looseObject({ code: z.string().optional() }).optional(),
  period: z.looseObject({ start: z.string().optional() }).optional(),
});

/** The encounter the call is about. */
export function readEncounter(item: Resource): NonNullable<Chart['encounter']> {
  const parsed = encounter.safeParse(item);
  const startedAt = parsed.data?.period?.start;
  const kind = parsed.data?.class?.code;
  return { source: sourceOf(item), ...(startedAt ? { startedAt } : {}), ...(kind ? { kind } : {}) };
}
