import { hoursBetween } from '../lib/clock.ts';
import type { Estimate } from '../lib/estimate.ts';

/** A probability in whole per cent; the ends are said as "under 1" and "over 99", never 0 or 100. */
export function percent(probability: number): string {
  if (probability < 0.01) return '<1 %';
  if (probability > 0.99) return '>99 %';
  return `${Math.round(probability * 100)} %`;
}

/** `6–22 %`, the 90 % interval; one number where both ends are said alike. */
export function interval({ low, high }: Estimate): string {
  if (percent(low) === percent(high)) return percent(high);
  return `${percent(low).replace(' %', '')}–${percent(high)}`;
}

/** A ratio to two places, with its zero: `0.57`. */
export function ratioText(ratio: number): string {
  return ratio.toFixed(2);
}

/** How long before `asOf` something happened, in the words of a ward. */
export function ago(at: string, asOf: string): string {
  const hours = hoursBetween(at, asOf);
  if (hours < 1) return `${Math.max(Math.round(hours * 60), 0)} min ago`;
  return hours < 48 ? `${Math.round(hours)} h ago` : `${Math.round(hours / 24)} days ago`;
}

/** A moment as a chart prints it, to the minute: `2026-11-24 10:05 UTC`. */
export function moment(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** UCUM's letters for a computer, and what a chart prints instead. */
const printed: readonly (readonly [string, string])[] = [
  ['mm[Hg]', 'mmHg'],
  ['10*3/uL', '10³/µL'],
  ['10*9/L', '10⁹/L'],
  ['Cel', '°C'],
  ['[degF]', '°F'],
  ['umol', 'µmol'],
];

/** A UCUM unit as a chart prints it; nothing for a pure number such as a score. */
export function unitText(ucum: string): string {
  if (ucum === '1' || ucum === '[pH]' || ucum.startsWith('{')) return '';
  return printed.reduce((text, [code, words]) => text.replace(code, words), ucum);
}

/** At most three significant digits, without a trailing zero. */
export function amount(value: number): string {
  return String(Number(value.toPrecision(3)));
}
