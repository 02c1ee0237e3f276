import { type Metric, onesFor, type Sample, type Weights } from './sample.ts';

/** A metric with its 95 % interval from resampled patients; NaN where it cannot be said. */
export type Interval = { readonly value: number; readonly low: number; readonly high: number };

export type Resampling = { readonly repeats: number; readonly seed: number };
export const usualResampling: Resampling = { repeats: 500, seed: 1 };

/** Uniform numbers from 0 to 1, the same for the same seed (splitmix32). */
export function createUniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let t = state ^ (state >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return ((t ^ (t >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** How often each of `count` patients is drawn, for each resample; the same patients for the same seed. */
export function* drawsOf(count: number, { repeats, seed }: Resampling): Generator<Float64Array, void> {
  const uniform = createUniform(seed);
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const drawn = new Float64Array(count);
    for (let n = 0; n < count; n += 1) {
      const patient = Math.floor(uniform() * count);
      drawn[patient] = (drawn[patient] ?? 0) + 1;
    }
    yield drawn;
  }
}

function weightsOf({ patients }: Sample, drawn: Float64Array): Weights {
  return Float64Array.from(patients, (patient) => drawn[patient] ?? 0);
}

/** Linear-interpolated quantile of the finite values; NaN when more than a tenth are not finite. */
export function quantileOf(values: readonly number[], share: number): number {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (finite.length === 0 || finite.length < 0.9 * values.length) return Number.NaN;
  const place = share * (finite.length - 1);
  const [lower, upper] = [finite[Math.floor(place)] ?? Number.NaN, finite[Math.ceil(place)] ?? Number.NaN];
  return lower + (upper - lower) * (place - Math.floor(place));
}

function intervalOf(value: number, resampled: readonly number[]): Interval {
  return { value, low: quantileOf(resampled, 0.025), high: quantileOf(resampled, 0.975) };
}

/** Each metric of the sample with the 2.5 and 97.5 percentiles over resamples of whole patients. */
export function bootstrap<Name extends string>(
  sample: Sample,
  metrics: Readonly<Record<Name, Metric>>,
  resampling: Resampling = usualResampling,
): Record<Name, Interval> {
  const names = Object.keys(metrics) as Name[];
  const resampled = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (const drawn of drawsOf(sample.patientCount, resampling)) {
    const weights = weightsOf(sample, drawn);
    for (const name of names) resampled.get(name)?.push(metrics[name](sample, weights));
  }
  const ones = onesFor(sample);
  const entries = names.map((name) => [
    name,
    intervalOf(metrics[name](sample, ones), resampled.get(name) ?? []),
  ]);
  return Object.fromEntries(entries) as Record<Name, Interval>;
}

/**
 * What `combine` makes of one metric over several samples of one cohort, each resample seen by all of them.
 * @throws Error when the samples' patients are not indexed alike
 */
function bootstrapTogether(
  samples: readonly Sample[],
  { metric, combine }: { readonly metric: Metric; readonly combine: (values: readonly number[]) => number },
  resampling: Resampling,
): Interval {
  const count = samples[0]?.patientCount ?? 0;
  if (samples.some(({ patientCount }) => patientCount !== count))
    throw new Error('samples that are resampled together need the same patients');
  const resampled: number[] = [];
  for (const drawn of drawsOf(count, resampling))
    resampled.push(combine(samples.map((sample) => metric(sample, weightsOf(sample, drawn)))));
  return intervalOf(combine(samples.map((sample) => metric(sample, onesFor(sample)))), resampled);
}

/** The metric of `a` minus that of `b`, two answers about the same patients. */
export function bootstrapDifference(
  { a, b }: { readonly a: Sample; readonly b: Sample },
  metric: Metric,
  resampling: Resampling = usualResampling,
): Interval {
  const combine = ([ofA = Number.NaN, ofB = Number.NaN]: readonly number[]) => ofA - ofB;
  return bootstrapTogether([a, b], { metric, combine }, resampling);
}

/** The mean of a metric over several questions about one cohort. */
export function bootstrapMean(
  samples: readonly Sample[],
  metric: Metric,
  resampling: Resampling = usualResampling,
): Interval {
  const combine = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return bootstrapTogether(samples, { metric, combine }, resampling);
}
