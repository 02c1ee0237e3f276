import { z } from 'zod';
import { head } from './film-manifest.ts';

const vector = z.array(z.number());

/** A logistic head on the embedding; the embedding's standardisation is folded into it. */
const linear = z.strictObject({ weights: vector, bias: z.number(), penalty: z.number() });
export type LinearHead = z.infer<typeof linear>;

const siteHead = head.extend({ linear: linear.optional() });
export type SiteHead = z.infer<typeof siteHead>;

/** Limits of the model's own gate that the site's films raised. @see gateAtSite */
const siteLimits = z.strictObject({
  /** By the limit's name. */
  raised: z.record(z.string(), z.number()),
  films: z.number().int(),
  /** Digest of the gate they were raised from, whose answers they are in. */
  gate: z.string(),
});
export type SiteLimits = z.infer<typeof siteLimits>;

/**
 * How far an embedding lies from the site's films: along the directions in which they differ most, and off them.
 * @see distanceTo
 */
const siteGate = z.strictObject({
  centre: vector,
  /** Directions of unit length, most varied first. */
  axes: z.array(vector),
  variances: vector,
  /** Variance a dimension off the axes. */
  restVariance: z.number().positive(),
  refuseAbove: z.number().positive(),
  films: z.number().int(),
});
export type SiteGate = z.infer<typeof siteGate>;

/** What a site's own films taught about one model; it speaks for that graph and no other. */
export const siteCalibration = z.strictObject({
  model: z.string(),
  sha256: z.string(),
  date: z.string(),
  films: z.number().int(),
  patients: z.number().int(),
  /** Whether the labels named patients; without, each film counts as a patient of its own. */
  groupedBy: z.enum(['patient', 'film']),
  refused: z.number().int(),
  findings: z.array(siteHead.extend({ name: z.string() })),
  abnormal: siteHead.optional(),
  /** In place of a gate, which the model has not. */
  gate: siteGate.optional(),
  limits: siteLimits.optional(),
});
export type SiteCalibration = z.infer<typeof siteCalibration>;

/** Log-odds of a logistic head. */
export function linearScore({ weights, bias }: LinearHead, embedding: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (embedding[at] ?? Number.NaN), bias);
}

/** Mahalanobis distance, a dimension, from the site's films: 1 is usual. */
export function distanceTo(
  { centre, axes, variances, restVariance }: Omit<SiteGate, 'refuseAbove' | 'films'>,
  embedding: readonly number[],
): number {
  const from = centre.map((middle, at) => (embedding[at] ?? Number.NaN) - middle);
  let rest = from.reduce((sum, value) => sum + value * value, 0);
  let along = 0;
  axes.forEach((axis, at) => {
    const length = axis.reduce((sum, value, place) => sum + value * (from[place] as number), 0);
    rest -= length * length;
    along += (length * length) / (variances[at] as number);
  });
  return Math.sqrt((along + Math.max(rest, 0) / restVariance) / centre.length);
}
