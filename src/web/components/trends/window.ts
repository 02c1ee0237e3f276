import type { TrendPoint, TrendsView } from '../../../smart/contract.ts';

/** How far back the plots look; `all` is from the oldest value there is. */
export const windowNames = ['24h', '72h', '7d', 'all'] as const;
export type WindowName = (typeof windowNames)[number];

/** Seconds since 1970, both ends; the same for every plot of the page. */
export type TimeWindow = { readonly from: number; readonly to: number };

const hours = { '24h': 24, '72h': 72, '7d': 168 } as const;

export function secondsOf(instant: string): number {
  return Date.parse(instant) / 1000;
}

/** From so long before the prediction time up to it; a chart with nothing in it is looked at for a day. */
export function timeWindow({ asOf, trends }: TrendsView, name: WindowName): TimeWindow {
  const to = secondsOf(asOf);
  if (name !== 'all') return { from: to - hours[name] * 3600, to };
  const first = trends.flatMap(({ points: [point] }) => (point ? [secondsOf(point.at)] : []));
  return { from: Math.min(to - 24 * 3600, ...first), to };
}

/** The values inside the window, ends included. */
export function within(points: readonly TrendPoint[], { from, to }: TimeWindow): readonly TrendPoint[] {
  return points.filter(({ at }) => secondsOf(at) >= from && secondsOf(at) <= to);
}
