import type { i18n } from 'i18next';
import { figure } from './figures.ts';

/** A digit that belongs to a word (`PaO2`) is no number. */
const numbers = /(?<![A-Za-z\d])\d+(?:[.,]\d+)*/g;

/**
 * A sentence that the service writes in English (a score's item, a band, a population), in the reader's language. The
 * catalogue knows it with `#` for each number and `@` for a FHIR reference, so that one line serves every value; what it
 * does not know is shown as it came.
 */
export function said(words: Pick<i18n, 'language' | 'getResourceBundle'>, text: string): string {
  const { language } = words;
  const phrases: Readonly<Record<string, string>> = words.getResourceBundle(language, 'terms')?.said ?? {};
  const whole = phrases[text];
  if (whole !== undefined) return whole;
  const reference = /\b[A-Z][A-Za-z]+\/[A-Za-z0-9.-]+/.exec(text)?.[0];
  const bare = reference ? text.replace(reference, '@') : text;
  const values = bare.match(numbers) ?? [];
  const phrase = phrases[bare.replace(numbers, '#')];
  if (phrase === undefined) return text;
  let at = 0;
  const filled = phrase.replace(/#/g, () => figure(values[at++] ?? '', language));
  return reference ? filled.replace('@', reference) : filled;
}
