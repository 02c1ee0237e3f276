import type { Chart, Measurement } from '../chart/chart.ts';
import type { Concept } from '../chart/codes.ts';
import { hoursBetween } from '../lib/clock.ts';
import { type Point, type Stat, statistics } from './statistics.ts';

/** One column of the fusion model's tabular input, as its manifest names it. */
export type Feature = {
  readonly name: string;
  readonly concept: string;
  readonly stat: string;
  readonly modality: 'vitals' | 'labs' | 'demographics';
};

/** Each concept's measurements of the last `windowHours` before the prediction time, oldest first. */
export function seriesOf(chart: Chart, windowHours: number): ReadonlyMap<Concept, readonly Measurement[]> {
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

/** A series as points in time; values of one instant are averaged, so that the order of entries says nothing. */
export function pointsOf(series: readonly Measurement[], asOf: string): Point[] {
  const byAge = new Map<number, number[]>();
  for (const { observedAt, value } of series) {
    const ageHours = hoursBetween(observedAt, asOf);
    const held = byAge.get(ageHours);
    if (held) held.push(value);
    else byAge.set(ageHours, [value]);
  }
  return [...byAge].map(([ageHours, values]) => {
    return { ageHours, value: values.reduce((sum, value) => sum + value, 0) / values.length };
  });
}

function isStat(stat: string): stat is Stat {
  return Object.hasOwn(statistics, stat);
}

function demographic(chart: Chart, concept: string): number {
  if (concept === 'age') return chart.patient.ageYears ?? Number.NaN;
  if (chart.patient.sex === undefined) return Number.NaN;
  return chart.patient.sex === 'male' ? 1 : 0;
}

/** The chart as the model's input row; what was never measured is NaN, so that 0 and absent never look alike. */
export function buildTabular(chart: Chart, features: readonly Feature[], windowHours: number): Float32Array {
  const series = new Map<string, readonly Point[]>(
    [...seriesOf(chart, windowHours)].map(([concept, held]) => [concept, pointsOf(held, chart.asOf)]),
  );
  return Float32Array.from(features, ({ concept, stat, modality }) => {
    if (modality === 'demographics') return demographic(chart, concept);
    const points = series.get(concept);
    return points && isStat(stat) ? statistics[stat](points) : Number.NaN;
  });
}
