import type { Measurement } from '../../chart/chart.ts';
import { type Concept, specOf } from '../../chart/codes.ts';
import { hoursBetween } from '../../lib/clock.ts';
import { scoreHours } from '../../scores/score.ts';
import type { Intent } from '../intent.ts';
import { answered, type Desk, notOnRecord, type Reply, type Said } from '../reply.ts';
import { ofAssessment, ofValue } from '../sources.ts';
import type { Span } from '../understanding/time-span.ts';
import { capital } from '../voice.ts';
import { reasonSaid } from './risk.ts';

type Values = Extract<Intent, { kind: 'values' }>;

/** Beyond so many values a count would need more citations than anyone opens. */
const mostCounted = 8;
/** Less change than this share of the first value is called none. */
const steadyWithin = 0.05;

/** A concept's values, oldest first, within the span if there is one. */
function seriesOf({ chart }: Desk, concept: Concept, span?: Span): Measurement[] {
  const [from, to] = span ? [Date.parse(span.from), Date.parse(span.to)] : [-Infinity, Infinity];
  return chart.measurements
    .filter((measurement) => measurement.concept === concept)
    .filter(({ observedAt }) => Date.parse(observedAt) >= from && Date.parse(observedAt) <= to)
    .sort((a, b) => Date.parse(a.observedAt) - Date.parse(b.observedAt));
}

/** Whether a value is too old for the published scores to count. */
export function isOld({ concept, observedAt }: Measurement, asOf: string): boolean {
  return hoursBetween(observedAt, asOf) > scoreHours[specOf(concept).modality];
}

function nameOf({ voice }: Desk, concept: Concept): string {
  return capital(voice.concept(concept));
}

/** `Lactate 3.4 mmol/L, 4 h ago (24 Nov, 20:45 UTC).` */
function valueSaid(desk: Desk, measurement: Measurement, key = 'value.one'): Said {
  const { voice } = desk;
  const { observedAt } = measurement;
  const text = voice.say(key, {
    name: key === 'value.one' ? capital(voice.measured(measurement)) : voice.measured(measurement),
    value: voice.quantity(measurement),
    ago: voice.ago(observedAt),
    when: voice.when(observedAt),
  });
  return { text, by: [ofValue(desk, measurement)] };
}

/** Why there is no value: refused and said so, or never there. */
function noneSaid(desk: Desk, concept: Concept, span?: Span): Said[] {
  const { voice, assessment } = desk;
  const gap = assessment.gaps.find(({ what }) => what === specOf(concept).words);
  const name = nameOf(desk, concept);
  const newest = seriesOf(desk, concept).at(-1);
  if (span && newest) {
    const since = { text: voice.say('value.noneSince', { name, when: voice.when(span.from) }), by: [] };
    return [since, valueSaid(desk, newest, 'value.newest')];
  }
  if (!gap) return [{ text: voice.say('value.none', { name }), by: [] }];
  return [
    {
      text: voice.say('value.gap', { name, reason: voice.term('gap', gap.reason) }),
      by: [ofAssessment(desk)],
    },
  ];
}

function effectSaid(desk: Desk, concept: Concept): Said[] {
  const { raises, lowers, risk } = desk.assessment;
  if (risk.kind === 'withheld') return [];
  const reason = [...raises, ...lowers].find(({ measurement }) => measurement?.concept === concept);
  return reason ? [reasonSaid(desk, reason)] : [];
}

/** `44–104 µmol/L`, in the unit the value was recorded in: every conversion of a laboratory's unit is a factor. */
function rangeWords({ voice }: Desk, { value, ucum, range = {}, recorded }: Measurement): string {
  const scale = recorded && value !== 0 ? recorded.value / value : 1;
  const limit = (of: number) => voice.amount(of * scale, recorded?.unit ?? ucum);
  const { low, high } = range;
  if (low === undefined) return voice.say('value.upTo', { limit: limit(high ?? 0) });
  if (high === undefined) return voice.say('value.fromLow', { limit: limit(low) });
  return `${voice.number(Number((low * scale).toPrecision(3)))}–${limit(high)}`;
}

/** Against the range its laboratory states. */
function rangeSaid(desk: Desk, measurement: Measurement, isAsked: boolean): Said[] {
  const { voice } = desk;
  const { value, range } = measurement;
  if (!range) return isAsked ? [{ text: voice.say('value.noRange'), by: [] }] : [];
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = range;
  const place = value < low ? 'below' : value > high ? 'above' : 'in';
  const text = voice.say(`value.${place}Range`, { range: rangeWords(desk, measurement) });
  return [{ text, by: [ofValue(desk, measurement)] }];
}

function lastSaid(desk: Desk, concept: Concept, { span, isWhy, isNormal }: Values): Said[] {
  const series = seriesOf(desk, concept, span);
  const newest = series.at(-1);
  if (!newest) return noneSaid(desk, concept, span);
  const before = series.at(-2);
  const isStale = isOld(newest, desk.chart.asOf);
  return [
    valueSaid(desk, newest),
    ...rangeSaid(desk, newest, isNormal === true),
    ...(before ? [valueSaid(desk, before, 'value.before')] : []),
    ...(isStale ? [{ text: desk.voice.say('value.old'), by: [] }] : []),
    ...(isWhy ? effectSaid(desk, concept) : []),
  ];
}

