import type { Trend, TrendPoint } from '../../../smart/contract.ts';

export type Side = 'above' | 'below' | 'inside';
type Range = Trend['range'];

/** Where a value lies against its laboratory's range; without one nothing is said. */
export function sideOf(value: number, range: Range): Side {
  if (range?.high !== undefined && value > range.high) return 'above';
  return range?.low !== undefined && value < range.low ? 'below' : 'inside';
}

/** Told by shape as well as by colour. */
export const sideMarks = { above: '▲', below: '▼', inside: '' } as const;

/** Lowest and highest of the axis: every value, and the range's limits, with air above and below. */
export function scaleOf(values: readonly number[], range: Range): readonly [low: number, high: number] {
  const all = [...values, range?.low, range?.high].filter((value) => value !== undefined);
  const [low, high] = all.reduce<[number, number]>(
    (ends, value) => [Math.min(ends[0], value), Math.max(ends[1], value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (!Number.isFinite(low)) return [0, 1];
  const air = (high - low) * 0.12 || Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/** Which point is meant by a key; undefined when the key means none. */
export function stepBy(key: string, at: number, count: number): number | undefined {
  const last = count - 1;
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1 },
    ...{ PageDown: at - 10, PageUp: at + 10, Home: 0, End: last },
  };
  const wanted = steps[key];
  return wanted === undefined ? undefined : Math.min(Math.max(wanted, 0), last);
}

/** The point nearest to a moment; of several at one time the last. */
export function nearest(times: readonly number[], moment: number): number {
  return times.reduce(
    (best, time, at) =>
      Math.abs(time - moment) <= Math.abs((times[best] ?? Number.POSITIVE_INFINITY) - moment) ? at : best,
    0,
  );
}

/** A point and where it stands among its neighbours, as a plot draws and reads it. */
export type Plotted = { readonly point: TrendPoint; readonly time: number; readonly side: Side };
