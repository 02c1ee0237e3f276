import { z } from 'zod';
import type { Resource } from './resource.ts';

const period = z.looseObject({ start: z.string().optional(), end: z.string().optional() });
/** Where R4 resources keep the time at which what they say was so. */
const timed = z.looseObject({
  effectiveDateTime: z.string().optional(),
  effectiveInstant: z.string().optional(),
  effectivePeriod: period.optional(),
  effectiveTiming: z.looseObject({ event: z.array(z.string()).default([]) }).optional(),
  issued: z.string().optional(),
  performedDateTime: z.string().optional(),
  performedPeriod: period.optional(),
  recordedDate: z.string().optional(),
  onsetDateTime: z.string().optional(),
  date: z.string().optional(),
  started: z.string().optional(),
  meta: z.looseObject({ lastUpdated: z.string().optional() }).optional().catch(undefined),
});

function isReadable(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}

function instantOf(text: string | undefined): string | undefined {
  return isReadable(text) ? new Date(text).toISOString() : undefined;
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
/** A year or a month places a value nowhere. */
const isCoarse = (text: string) => /^\d{4}(-\d{2})?$/.test(text);
const dayMs = 86_400_000;

function effectiveOf(t: z.infer<typeof timed>): string | undefined {
  return [
    ...[t.effectiveDateTime, t.effectiveInstant, t.effectivePeriod?.end, t.effectivePeriod?.start],
    t.effectiveTiming?.event.at(-1),
  ].find((text) => isReadable(text) && !isCoarse(text));
}

/** ISO 8601 instant at which the record holds, or undefined when it states no readable time. */
export function timeOf(item: Resource): string | undefined {
  const parsed = timed.safeParse(item);
  if (!parsed.success) return undefined;
  const t = parsed.data;
  const stated = [
    ...[t.effectiveDateTime, t.effectiveInstant, t.effectivePeriod?.end, t.effectivePeriod?.start],
    ...[t.effectiveTiming?.event.at(-1), t.performedDateTime, t.performedPeriod?.start],
    ...[t.performedPeriod?.end, t.started, t.date, t.recordedDate, t.onsetDateTime, t.issued],
  ];
  return instantOf(stated.find(isReadable));
}

/** The first instant at which a record counts as known: when it was so, and not before it was issued. */
export function knownAt(item: Resource): string | undefined {
  const { data } = timed.safeParse(item);
  const at = timeOf(item);
  if (data === undefined || at === undefined) return undefined;
  const issued = instantOf(data.issued);
  if (issued !== undefined) return [at, issued].sort().at(-1);
  const isOpenDay = item.resourceType === 'Observation' && isDay(effectiveOf(data) ?? '');
  return isOpenDay ? new Date(Date.parse(at) + dayMs - 1).toISOString() : at;
}

/** Whether a record was not yet known at `asOf`; one that states no time counts as known. */
export function isLater(item: Resource, asOf: string): boolean {
  return Date.parse(knownAt(item) ?? asOf) > Date.parse(asOf);
}

/** The three times of a measured value, ISO 8601. */
export type Times = {
  /** When the value was so (`effective`), else when it was issued. */
  readonly observedAt: string;
  /** When the laboratory or the monitor gave it out. */
  readonly issuedAt?: string;
  /** When its server last wrote it (`meta.lastUpdated`). */
  readonly receivedAt?: string;
};

export type Timing =
  | { readonly state: 'known'; readonly times: Times }
  | { readonly state: 'later' }
  | { readonly state: 'untimed' };

/**
 * Whether a measured value was known at `asOf`. It was not when it is effective or issued later: a result is known
 * from when it is issued, whenever the blood was drawn. `meta.lastUpdated` proves nothing against a value, since loading
 * an old chart into a new server sets it for all. A date without time of day may mean the day's end; such a value was
 * known only if the day is over, or its issue or last update lies before `asOf`.
 */
export function timingOf(item: Resource, asOf: string): Timing {
  const parsed = timed.safeParse(item);
  if (!parsed.success) return { state: 'untimed' };
  const effective = effectiveOf(parsed.data);
  const issuedAt = instantOf(parsed.data.issued);
  const receivedAt = instantOf(parsed.data.meta?.lastUpdated);
  const observedAt = instantOf(effective) ?? issuedAt;
  if (observedAt === undefined) return { state: 'untimed' };
  const now = Date.parse(asOf);
  const isKnown = (at: string | undefined) => at !== undefined && Date.parse(at) <= now;
  if (Date.parse(observedAt) > now || (issuedAt && !isKnown(issuedAt))) return { state: 'later' };
  const isOpenDay = effective !== undefined && isDay(effective) && Date.parse(observedAt) + dayMs > now;
  if (isOpenDay && !isKnown(issuedAt) && !isKnown(receivedAt)) return { state: 'later' };
  const times = { observedAt, ...(issuedAt ? { issuedAt } : {}), ...(receivedAt ? { receivedAt } : {}) };
  return { state: 'known', times };
}
