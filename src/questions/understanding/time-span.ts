import { instantOf, midnight, wallOf } from './calendar.ts';

/** A stretch of time a question speaks of, ISO 8601; it ends at the prediction time unless the question ends it. */
export type Span = { readonly from: string; readonly to: string };

export type SpanRead = {
  readonly span?: Span;
  /** The question without the words of time. */
  readonly rest: string;
};

/** The moment from which a question looks back, and what it may call "since admission". */
export type Now = { readonly asOf: string; readonly timeZone: string; readonly admittedAt?: string };

type Frame = { readonly nowMs: number; readonly wall: Date; readonly now: Now };
type Rule = {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray, frame: Frame) => { from: number; to?: number } | undefined;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const numbers =
  'one|an|a|two|three|four|five|six|seven|eight|ten|twelve|un|une|deux|trois|quatre|cinq|sept|huit|dix|douze';
const worth: Readonly<Record<string, number>> = {
  ...{
    one: 1,
    an: 1,
    a: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    ten: 10,
    twelve: 12,
  },
  ...{ un: 1, une: 1, deux: 2, trois: 3, quatre: 4, cinq: 5, sept: 7, huit: 8, dix: 10, douze: 12 },
};
const count = `(\\d{1,3}|${numbers})`;
const unit = '(minutes?|mins?|hours?|hrs?|heures?|h|days?|jours?|d|j|weeks?|semaines?)';
const weekdays = [
  'sunday|sun|dimanche',
  'monday|mon|lundi',
  'tuesday|tues?|mardi',
  'wednesday|weds?|mercredi',
  'thursday|thurs?|thu|jeudi',
  'friday|fri|vendredi',
  'saturday|sat(?= |$)|samedi',
];
const weekday = `(${weekdays.join('|')})`;
const monthStarts = [
  'jan',
  'f(?:eb|ev)',
  'mar',
  'a[pv]r',
  'ma[iy]',
  'jui?n',
  'jui?l',
  'a(?:ug|out)',
  'sep',
  'oct',
  'nov',
  'dec',
];
const months = monthStarts.join('|');
const since = '(?:since|from|after|depuis|a partir de|des)(?: le| last| the)?';

function unitMs(word: string): number {
  if (/^m/.test(word)) return 60_000;
  if (/^h/.test(word)) return hourMs;
  return /^(d|j)/.test(word) ? dayMs : 7 * dayMs;
}

function lengthMs(amount: string | undefined, word: string): number {
  return (worth[amount ?? 'one'] ?? Number(amount)) * unitMs(word);
}

/** Wall-clock milliseconds of so many days before, at an hour of the day. */
function wallAt({ wall }: Frame, daysBefore: number, hours = 0): number {
  return midnight(wall, daysBefore) + hours * hourMs;
}

function daysSince(name: string, { wall }: Frame): number {
  const at = weekdays.findIndex((names) => new RegExp(`^(?:${names})$`).test(name));
  return (wall.getUTCDay() - at + 7) % 7;
}

/** Words for a part of the day, as hours after midnight. */
function hoursOf(words: string | undefined): number {
  if (!words) return 0;
  const clock = /(\d{1,2})(?:[:h](\d{2})?)?/.exec(words);
  if (clock) return Number(clock[1]) + Number(clock[2] ?? 0) / 60;
  if (/noon|midi(?!n)/.test(words)) return 12;
  if (/morning|matin/.test(words)) return 6;
  if (/afternoon|apres midi/.test(words)) return 12;
  return /evening|soir/.test(words) ? 18 : 22;
}

/** The newest moment of that clock time that is not after now. */
function lastClock(frame: Frame, hours: number): number {
  const today = wallAt(frame, 0, hours);
  return today <= frame.wall.getTime() ? today : today - dayMs;
}

