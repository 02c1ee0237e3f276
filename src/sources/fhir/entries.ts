import { z } from 'zod';
import type { Chart, Entry } from '../../chart/chart.ts';
import { type CodeableConcept, codeableConcept, type Resource, sourceOf, wordsOf } from './resource.ts';
import { isLater, timeOf } from './time.ts';

const entry = z.looseObject({
  code: codeableConcept.optional(),
  type: codeableConcept.optional().catch(undefined),
  status: z.string().optional(),
  clinicalStatus: codeableConcept.optional().catch(undefined),
  verificationStatus: codeableConcept.optional(),
  abatementDateTime: z.string().optional(),
  performedPeriod: z.looseObject({ end: z.string().optional() }).optional(),
});
type Parsed = z.infer<typeof entry>;

const notSo = ['entered-in-error', 'refuted', 'not-done'];
const over = ['resolved', 'inactive', 'remission'];

function codesIn(concept: CodeableConcept | undefined): string[] {
  return concept?.coding.flatMap(({ code }) => code ?? []) ?? [];
}

/** A condition that ended after the prediction time was still there. */
function stateOf({ clinicalStatus, verificationStatus, abatementDateTime }: Parsed, asOf: string) {
  const ended = Date.parse(abatementDateTime ?? '');
  if (ended <= Date.parse(asOf)) return 'over' as const;
  if (Number.isNaN(ended) && codesIn(clinicalStatus).some((code) => over.includes(code)))
    return 'over' as const;
  return codesIn(verificationStatus).includes('differential') ? ('considered' as const) : undefined;
}

/** Under way: said so, or of a period that ends after the prediction time. */
function isOngoing({ status, performedPeriod }: Parsed, asOf: string): boolean {
  const end = Date.parse(performedPeriod?.end ?? '');
  return Number.isNaN(end) ? status === 'in-progress' : end > Date.parse(asOf);
}

export type Entries = { readonly entries: readonly Entry[]; readonly laterDropped: number };

function readEntry(item: Resource, asOf: string): Entry[] {
  const parsed = entry.safeParse(item);
  if (!parsed.success) return [];
  const { code, type, status, verificationStatus } = parsed.data;
  const states = [status, ...codesIn(verificationStatus)];
  const concept = code ?? type;
  const [first] = codesIn(concept);
  const text = wordsOf(concept) ?? first;
  if (text === undefined || states.some((state) => notSo.includes(state ?? ''))) return [];
  const at = timeOf(item);
  const state = stateOf(parsed.data, asOf);
  const codings = concept?.coding.flatMap(({ system, code: its }) =>
    its ? [{ code: its, ...(system ? { system } : {}) }] : [],
  );
  return [
    {
      text,
      source: sourceOf(item),
      ...(first ? { code: first } : {}),
      ...(codings?.length ? { codings } : {}),
      ...(state ? { state } : {}),
      ...(isOngoing(parsed.data, asOf) ? { isOngoing: true } : {}),
      ...(at ? { at } : {}),
    },
  ];
}

/** Conditions, procedures and devices known at `asOf`; retracted and refuted ones are left out. */
export function readEntries(items: readonly Resource[], asOf: string): Entries {
  const known = items.filter((item) => !isLater(item, asOf));
  return {
    entries: known.flatMap((item) => readEntry(item, asOf)),
    laterDropped: items.length - known.length,
  };
}

const encounter = z.looseObject({
  class: z.looseObject({ code: z.string().optional() }).optional(),
  period: z.looseObject({ start: z.string().optional() }).optional(),
  hospitalization: z.looseObject({ admitSource: codeableConcept.optional() }).optional().catch(undefined),
});

/** The encounter the call is about. */
export function readEncounter(item: Resource): NonNullable<Chart['encounter']> {
  const parsed = encounter.safeParse(item);
  const startedAt = parsed.data?.period?.start;
  const kind = parsed.data?.class?.code;
  const [admitSource] = codesIn(parsed.data?.hospitalization?.admitSource);
  return {
    source: sourceOf(item),
    ...(startedAt ? { startedAt } : {}),
    ...(kind ? { kind } : {}),
    ...(admitSource ? { admitSource } : {}),
  };
}
