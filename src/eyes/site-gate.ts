import { distanceTo, type SiteGate } from '../encoders/site-calibration.ts';
import { createUniform, quantileOf } from '../evaluation/bootstrap.ts';
import { foldsOf } from './folds.ts';
import { dot } from './vector.ts';

type Rows = readonly Float64Array[];
type Shape = Omit<SiteGate, 'refuseAbove' | 'films'>;

/** Fewer films do not say where the site's films end. */
export const fewestGateFilms = 50;
/** Share of the site's own films, of patients left out of the fit, that may be refused. */
const refusedShare = 0.01;
const mostAxes = 32;
const rounds = 10;

/** Adds `factor` × `b` to `a`. */
function add(a: Float64Array, factor: number, b: Float64Array): void {
  for (let at = 0; at < a.length; at++) a[at] = (a[at] as number) + factor * (b[at] as number);
}

function meanOf(rows: Rows): Float64Array {
  const mean = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) add(mean, 1 / rows.length, row);
  return mean;
}

function orthonormal(vectors: Rows): Float64Array[] {
  const kept: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    for (const axis of kept) add(rest, -dot(rest, axis), axis);
    const length = Math.sqrt(dot(rest, rest));
    if (length > 1e-9) kept.push(rest.map((value) => value / length));
  }
  return kept;
}

/** Directions in which centred rows differ most, by subspace iteration. */
function principalAxes(rows: Rows, count: number): Float64Array[] {
  const size = rows[0]?.length ?? 0;
  const uniform = createUniform(7);
  let axes = orthonormal(
    Array.from({ length: count }, () => new Float64Array(size).map(() => uniform() - 0.5)),
  );
  for (let round = 0; round < rounds; round++) {
    const next = axes.map(() => new Float64Array(size));
    for (const row of rows)
      axes.forEach((axis, place) => {
        add(next[place] as Float64Array, dot(row, axis), row);
      });
    axes = orthonormal(next);
  }
  return axes;
}

function meanSquare(rows: Rows, lengthOf: (row: Float64Array) => number): number {
  return rows.reduce((sum, row) => sum + lengthOf(row), 0) / rows.length;
}

/** Where the films lie: their middle, their main directions, and how far they scatter along and off them. */
function shapeOf(rows: Rows): Shape {
  const centre = meanOf(rows);
  const from = rows.map((row) => row.map((value, at) => value - (centre[at] as number)));
  const size = centre.length;
  const axes = principalAxes(from, Math.min(mostAxes, Math.floor(rows.length / 5), size));
  const total = meanSquare(from, (row) => dot(row, row));
  const least = Math.max(total, 1e-12) * 1e-6;
  const variances = axes.map((axis) =>
    Math.max(
      meanSquare(from, (row) => dot(row, axis) ** 2),
      least,
    ),
  );
  const rest = total - variances.reduce((sum, variance) => sum + variance, 0);
  return {
    centre: Array.from(centre),
    axes: axes.map((axis) => Array.from(axis)),
    variances,
    restVariance: Math.max(rest / Math.max(size - axes.length, 1), least),
  };
}

/** Fits a gate on a site's films; its limit comes from films of patients that the fit had not seen. */
export function fitSiteGate(
  embeddings: readonly (readonly number[])[],
  patients: readonly string[],
): SiteGate | undefined {
  if (embeddings.length < fewestGateFilms) return undefined;
  const rows = embeddings.map((embedding) => Float64Array.from(embedding));
  const distances = foldsOf(patients).flatMap(({ fit, held }) => {
    const shape = shapeOf(fit.map((at) => rows[at] as Float64Array));
    return held.map((at) => distanceTo(shape, embeddings[at] as readonly number[]));
  });
  return { ...shapeOf(rows), refuseAbove: quantileOf(distances, 1 - refusedShare), films: rows.length };
}