function dated(frame: Frame, day: number, month: number, year?: number): number | undefined {
  if (day < 1 || day > 31 || month < 0 || month > 11) return undefined;
  const thisYear = Date.UTC(year ?? frame.wall.getUTCFullYear(), month, day);
  if (year !== undefined || thisYear <= frame.wall.getTime()) return thisYear;
  return Date.UTC(frame.wall.getUTCFullYear() - 1, month, day);
}

function fromWall(wallMs: number | undefined, { now }: Frame, days?: number) {
  if (wallMs === undefined) return undefined;
  const from = instantOf(wallMs, now.timeZone);
  return days === undefined ? { from } : { from, to: instantOf(wallMs + days * dayMs, now.timeZone) };
}

const clock = '(\\d{1,2}(?::\\d{2}|h\\d{0,2}| ?(?:o clock|heures?)))';
const dayPart =
  '(?: (?:at |in the |the |a |au )?(morning|noon|afternoon|evening|night|matin|midi|apres midi|soir|nuit|\\d{1,2}(?::\\d{2}|h\\d{0,2})))?';

/** The first that fits reads the time; the longer wordings stand before the shorter. */
const rules: readonly Rule[] = [
  {
    pattern: new RegExp(
      `${since} (?:his |her |the |its |l |son |sa )?(?:admission|arrival|entree|arrivee|hospitalisation)`,
    ),
    read: (_, { now }) => (now.admittedAt ? { from: Date.parse(now.admittedAt) } : { from: 0 }),
  },
  {
    pattern: new RegExp(
      `(?:(?:in|over|during|within|for|sur|dans|durant|pendant|depuis|of) )?(?:the |les? |ces? |cette |la |l )?(?:last|past|previous|dernier(?:e|s|es)?) ${count} ?${unit}(?= |$)|(?:sur|ces|dans|les|depuis|pendant)(?: les| ces)? ${count} (?:dernier(?:e|s|es)?|prem) ?${unit}(?= |$)`,
    ),
    read: ([, a, b, c, d], { nowMs }) => ({ from: nowMs - lengthMs(a ?? c, b ?? d ?? 'h') }),
  },
  {
    // "Depuis 22h" is a time of day, "depuis 24h" a day.
    pattern: new RegExp(`${since} ((?:1?\\d|2[0-3])h(?:\\d{2})?)(?= |$)`),
    read: ([, words], frame) => fromWall(lastClock(frame, hoursOf(words)), frame),
  },
  {
    pattern: new RegExp(`(?:${since}|over|sur|for|within|en|in) ${count} ?${unit}(?= |$)(?! ago)`),
    read: ([, a, b], { nowMs }) => ({ from: nowMs - lengthMs(a, b ?? 'h') }),
  },
  {
    pattern: new RegExp(`(?:${since} )?(?:${count} ?${unit} ago|il y a ${count} ?${unit})(?= |$)`),
    read: ([, a, b, c, d], { nowMs }) => {
      const length = lengthMs(a ?? c, b ?? d ?? 'h');
      return { from: nowMs - length };
    },
  },
  {
    pattern: new RegExp(
      `(?:${since} )?(?:the )?(?:last|past) (hour|day|week)(?= |$)|${since} (?:la )?(semaine)(?= |$)`,
    ),
    read: ([, a, b], { nowMs }) => ({ from: nowMs - lengthMs('one', a ?? b ?? 'day') }),
  },
  {
    pattern: new RegExp(`${since} (?:the day before yesterday|avant hier)${dayPart}(?= |$)`),
    read: ([, part], frame) => fromWall(wallAt(frame, 2, hoursOf(part)), frame),
  },
  {
    pattern: new RegExp(`${since} (?:yesterday|hier)${dayPart}(?= |$)`),
    read: ([, part], frame) => fromWall(wallAt(frame, 1, hoursOf(part)), frame),
  },
  {
    pattern: /(?:the )?day before yesterday|avant hier/,
    read: (_, frame) => fromWall(wallAt(frame, 2), frame, 1),
  },
  {
    pattern: new RegExp(`(?:yesterday|hier)${dayPart}(?= |$)`),
    read: ([, part], frame) =>
      fromWall(wallAt(frame, 1, hoursOf(part)), frame, part === undefined ? 1 : 0.25),
  },
  {
    pattern: new RegExp(`${since} (?:midnight|minuit)|today|aujourd ?hui|${since} (?:this |ce )(?:day|jour)`),
    read: (_, frame) => fromWall(wallAt(frame, 0), frame),
  },
  {
    pattern: new RegExp(
      `(?:${since} )?(?:last night|tonight|overnight|this night|cette nuit|la nuit(?: derniere)?|hier soir)(?= |$)`,
    ),
    read: (_, frame) => fromWall(lastClock(frame, 20), frame),
  },
  {
    pattern: new RegExp(
      `(?:${since} )?(?:this|ce(?:tte)?|cet) (morning|afternoon|evening|matin|apres midi|soir)(?= |$)`,
    ),
    read: ([, part], frame) => fromWall(lastClock(frame, hoursOf(part)), frame),
  },
  {
    pattern: /(?:this|cette) (?:week|semaine)(?= |$)/,
    read: (_, frame) => fromWall(wallAt(frame, (frame.wall.getUTCDay() + 6) % 7), frame),
  },
  {
    pattern: new RegExp(`${since} (?:noon|midi)(?= |$)`),
    read: (_, frame) => fromWall(lastClock(frame, 12), frame),
  },
  {
    pattern: new RegExp(`${since} (?:at )?${clock}(?= |$)`),
    read: ([, words], frame) => {
      const hours = hoursOf(words);
      return hours > 24 ? undefined : fromWall(lastClock(frame, hours), frame);
    },
  },
  {
    pattern: new RegExp(`${since} ${weekday}${dayPart}(?= |$)`),
    read: ([, name = '', part], frame) =>
      fromWall(wallAt(frame, daysSince(name, frame), hoursOf(part)), frame),
  },
  {
    pattern: new RegExp(`${since} (\\d{4})[ /-](\\d{1,2})[ /-](\\d{1,2})(?= |$)`),
    read: ([, year, month, day], frame) =>
      fromWall(dated(frame, Number(day), Number(month) - 1, Number(year)), frame),
  },
  {
    pattern: new RegExp(`${since} (\\d{1,2})(?:st|nd|rd|th|er)? (?:of )?(${months})[a-z]*(?= |$)`),
    read: ([, day, month = ''], frame) =>
      fromWall(
        dated(
          frame,
          Number(day),
          monthStarts.findIndex((start) => new RegExp(`^${start}`).test(month)),
        ),
        frame,
      ),
  },
  {
    pattern: new RegExp(`${since} (\\d{1,2})[/.-](\\d{1,2})(?= |$)`),
    read: ([, day, month], frame) => fromWall(dated(frame, Number(day), Number(month) - 1), frame),
  },
  {
    pattern: new RegExp(`(?:on |of |le )?${weekday}${dayPart}(?= |$)`),
    read: ([, name = '', part], frame) =>
      fromWall(wallAt(frame, daysSince(name, frame), hoursOf(part)), frame, part === undefined ? 1 : 0.25),
  },
];

/** Reads when a question speaks of, in English and French. `text` is lower case, without accents and marks. */
export function readSpan(text: string, now: Now): SpanRead {
  const nowMs = Date.parse(now.asOf);
  const frame: Frame = { nowMs, wall: wallOf(nowMs, now.timeZone), now };
  for (const { pattern, read } of rules) {
    const match = new RegExp(`(?<![a-z0-9])(?:${pattern.source})`).exec(text);
    const found = match && read(match, frame);
    if (!match || !found) continue;
    const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`;
    const to = Math.min(found.to ?? nowMs, nowMs);
    return {
      span: { from: new Date(found.from).toISOString(), to: new Date(to).toISOString() },
      rest: rest.replaceAll(/\s+/g, ' ').trim(),
    };
  }
  return { rest: text };
}
