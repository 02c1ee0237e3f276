import { expect, test } from 'vitest';
import { isStale, waitBeforePoll } from '../../../src/web/visit/polling.ts';

test('a film is asked for less and less often, and after some five minutes no more', () => {
  const waits: number[] = [];
  for (let wait = waitBeforePoll(0); wait !== undefined; wait = waitBeforePoll(waits.length))
    waits.push(wait);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(4 * 60_000);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(6 * 60_000);
});

test('a page that was left open for a quarter of an hour says that it is old', () => {
  const asOf = '2026-11-24T03:00:00Z';
  expect(isStale(asOf, new Date('2026-11-24T03:14:00Z'))).toBe(false);
  expect(isStale(asOf, new Date('2026-11-24T03:16:00Z'))).toBe(true);
});
