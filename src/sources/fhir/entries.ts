import { z } from 'zod';
import type { Chart, Entry } from '../../chart/chart.ts';
import { codeableConcept, type Resource, sourceOf, wordsOf } from './resource.ts';
import { timeOf } from './time.ts';

const entry = z.looseObject({
  code: codeableConcept.optional(),
  type: codeableConcept.optional().catch(undefined),
  status: z.string().optional(),
  verificationStatus: codeableConcept.optional(),
});

const notSo = ['entered-in-error', 'refuted', 'not-done'];

/** Conditions, procedures and devices known at `asOf`; retracted and refuted ones are left out. */
export function readEntries(items: readonly Resource[], asOf: string): Entry[] {
  return items.flatMap((item) => {
    const parsed = entry.safeParse(item);
    if (!parsed.success) return [];
    const { code, type, status, verificationStatus } = parsed.data;
    const states = [status, ...(verificationStatus?.coding.map((c) => c.code) ?? [])];
    const at = timeOf(item);
    const isLater = at !== undefined && Date.parse(at) > Date.parse(asOf);
    const text = wordsOf(code ?? type);
    if (isLater || text === undefined || states.some((state) => notSo.includes(state ?? ''))) return [];
    const coded = (code ?? type)?.coding[0]?.code;
    return [{ text, source: sourceOf(item), ...(coded ? { code: coded } : {}), ...(at ? { at } : {}) }];
  });
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
