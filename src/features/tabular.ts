import type { Chart, Measurement } from '../chart/chart.ts';
import type { Concept } from '../chart/codes.ts';
import { hoursBetween } from '../lib/clock.ts';

export const stats = ['latest', 'first', 'min', 'max', 'mean', 'slope', 'count', 'ageHours'] as const;
export type Stat = (typeof stats)[number];

/** One column of the fusion model's tabular input, as its manifest names it. */
export type Feature = {
  readonly name: string;
  readonly concept: string;
  readonly stat: string;
  readonly modality: 'vitals' | 'labs' | 'demographics';
};

type Series = readonly Measurement[];

/** Each concept's measurements of the last `windowHours` before the prediction time, oldest first. */
export function seriesOf(chart: Chart, windowHours: number): ReadonlyMap<Concept, Series> {
  const series = new Map<Concept, Measurement[]>();
  for (const measurement of chart.measurements) {
    if (hoursBetween(measurement.observedAt, chart.asOf) > windowHours) continue;
    const held = series.get(measurement.concept);
    if (held) held.push(measurement);
    else series.set(measurement.concept, [measurement]);
  }
  for (const held of series.values())
    held.sort((a, b) => Date.parse(a.observedAt) - Date.parse(b.observedAt));
  return series;
}

/** Least-squares slope in units per hour; absent for fewer than two distinct times. */
function slopeOf(series: Series, asOf: string): number {
  const times = series.map(({ observedAt }) => -hoursBetween(observedAt, asOf));
  const meanTime = times.reduce((sum, time) => sum + time, 0) / times.length;
  const meanValue = series.reduce((sum, { value }) => sum + value, 0) / series.length;
  let above = 0;
  let below = 0;
  series.forEach(({ value }, at) => {
    const offset = (times[at] ?? 0) - meanTime;
    above += offset * (value - meanValue);
    below += offset * offset;
  });
  return below > 0 ? above / below : Number.NaN;
}

function statOf(series: Series, stat: Stat, asOf: string): number {
  const values = series.map(({ value }) => value);
  const latest = series.at(-1);
  switch (stat) {
    case 'latest':
      return latest?.value ?? Number.NaN;
    case 'first':
      return values[0] ?? Number.NaN;
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'mean':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case 'count':
      return values.length;
    case 'slope':
      return slopeOf(series, asOf);
    case 'ageHours':
      return latest ? hoursBetween(latest.observedAt, asOf) : Number.NaN;
  }
}

function isStat(stat: string): stat is Stat {
  return (stats as readonly string[]).includes(stat);
}

function demographic(chart: Chart, concept: string): number {
  if (concept === 'age') return chart.patient.ageYears ?? Number.NaN;
  if (chart.patient.sex === undefined) return Number.NaN;
  return chart.patient.sex === 'male' ? 1 : 0;
}

/** The chart as the model's input row; what was never measured is NaN, so that 0 and absent never look alike. */
export function buildTabular(chart: Chart, features: readonly Feature[], windowHours: number): Float32Array {
  const series = seriesOf(chart, windowHours);
  return Float32Array.from(features, ({ concept, stat, modality }) => {
    if (modality === 'demographics') return demographic(chart, concept);
    const held = series.get(concept as Concept);
    return held && isStat(stat) ? statOf(held, stat, chart.asOf) : Number.NaN;
  });
}
