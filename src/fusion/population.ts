import type { Feature } from '../features/tabular.ts';
import type { FusionManifest } from './manifest.ts';

type Guard = FusionManifest['guard'];

/** How unlike the training population a chart is; `distance` 1 is usual. */
export type Standing = {
  readonly distance: number;
  readonly kind: 'usual' | 'far' | 'very-far';
};

type Knot = { readonly value: number; readonly score: number };

/** One knot for each distinct value; a value that several quantiles share has their mean score. */
function knotsOf(quantiles: readonly number[], scores: readonly number[]): Knot[] {
  const held = new Map<number, number[]>();
  quantiles.forEach((value, at) => {
    held.set(value, [...(held.get(value) ?? []), scores[at] ?? Number.NaN]);
  });
  return [...held].map(([value, all]) => {
    return { value, score: all.reduce((sum, score) => sum + score, 0) / all.length };
  });
}

function onLine(value: number, from: Knot, to: Knot): number {
  return from.score + ((value - from.value) * (to.score - from.score)) / (to.value - from.value);
}

/** A value as a normal score of its own distribution: straight between quantiles and beyond them, at most `most`. */
function normalScore(value: number, knots: readonly Knot[], most: number): number {
  const [first, second] = knots;
  if (!first) return Number.NaN;
  if (!second) return value === first.value ? first.score : Math.sign(value - first.value) * most;
  const above = knots.findIndex((knot) => knot.value >= value);
  const to = above === -1 ? knots.length - 1 : Math.max(above, 1);
  const score = onLine(value, knots[to - 1] ?? first, knots[to] ?? second);
  return Math.min(Math.max(score, -most), most);
}

/** Root mean square normal score of age and latest values, beside as many typical values as the manifest says. */
export function standingOf(guard: Guard, features: readonly Feature[], row: Float32Array): Standing {
  let [sum, count] = [guard.typicalValues, guard.typicalValues];
  features.forEach(({ concept, stat }, at) => {
    const quantiles = stat === 'latest' ? guard.quantiles[concept] : undefined;
    const value = row[at] ?? Number.NaN;
    if (!quantiles || Number.isNaN(value)) return;
    sum += normalScore(value, knotsOf(quantiles, guard.scores), guard.most) ** 2;
    count += 1;
  });
  const distance = Math.sqrt(sum / count);
  const kind = distance > guard.veryFar ? 'very-far' : distance > guard.far ? 'far' : 'usual';
  return { distance, kind };
}

/** By how much the interval's half-width grows for a chart unlike the population. */
export function widening({ distance }: Standing, { far }: Guard): number {
  return Math.max(1, distance / far);
}
