import { z } from 'zod';
import type { Resource } from './resource.ts';

const period = z.looseObject({ start: z.string().optional(), end: z.string().optional() });
/** Where R4 resources keep the time at which what they say was so. */
const timed = z.looseObject({
  effectiveDateTime: z.string().optional(),
  effectiveInstant: z.string().optional(),
  effectivePeriod: period.optional(),
  issued: z.string().optional(),
  performedDateTime: z.string().optional(),
  performedPeriod: period.optional(),
  recordedDate: z.string().optional(),
  onsetDateTime: z.string().optional(),
  date: z.string().optional(),
  started: z.string().optional(),
});

/** ISO 8601 instant at which the record holds, or undefined when it states no readable time. */
export function timeOf(item: Resource): string | undefined {
  const parsed = timed.safeParse(item);
  if (!parsed.success) return undefined;
  const t = parsed.data;
  const stated = [
    ...[t.effectiveDateTime, t.effectiveInstant, t.effectivePeriod?.end, t.effectivePeriod?.start],
    ...[t.performedDateTime, t.performedPeriod?.end, t.performedPeriod?.start, t.started, t.date],
    ...[t.recordedDate, t.onsetDateTime, t.issued],
  ].find((text) => text !== undefined && !Number.isNaN(Date.parse(text)));
  return stated === undefined ? undefined : new Date(stated).toISOString();
}
