import { hoursBetween } from '../lib/clock.ts';
import type { Estimate } from '../lib/estimate.ts';

/** A probability in whole per cent; the ends are said as "under 1" and "over 99", never 0 or 100. */
export function percent(probability: number): string {
  if (probability < 0.01) return '<1 %';
  if (probability > 0.99) return '>99 %';
  return `${Math.round(probability * 100)} %`;
}

/** `6–22 %`, the 90 % interval. */
export function interval({ low, high }: Estimate): string {
  return `${percent(low).replace(' %', '')}–${percent(high)}`;
}

/** How long before `asOf` something happened, in the words of a ward. */
export function ago(at: string, asOf: string): string {
  const hours = hoursBetween(at, asOf);
  if (hours < 1) return `${Math.max(Math.round(hours * 60), 0)} min ago`;
  return hours < 48 ? `${Math.round(hours)} h ago` : `${Math.round(hours / 24)} days ago`;
}

/** At most three significant digits, without a trailing zero. */
export function amount(value: number): string {
  return String(Number(value.toPrecision(3)));
}
