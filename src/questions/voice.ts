import type { Measurement } from '../chart/chart.ts';
import type { Concept } from '../chart/codes.ts';
import { findingNamed } from '../findings/registry.ts';
import { hoursBetween } from '../lib/clock.ts';
import type { Estimate } from '../lib/estimate.ts';
import { interval, percent, signed, unitText } from '../words/figures.ts';
import { said } from '../words/say.ts';
import { whySaid } from '../words/why.ts';
import { createWords, type Language } from '../words/words.ts';

const locales = { en: 'en-GB', fr: 'fr-FR' } as const;
/** Keeps a number and its unit on one line. */
const hardSpace = '\u00a0';

/** How an answer says things in one language, as of one moment. */
export type Voice = {
  readonly language: Language;
  readonly asOf: string;
  /** A sentence of the catalogue's `answers`. */
  readonly say: (key: string, params?: Readonly<Record<string, unknown>>) => string;
  /** A name of the catalogue's `terms`, or the name itself where it has none. */
  readonly term: (group: string, name: string) => string;
  /** A text of scores, gaps and manifests (English, with numbers) as the catalogue says it. @see said */
  readonly told: (text: string) => string;
  /** Why something is not there. */
  readonly why: (code: string) => string;
  readonly concept: (concept: Concept) => string;
  /** A value's concept as it was recorded: urea, or its nitrogen, which differ by mass. */
  readonly measured: (measurement: Measurement) => string;
  readonly finding: (name: string) => string;
  readonly number: (value: number) => string;
  readonly signed: (value: number) => string;
  readonly percent: (probability: number) => string;
  readonly interval: (estimate: Estimate) => string;
  readonly ratio: (ratio: number) => string;
  /** A number in a UCUM unit. */
  readonly amount: (value: number, ucum: string) => string;
  /** A value as it was recorded, with its unit and, where it is not final, its status. */
  readonly quantity: (measurement: Measurement) => string;
  readonly when: (at: string) => string;
  readonly ago: (at: string) => string;
  readonly list: (words: readonly string[]) => string;
};

type Words = ReturnType<typeof createWords>;

const wordsOf = new Map<Language, Words>();

function wordsIn(language: Language): Words {
  const known = wordsOf.get(language) ?? createWords(language);
  wordsOf.set(language, known);
  return known;
}

function numbersIn(language: Language) {
  const locale = locales[language];
  const number = (value: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { useGrouping: false, ...options }).format(value);
  return {
    number: (value: number) => number(value, { maximumSignificantDigits: 6 }),
    signed: (value: number) => signed(value, locale),
    ratio: (value: number) => number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    percent,
    interval,
  };
}

function timesIn(language: Language, { asOf, timeZone }: { asOf: string; timeZone: string }, words: Words) {
  const locale = locales[language];
  return {
    when: (at: string) => {
      // A film's own clock (DICOM) names no zone: it is told as it stands.
      const isOwnClock = !/(?:Z|[+-]\d\d:?\d\d)$/.test(at);
      const zone = isOwnClock ? 'UTC' : timeZone;
      const instant = new Date(isOwnClock ? `${at}Z` : at);
      const year = at.slice(0, 4) === asOf.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
      const day = { day: 'numeric', month: 'short', timeZone: zone, ...year } as const;
      const date = new Intl.DateTimeFormat(locale, day).format(instant).replaceAll(' ', hardSpace);
      const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone } as const;
      const time = new Intl.DateTimeFormat(locale, clock).format(instant);
      const named = timeZone === 'UTC' && !isOwnClock ? `${time}${hardSpace}UTC` : time;
      return words.t('answers:when', { date, time: named });
    },
    ago: (at: string) => {
      const hours = hoursBetween(at, asOf);
      if (hours < 1) return words.t('answers:ago.minutes', { count: Math.max(Math.round(hours * 60), 0) });
      if (hours < 48) return words.t('answers:ago.hours', { count: Math.round(hours) });
      return words.t('answers:ago.days', { count: Math.round(hours / 24) });
    },
  };
}

/** The words, numbers and times of one answer; `timeZone` is an IANA name. */
export function createVoice(language: Language, asOf: string, timeZone: string): Voice {
  const words = wordsIn(language);
  const numbers = numbersIn(language);
  const term = (group: string, name: string) =>
    words.t(`${group}.${name}`, { ns: 'terms', defaultValue: name.replaceAll('_', ' ') });
  const unit = (ucum: string) => {
    const text = unitText(ucum);
    return text === '' ? '' : `${hardSpace}${text}`;
  };
  return {
    language,
    asOf,
    say: (key, params = {}) => words.t(`answers:${key}`, { ...params }),
    term,
    told: (text) => said(words, text),
    why: (code) => whySaid(words, code),
    concept: (concept) => term('concept', concept === 'bun' ? 'urea' : concept),
    measured: ({ concept, recorded }) =>
      term('concept', concept === 'bun' && recorded !== undefined ? 'urea' : concept),
    finding: (name) => findingNamed(name)?.words[language] ?? term('finding', name),
    ...numbers,
    amount: (value, ucum) => `${numbers.number(Number(value.toPrecision(3)))}${unit(ucum)}`,
    quantity: ({ value, ucum, words: coded, status, recorded = { value, unit: ucum } }) => {
      const text = coded ? said(words, coded) : `${numbers.number(recorded.value)}${unit(recorded.unit)}`;
      return status ? `${text} (${term('status', status)})` : text;
    },
    ...timesIn(language, { asOf, timeZone }, words),
    list: (texts) => new Intl.ListFormat(locales[language], { type: 'conjunction' }).format(texts),
  };
}

/** With a capital first letter, to begin a sentence; `pH` stays. */
export function capital(text: string): string {
  return /^p[A-Z]/.test(text) ? text : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
