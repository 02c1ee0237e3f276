import type { Chart, Measurement } from '../chart/chart.ts';
import type { Concept } from '../chart/codes.ts';
import { hoursBetween } from '../lib/clock.ts';

/** One line of a published score: its points, or no points when no value in date is on record. */
export type ScoreItem = {
  readonly name: string;
  readonly points?: number;
  /** The value that gave the points; age and the like have none. */
  readonly measurement?: Measurement;
};

export const scoreNames = ['NEWS2', 'qSOFA', 'CURB-65', 'CRB-65'] as const;

/** A published score as far as the chart goes. */
export type Score = {
  readonly name: (typeof scoreNames)[number];
  /** Sum of the known items: with items missing, the score is at least this. */
  readonly points: number;
  /** Highest number the score can reach. */
  readonly outOf: number;
  readonly items: readonly ScoreItem[];
  readonly missing: readonly string[];
  /** What the points mean by the score's own bands; absent for the lowest band while items are missing. */
  readonly band?: string;
};

/** Values older than this many hours do not enter a score. */
export const scoreHours = { vitals: 12, labs: 48 } as const;

/** The newest value of a concept that is not too old. */
export function newest(chart: Chart, concept: Concept, withinHours: number): Measurement | undefined {
  return chart.measurements
    .filter((measurement) => measurement.concept === concept)
    .filter(({ observedAt }) => hoursBetween(observedAt, chart.asOf) <= withinHours)
    .reduce<Measurement | undefined>(
      (latest, next) =>
        latest && Date.parse(latest.observedAt) > Date.parse(next.observedAt) ? latest : next,
      undefined,
    );
}

/** An item from one measured value. */
export function itemOf(
  name: string,
  measurement: Measurement | undefined,
  pointsFor: (value: number) => number,
): ScoreItem {
  return measurement ? { name, points: pointsFor(measurement.value), measurement } : { name };
}

type Frame = Pick<Score, 'name' | 'outOf'> & {
  /** Bands from the highest: least points, words. */
  readonly bands: readonly (readonly [from: number, words: string])[];
};

/** Adds the items up. With items missing the lowest band is not claimed. */
export function totalOf({ name, outOf, bands }: Frame, items: readonly ScoreItem[]): Score {
  const missing = items.filter(({ points }) => points === undefined).map((item) => item.name);
  const points = items.reduce((sum, item) => sum + (item.points ?? 0), 0);
  const band = bands.find(([from]) => points >= from);
  const isClaimed = band && (missing.length === 0 || band[0] > 0);
  return { name, points, outOf, items, missing, ...(isClaimed ? { band: band[1] } : {}) };
}
