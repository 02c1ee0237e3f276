import type { Extent } from './outline.ts';

/** At and above this probability a cell belongs to a structure. */
const threshold = 0.5;
const doubtful = { above: 0.2, below: 0.8 };

/** One structure's probabilities on a square, row by row. */
export type Plane = { readonly values: Float32Array; readonly side: number };

/** A structure's cells: 1 inside, 0 outside. */
export type Part = { readonly cells: Uint8Array; readonly count: number };

/** Marks the region around `start` and returns its cells. */
function fill({ values, side }: Plane, start: number, seen: Uint8Array): number[] {
  const region = [start];
  seen[start] = 1;
  for (let at = 0; at < region.length; at++) {
    const cell = region[at] as number;
    const column = cell % side;
    const beside = [
      cell - side,
      cell + side,
      ...(column > 0 ? [cell - 1] : []),
      ...(column < side - 1 ? [cell + 1] : []),
    ];
    for (const next of beside) {
      if (seen[next] !== 0 || !((values[next] as number) >= threshold)) continue;
      seen[next] = 1;
      region.push(next);
    }
  }
  return region;
}

/** The largest region of cells that touch by their sides; the first met wins a tie. */
export function largestPart(plane: Plane): Part {
  const seen = new Uint8Array(plane.values.length);
  let largest: readonly number[] = [];
  for (let cell = 0; cell < plane.values.length; cell++) {
    if (seen[cell] !== 0 || !((plane.values[cell] as number) >= threshold)) continue;
    const region = fill(plane, cell, seen);
    if (region.length > largest.length) largest = region;
  }
  const cells = new Uint8Array(plane.values.length);
  for (const cell of largest) cells[cell] = 1;
  return { cells, count: largest.length };
}

/** Share of a cell, from its centre outward, to where the probability falls to the threshold. */
function beyond(inside: number, outside: number): number {
  return (inside - threshold) / (inside - outside);
}

function edgesInRow({ values, side }: Plane, { cells }: Part, row: number): [number, number] | undefined {
  const start = row * side;
  const from = cells.subarray(start, start + side).indexOf(1);
  if (from < 0) return undefined;
  const to = cells.subarray(start, start + side).lastIndexOf(1);
  const at = (column: number) => values[start + column] as number;
  const left = from > 0 ? from + 0.5 - beyond(at(from), at(from - 1)) : 0;
  const right = to < side - 1 ? to + 0.5 + beyond(at(to), at(to + 1)) : side;
  return [left, right];
}

/** How far a part reaches, to a fraction of a cell, as fractions of the square's side. */
export function extentOf(plane: Plane, part: Part): Extent {
  const { side } = plane;
  let [left, right, widest, widestRow] = [side, 0, 0, 0];
  for (let row = 0; row < side; row++) {
    const edges = edgesInRow(plane, part, row);
    if (!edges) continue;
    left = Math.min(left, edges[0]);
    right = Math.max(right, edges[1]);
    if (edges[1] - edges[0] <= widest) continue;
    widest = edges[1] - edges[0];
    widestRow = row;
  }
  return { left: left / side, right: right / side, row: (widestRow + 0.5) / side };
}

/** Mean column of a part as a fraction of the width. */
export function middleOf({ cells, count }: Part, side: number): number {
  let sum = 0;
  for (let at = 0; at < cells.length; at++) if (cells[at] === 1) sum += (at % side) + 0.5;
  return sum / count / side;
}

/** Mean grey of a film inside a part. */
export function meanInside({ cells, count }: Part, film: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < cells.length; at++) if (cells[at] === 1) sum += film[at] as number;
  return sum / count;
}

/** Cells whose probability says neither. */
export function countDoubtful({ values }: Plane): number {
  let count = 0;
  for (const value of values) if (value > doubtful.above && value < doubtful.below) count++;
  return count;
}
