import type { Chart, Entry, Measurement } from '../chart/chart.ts';
import type { Concept } from '../chart/codes.ts';
import { hoursBetween } from '../lib/clock.ts';

/**
 * One line of a published score. Without points nothing in date is on record; with points and `open` they are the least
 * it can be.
 */
export type ScoreItem = {
  readonly name: string;
  readonly points?: number;
  /** The value that gave the points; age and the like have none. */
  readonly measurement?: Measurement;
  /** The diagnoses or procedures that gave the points. */
  readonly entries?: readonly Entry[];
  /** What is not known and could still raise the points. */
  readonly open?: string;
};

export const scoreNames = ['NEWS2', 'qSOFA', 'SOFA', 'CURB-65', 'CRB-65', '4C Mortality', 'PSI'] as const;
export type ScoreName = (typeof scoreNames)[number];

/** A published score as far as the chart goes. */
export type Score = {
  readonly name: ScoreName;
  /** Sum of the known items: with items missing, the score is at least this. */
  readonly points: number;
  /** Highest number the score can reach, where it has one. */
  readonly outOf?: number;
  readonly items: readonly ScoreItem[];
  /** Items without a value in date, or known only in part. */
  readonly missing: readonly string[];
  /** What the points mean by the score's own bands; absent for the lowest band while items are missing. */
  readonly band?: string;
  /** No missing item can change a band that is the highest. */
  readonly isHighestBand?: true;
  /** What a reader must know to use it: whom it was made for, how it was read. */
  readonly remarks?: readonly string[];
  /** The score if what the film seems to show were confirmed by a clinician. */
  readonly unconfirmed?: { readonly points: number; readonly band?: string; readonly finding: string };
};

/** Values older than this many hours do not enter a score. */
export const scoreHours = { vitals: 12, labs: 48 } as const;

export type Kind = keyof typeof scoreHours;

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

/** Nothing in date: says how old the newest value is, if there is one. */
export function missingItem(chart: Chart, name: string, concepts: readonly Concept[]): ScoreItem {
  const ages = concepts.flatMap((concept) => {
    const latest = newest(chart, concept, Number.POSITIVE_INFINITY);
    return latest ? [hoursBetween(latest.observedAt, chart.asOf)] : [];
  });
  return ages.length === 0 ? { name } : { name, open: `newest ${Math.round(Math.min(...ages))} h old` };
}

/** How an item is read: from which concept, how old at most, with how many points. */
export type Rule = {
  readonly name: string;
  readonly concept: Concept;
  readonly hours: number;
  readonly points: (value: number) => number;
};

/** An item from the newest value in date. */
export function measuredItem(chart: Chart, { name, concept, hours, points }: Rule): ScoreItem {
  const measurement = newest(chart, concept, hours);
  return measurement
    ? { name, points: points(measurement.value), measurement }
    : missingItem(chart, name, [concept]);
}

/** Not alert, newly confused or a coma score below 15: from the newest of the coma score and ACVPU. */
export function mentationItem(chart: Chart, name: string, points: number): ScoreItem {
  const coma = newest(chart, 'glasgowComaScore', scoreHours.vitals);
  const acvpu = newest(chart, 'consciousness', scoreHours.vitals);
  const isComaNewer =
    !acvpu || (coma !== undefined && Date.parse(coma.observedAt) >= Date.parse(acvpu.observedAt));
  const measurement = isComaNewer ? coma : acvpu;
  if (!measurement) return missingItem(chart, name, ['glasgowComaScore', 'consciousness']);
  const isAltered = measurement.value < (measurement.concept === 'consciousness' ? 4 : 15);
  return { name, points: isAltered ? points : 0, measurement };
}

/** Points of the highest step reached; steps from the highest. */
export function stepsOf(value: number, steps: readonly (readonly [from: number, points: number])[]): number {
  return steps.find(([from]) => value >= from)?.[1] ?? 0;
}

/** Urea in mmol/L, to six figures: conversion must not carry 7.0 over the limit of 7. */
export function ureaMmolPerLitre(bunMgPerDecilitre: number): number {
  return Number((bunMgPerDecilitre / 2.8014).toPrecision(6));
}

type Frame = Pick<Score, 'name' | 'outOf' | 'remarks'> & {
  /** Bands from the highest: least points, words. */
  readonly bands: readonly (readonly [from: number, words: string])[];
};

function missingName({ name, open }: ScoreItem): string {
  return open === undefined ? name : `${name}: ${open}`;
}

/** Adds the items up. With items missing the lowest band is not claimed. */
export function totalOf({ bands, ...frame }: Frame, items: readonly ScoreItem[]): Score {
  const missing = items
    .filter(({ points, open }) => points === undefined || open !== undefined)
    .map(missingName);
  const points = items.reduce((sum, item) => sum + (item.points ?? 0), 0);
  const band = bands.find(([from]) => points >= from);
  const isClaimed = band && (missing.length === 0 || band !== bands.at(-1));
  const isHighest = isClaimed && band === bands[0];
  return {
    ...{ ...frame, points, items, missing },
    ...(isClaimed ? { band: band[1] } : {}),
    ...(isHighest ? { isHighestBand: true } : {}),
  };
}
