import { describe, expect, test } from 'vitest';
import { type FilmCheck, judgeFilm } from '../../../src/encoders/film-checks.ts';

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