function extremesOf(series: readonly Measurement[]) {
  const pick = (isBetter: (a: number, b: number) => boolean) =>
    series.reduce((best, next) => (isBetter(next.value, best.value) ? next : best));
  return { highest: pick((a, b) => a >= b), lowest: pick((a, b) => a <= b) };
}

function directionOf(first: Measurement, last: Measurement): 'steady' | 'rose' | 'fell' {
  const change = last.value - first.value;
  if (Math.abs(change) <= Math.abs(first.value) * steadyWithin) return 'steady';
  return change > 0 ? 'rose' : 'fell';
}

function countSaid(desk: Desk, series: readonly Measurement[], span?: Span): Said {
  const { voice } = desk;
  const count = series.length;
  const since = span ? voice.say('value.since', { when: voice.when(span.from) }) : '';
  if (count > mostCounted) return { text: voice.say('value.many', { since }), by: [] };
  return {
    text: voice.say('value.counted', { count, since }),
    by: series.map((measurement) => ofValue(desk, measurement)),
  };
}

/** `Creatinine rose from 108 µmol/L (…) to 146 µmol/L (…).` With extremes that are not its ends. */
function courseSaid(desk: Desk, concept: Concept, span?: Span): Said[] {
  const { voice } = desk;
  const series = seriesOf(desk, concept, span);
  const [first] = series;
  const last = series.at(-1);
  if (!first || !last) return noneSaid(desk, concept, span);
  if (first === last) return [valueSaid(desk, last, 'value.single'), countSaid(desk, series, span)];
  const { highest, lowest } = extremesOf(series);
  const ends = [first.value, last.value];
  const between = [
    ...(ends.includes(highest.value) ? [] : [valueSaid(desk, highest, 'value.highest')]),
    ...(ends.includes(lowest.value) ? [] : [valueSaid(desk, lowest, 'value.lowest')]),
  ];
  const text = voice.say(`value.${directionOf(first, last)}`, {
    name: capital(voice.measured(last)),
    from: voice.quantity(first),
    fromWhen: voice.when(first.observedAt),
    to: voice.quantity(last),
    toWhen: voice.when(last.observedAt),
  });
  return [
    { text, by: [ofValue(desk, first), ofValue(desk, last)] },
    ...between,
    countSaid(desk, series, span),
  ];
}

function extremeSaid(desk: Desk, concept: Concept, end: 'highest' | 'lowest', span?: Span): Said[] {
  const series = seriesOf(desk, concept, span);
  if (series.length === 0) return noneSaid(desk, concept, span);
  return [valueSaid(desk, extremesOf(series)[end], `value.${end}`), countSaid(desk, series, span)];
}

/** What is worse the lower it is; sodium, glucose and the like are bad either way. */
const worseLow: readonly Concept[] = [
  ...(['oxygenSaturation', 'systolicPressure', 'diastolicPressure', 'meanArterialPressure'] as const),
  ...(['glasgowComaScore', 'consciousness', 'urineOutput', 'bicarbonate', 'hemoglobin'] as const),
  ...(['hematocrit', 'platelets', 'lymphocytes', 'albumin', 'ph', 'pao2'] as const),
];
const worseEitherWay: readonly Concept[] = [
  'sodium',
  'potassium',
  'glucose',
  'magnesium',
  'temperature',
  'weight',
];

function worstSaid(desk: Desk, concept: Concept, span?: Span): Said[] {
  if (worseEitherWay.includes(concept))
    return [
      ...extremeSaid(desk, concept, 'highest', span).slice(0, 1),
      ...extremeSaid(desk, concept, 'lowest', span),
    ];
  return extremeSaid(desk, concept, worseLow.includes(concept) ? 'lowest' : 'highest', span);
}

function lookAt(desk: Desk, concept: Concept, values: Values): Said[] {
  const { look, span } = values;
  if (look === 'last') return lastSaid(desk, concept, values);
  if (look === 'worst') return worstSaid(desk, concept, span);
  return look === 'course' ? courseSaid(desk, concept, span) : extremeSaid(desk, concept, look, span);
}

/** Of a whole part, only the newest of what is there. */
function wholeSaid(desk: Desk, values: Values, there: readonly Concept[]): Said[] {
  const { voice } = desk;
  const { concepts, look, span } = values;
  if (look !== 'last') return there.flatMap((concept) => lookAt(desk, concept, values).slice(0, 1));
  const newest = there.flatMap((concept) => seriesOf(desk, concept, span).at(-1) ?? []);
  const absent = concepts.filter((concept) => !there.includes(concept));
  const names = voice.list(absent.map((concept) => voice.concept(concept)));
  return [
    ...newest.map((measurement) => valueSaid(desk, measurement)),
    ...(absent.length > 0 ? [{ text: voice.say('value.others', { names }), by: [] }] : []),
  ];
}

/** Values of the chart as they were recorded: newest, course, or extreme. */
export function answerValues(desk: Desk, intent: Values): Reply {
  const { concepts, span, isWhole } = intent;
  const there = concepts.filter((concept) => seriesOf(desk, concept, span).length > 0);
  if (there.length === 0) {
    const said = concepts.flatMap((concept) => noneSaid(desk, concept, span));
    const isPart = isWhole === true || concepts.length > 3;
    return notOnRecord(...(isPart ? [{ text: desk.voice.say('value.nothing'), by: [] }] : said));
  }
  if (isWhole || concepts.length > 2) return answered(wholeSaid(desk, intent, there));
  return answered(...there.map((concept) => lookAt(desk, concept, intent)));
}
