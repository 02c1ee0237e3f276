import { describe, expect, test } from 'vitest';
import type { TrendPoint, TrendsView } from '../../../../../src/smart/contract.ts';
import { longestJoined, withGaps } from '../../../../../src/web/components/trends/gaps.ts';
import { nearest, scaleOf, sideOf, stepBy } from '../../../../../src/web/components/trends/point.ts';
import { timeWindow, within } from '../../../../../src/web/components/trends/window.ts';

const hour = 3600;

describe('a line', () => {
  test('joins what is usual and breaks where nobody looked for three times as long', () => {
    const times = [0, 1, 2, 3, 7, 8].map((at) => at * hour);
    const { times: drawn, values } = withGaps(times, [1, 2, 3, 4, 5, 6], longestJoined(times));
    expect(values).toEqual([1, 2, 3, 4, null, 5, 6]);
    expect(drawn).toEqual([0, 1, 2, 3, 5, 7, 8].map((at) => at * hour));
  });

  test('joins one morning’s blood to the next, even a late one, and never two days apart', () => {
    expect(withGaps([0, 27 * hour], [1, 2], longestJoined([0, 27 * hour])).values).toEqual([1, 2]);
    const times = [0, 48, 96].map((at) => at * hour);
    expect(withGaps(times, [1, 2, 3], longestJoined(times)).values).toEqual([1, null, 2, null, 3]);
  });

  test('keeps two values of one time, which say nothing of what is usual', () => {
    const times = [0, 0, 4, 4, 8].map((at) => at * hour);
    expect(longestJoined(times)).toBe(12 * hour);
    expect(withGaps(times, [1, 2, 3, 4, 5], 12 * hour).values).toEqual([1, 2, 3, 4, 5]);
  });

  test('of one value is a dot', () => {
    expect(withGaps([5], [7], longestJoined([5]))).toEqual({ times: [5], values: [7] });
  });
});

const point = (at: string, value = 1): TrendPoint => ({ at, value, source: `Observation/${at}` });
const asOf = '2026-11-24T10:00:00.000Z';
const view: TrendsView = {
  asOf,
  trends: [
    {
      concept: 'lactate',
      words: 'lactate',
      modality: 'labs',
      ucum: 'mmol/L',
      points: [point('2026-11-19T10:00:00.000Z'), point(asOf)],
    },
    {
      concept: 'ph',
      words: 'pH',
      modality: 'labs',
      ucum: '[pH]',
      points: [point('2026-11-21T10:00:00.000Z')],
    },
  ],
};

describe('the window', () => {
  test('ends at the prediction time and begins as far back as the reader chose', () => {
    const { from, to } = timeWindow(view, '72h');
    expect(new Date(to * 1000).toISOString()).toBe(asOf);
    expect((to - from) / hour).toBe(72);
    expect((to - timeWindow(view, 'all').from) / hour).toBe(120);
  });

  test('holds its ends, and is a day where the chart is younger or empty', () => {
    const window = timeWindow(view, '72h');
    expect(within(view.trends[1]?.points ?? [], window)).toHaveLength(1);
    expect(within(view.trends[0]?.points ?? [], window)).toHaveLength(1);
    const { from, to } = timeWindow({ asOf, trends: [] }, 'all');
    expect(to - from).toBe(24 * hour);
  });
});

describe('a value', () => {
  test('is outside only beyond a limit that is stated', () => {
    expect([sideOf(2.1, { high: 2 }), sideOf(2, { high: 2 }), sideOf(0.1, { high: 2 })]).toEqual([
      'above',
      'inside',
      'inside',
    ]);
    expect([sideOf(1, { low: 3.5, high: 5 }), sideOf(900, undefined)]).toEqual(['below', 'inside']);
  });

  test('lies on an axis that holds the range too, and never goes below nothing', () => {
    const [low, high] = scaleOf([0.2, 3], { low: 0.5, high: 5 });
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(5);
    const [least, most] = scaleOf([7.4], undefined);
    expect(least).toBeLessThan(7.4);
    expect(most).toBeGreaterThan(7.4);
  });

  test('is stepped to with the arrow keys and never past the ends', () => {
    expect(['ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageDown'].map((key) => stepBy(key, 2, 4))).toEqual([
      ...[1, 3, 0, 3, 0],
    ]);
    expect([stepBy('ArrowRight', 3, 4), stepBy('a', 3, 4)]).toEqual([3, undefined]);
  });

  test('is the nearest to where the finger is', () => {
    expect([nearest([0, 10, 20], 14), nearest([0, 10, 20], 16), nearest([5, 5], 5)]).toEqual([1, 2, 1]);
  });
});
