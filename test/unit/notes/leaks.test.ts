import { describe, expect, test } from 'vitest';
import { leaksIn } from '../../../src/notes/leaks.ts';
import { innocent, leaking } from './planted.ts';

const isLeaking = (text: string) => leaksIn(text).length > 0;
/** The sentence in the middle of a note that gives nothing away. */
const around = { en: 'Seen on the ward. %s Lungs clear.', fr: 'Vu dans le service. %s Poumons clairs.' };
const shares = (['en', 'fr'] as const).flatMap((language) =>
  [(text: string) => text, (text: string) => around[language].replace('%s', text)].map((placed) => ({
    language,
    caught: leaking[language].filter((text) => isLeaking(placed(text))).length / leaking[language].length,
    missed: leaking[language].filter((text) => !isLeaking(placed(text))),
    alarms: innocent[language].filter((text) => isLeaking(placed(text))),
  })),
);

describe('what a note gives away of the time after it', () => {
  test('there are more than a hundred planted sentences', () => {
    const all = [leaking.en, leaking.fr, innocent.en, innocent.fr].flat();
    expect(new Set(all).size).toBeGreaterThan(100);
  });

  test.each(shares)('at least 90 % of leaks are caught ($language)', ({ caught, missed }) => {
    expect(caught, missed.join(' | ')).toBeGreaterThanOrEqual(0.9);
  });

  test.each(shares)('at most 5 % of innocent sentences alarm ($language)', ({ language, alarms }) => {
    expect(alarms.length / innocent[language].length, alarms.join(' | ')).toBeLessThanOrEqual(0.05);
  });

  test('a leak is named with its kind and its place', () => {
    const text = 'Improved. Transferred to ICU at night.';
    const [leak] = leaksIn(text);
    expect(leak?.kind).toBe('intensive-care');
    expect(text.slice(leak?.start, leak?.end)).toBe('Transferred to ICU');
  });
});
