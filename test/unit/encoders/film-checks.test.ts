import { describe, expect, test } from 'vitest';
import { exposureScore, type FilmCheck, judgeFilm } from '../../../src/encoders/film-checks.ts';

const checks: readonly FilmCheck[] = [
  { name: 'rotated', index: 0, refuseAbove: 1 },
  { name: 'inverted-polarity', index: 1, refuseAbove: 2, repairAbove: 4 },
  { name: 'tilted', index: 2, warnAbove: 0.5 },
];
const gate = { refuseAbove: 1, checks };

describe('what the gate says of a film', () => {
  test.each([
    ['known, upright: read', 0.6, [-4, -6, -3], undefined, []],
    ['a suspicion below the limit: read', 0.6, [0.9, -6, -3], undefined, []],
    ['over a limit: refused by its name', 0.6, [1.2, -6, -3], 'rotated', []],
    ['over two limits: by the name of the greater excess', 0.6, [1.2, 3, -3], 'inverted-polarity', []],
    ['far from all known films, and like nothing named', 1.4, [-4, -6, -3], 'foreign-image', []],
    ['far, and most like something named: by that name', 1.4, [0.4, -6, -3], 'rotated', []],
    [
      'far and tilted: no refusal is named after a mere warning',
      1.4,
      [-4, -6, 3],
      'foreign-image',
      ['tilted'],
    ],
    ['tilted: read, with the warning', 0.6, [-4, -6, 0.7], undefined, ['tilted']],
    ['a distance that is no number: refused', Number.NaN, [-4, -6, -3], 'foreign-image', []],
    ['an answer that is missing: refused, not waved through', 0.6, [-4], 'inverted-polarity', []],
  ] as const)('%s', (_name, foreignDistance, filmChecks, refusedAs, warnings) => {
    const verdict = judgeFilm({ foreignDistance, filmChecks }, gate);
    expect({ refusedAs: verdict.refusedAs, warnings: verdict.warnings }).toEqual({ refusedAs, warnings });
  });

  test('a film is turned over only where the graph is sure, not wherever it refuses', () => {
    const isNegative = (answer: number) =>
      judgeFilm({ foreignDistance: 0.6, filmChecks: [-4, answer, -3] }, gate).isNegative;
    expect([3, 4.1].map(isNegative)).toEqual([false, true]);
  });

  test('one question may warn early and refuse late', () => {
    const mirrored = [{ name: 'mirrored', index: 0, warnAbove: 0.5, refuseAbove: 3 }];
    const saysAt = (answer: number) =>
      judgeFilm({ foreignDistance: 0.6, filmChecks: [answer] }, { refuseAbove: 1, checks: mirrored });
    expect([0, 1, 4].map((answer) => [saysAt(answer).warnings, saysAt(answer).refusedAs])).toEqual([
      [[], undefined],
      [['mirrored'], undefined],
      [['mirrored'], 'mirrored'],
    ]);
  });

  test('without checks the distance alone decides', () => {
    expect(judgeFilm({ foreignDistance: 1.1 }, { refuseAbove: 1 }).refusedAs).toBe('foreign-image');
    expect(judgeFilm({ foreignDistance: 0.9 }, { refuseAbove: 1 }).refusedAs).toBeUndefined();
  });
});

describe('greys and checks together', () => {
  const rule = {
    ...{ name: 'under-exposed' as const, bias: -5, black: -1, white: 2, refuseAbove: 0.5 },
    quantiles: [0, 0, 0, 0, 6, 0, 0, 0, 0],
    checks: [{ index: 1, weight: 0.1 }],
  };
  const greysAt = (middle: number) => ({
    ...{ black: 0.1, white: 0.2 },
    quantiles: [0.1, 0.1, 0.2, 0.3, middle, 0.9, 0.9, 0.9, 0.9],
  });
  const told = (middle: number, answer: number, more: object = {}) =>
    judgeFilm(
      { foreignDistance: 0.5, filmChecks: [-4, answer], greys: greysAt(middle) },
      { refuseAbove: 1, exposure: [rule], ...more },
    ).refusedAs;

  test('the weights are those of quantiles, shares and answers', () => {
    const answers = { filmChecks: [-4, 3], greys: greysAt(0.8) };
    expect(exposureScore(rule, answers)).toBeCloseTo(-5 + 6 * 0.8 - 0.1 + 2 * 0.2 + 0.1 * 3, 9);
  });

  test.each([
    ['dark enough and not suspected', 0.8, 1, undefined],
    ['as dark, and suspected by the graph', 0.8, 6, 'under-exposed'],
    ['paler', 0.92, 1, 'under-exposed'],
    ['an answer beyond the bound weighs no more than the bound', 0.75, 40, 'under-exposed'],
    ['… nor does it save a pale film', 0.99, -400, undefined],
  ])('%s', (_name, middle, answer, refusedAs) => {
    expect(told(middle, answer)).toBe(refusedAs);
  });

  test('greys that nobody measured refuse the film', () => {
    const answers = { foreignDistance: 0.5, filmChecks: [-4, -4] };
    expect(judgeFilm(answers, { refuseAbove: 1, exposure: [rule] }).refusedAs).toBe('under-exposed');
  });

  test('the greater excess names the refusal', () => {
    const cropped = { name: 'cropped', index: 0, refuseAbove: -5 };
    expect(told(0.92, 1, { checks: [cropped] })).toBe('cropped');
    expect(told(0.92, 1, { checks: [{ ...cropped, refuseAbove: -3.9 }] })).toBe('under-exposed');
  });
});
