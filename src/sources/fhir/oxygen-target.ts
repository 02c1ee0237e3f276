import { z } from 'zod';
import type { Note, OxygenTarget } from '../../chart/chart.ts';
import { codeableConcept, type Resource, sourceOf, wordsOf } from './resource.ts';
import { timingOf } from './time.ts';

const limit = z.looseObject({ value: z.number().optional() });
const observation = z.looseObject({
  status: z.string().optional(),
  code: codeableConcept,
  valueString: z.string().optional(),
  valueRange: z.looseObject({ low: limit.optional(), high: limit.optional() }).optional(),
});
const flag = z.looseObject({
  status: z.string().optional(),
  code: codeableConcept,
  period: z.looseObject({ start: z.string().optional(), end: z.string().optional() }).optional(),
});

type Range = Pick<OxygenTarget, 'low' | 'high'>;

/** A target named as one, and its range, with no other number between them: a measured 88–92 % is no target. */
const targets =
  /\b(?:target|aim|goal|titrat|keep|maintain|cible|objectif)\w*\b[^.;\n\d]{0,40}(\d{2})\s*%?\s*(?:-|–|—|to|à|a|et)\s*(\d{2,3})\b/gi;
const scale2 =
  /\b(?:news\s?2?|oxygen|saturation|hypercapni\w*)\b[^.;\n\d]{0,30}\b(?:scale|échelle|echelle) 2\b/gi;
const scale2Range: Range = { low: 88, high: 92 };
/** What takes a target back or leaves it open, shortly before or after it. */
const undone =
  /\b(?:not|no|never|no longer|stop\w*|discontinu\w*|cease\w*|consider|unless|whether|rather than|instead of|previous\w*|pas|plus de|ancien\w*)\b|\?/i;
const nearby = 30;

function rangesIn(text: string): Range[] {
  // SpO2 and O2 hold a digit of their own.
  const plain = text.replaceAll(/\b(?:sp|sa)?o2\b/gi, 'oxygen').replaceAll(/\bsats?\b/gi, 'saturation');
  const isStanding = ({ index, 0: words }: RegExpExecArray) =>
    !undone.test(plain.slice(Math.max(index - nearby, 0), index)) &&
    !undone.test(plain.slice(index, index + words.length + nearby));
  const named = [...plain.matchAll(targets)]
    .filter(isStanding)
    .map(([, low, high]) => ({ low: Number(low), high: Number(high) }))
    .filter(({ low, high }) => low >= 70 && high <= 100 && low < high);
  return [...named, ...[...plain.matchAll(scale2)].filter(isStanding).map(() => scale2Range)];
}

/** The one range a text states; two different ones state none. */
function rangeIn(text: string): Range | undefined {
  const [first, ...others] = rangesIn(text);
  const isOne = others.every(({ low, high }) => low === first?.low && high === first.high);
  return isOne ? first : undefined;
}

function ofObservation(item: Resource, asOf: string): OxygenTarget[] {
  const parsed = observation.safeParse(item);
  if (!parsed.success || ['entered-in-error', 'cancelled'].includes(parsed.data.status ?? '')) return [];
  const { code, valueRange, valueString } = parsed.data;
  if (valueRange === undefined && valueString === undefined) return [];
  const stated = `${valueRange?.low?.value ?? ''}-${valueRange?.high?.value ?? ''}`;
  const range = rangeIn(`${wordsOf(code) ?? ''}: ${valueRange ? stated : valueString}`);
  const timing = timingOf(item, asOf);
  if (!range || timing.state !== 'known') return [];
  return [{ ...range, at: timing.times.observedAt, source: sourceOf(item) }];
}

function ofFlag(item: Resource, asOf: string): OxygenTarget[] {
  const parsed = flag.safeParse(item);
  if (!parsed.success || parsed.data.status !== 'active') return [];
  const { code, period } = parsed.data;
  const [start, end] = [Date.parse(period?.start ?? ''), Date.parse(period?.end ?? '')];
  if (start > Date.parse(asOf) || end <= Date.parse(asOf)) return [];
  const range = rangeIn(wordsOf(code) ?? '');
  if (!range) return [];
  const at = Number.isNaN(start) ? {} : { at: new Date(start).toISOString() };
  return [{ ...range, ...at, source: sourceOf(item) }];
}

function ofNote({ text, at, source }: Note): OxygenTarget[] {
  const range = rangeIn(text);
  return range ? [{ ...range, source, ...(at ? { at } : {}) }] : [];
}

/**
 * The oxygen saturation target a clinician documented last: an Observation whose name says target (`valueRange` or text),
 * an active Flag, or a note's words. Never inferred from a diagnosis.
 */
export function readOxygenTarget(
  {
    observations,
    flags,
  }: { readonly observations: readonly Resource[]; readonly flags: readonly Resource[] },
  notes: readonly Note[],
  asOf: string,
): OxygenTarget | undefined {
  const stated = [
    ...observations.flatMap((item) => ofObservation(item, asOf)),
    ...flags.flatMap((item) => ofFlag(item, asOf)),
    ...notes.flatMap(ofNote),
  ];
  return stated.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? '')).at(-1);
}
