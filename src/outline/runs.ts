import { type Shapes, structures } from './outline.ts';

/** Bits of a mask file: left lung 1, right lung 2, heart 4. */
const bits = { leftLung: 1, rightLung: 2, heart: 4 } as const;

/** Cells of 0 and 1 as lengths of outside and inside in turn. */
export function toRuns(cells: Uint8Array): number[] {
  const runs: number[] = [];
  let [inside, length] = [0, 0];
  for (const cell of cells) {
    if (cell === inside) {
      length++;
      continue;
    }
    runs.push(length);
    [inside, length] = [cell, 1];
  }
  return [...runs, length];
}

/** Runs as cells of 0 and 1. */
export function toCells(runs: readonly number[], side: number): Uint8Array {
  const cells = new Uint8Array(side * side);
  let at = 0;
  for (const [index, length] of runs.entries()) {
    if (index % 2 === 1) cells.fill(1, at, at + length);
    at += length;
  }
  return cells;
}

type Mix = { readonly from: number; readonly to: number; readonly share: number };

/** For each of `size` pixels the two cells it lies between and the share of the second. */
function mixes(size: number, side: number): Mix[] {
  return Array.from({ length: size }, (_, pixel) => {
    const at = Math.min(Math.max(((pixel + 0.5) * side) / size - 0.5, 0), side - 1);
    const from = Math.floor(at);
    return { from, to: Math.min(from + 1, side - 1), share: at - from };
  });
}

/** The outlines as bit flags at the film's own size: a pixel is inside where the interpolated cells are at least half. */
export function toFlags(shapes: Shapes, rows: number, columns: number): Uint8Array {
  const { side } = shapes;
  const flags = new Uint8Array(rows * columns);
  const [across, down] = [mixes(columns, side), mixes(rows, side)];
  for (const structure of structures) {
    const cells = toCells(shapes[structure], side);
    const at = (row: number, { from, to, share }: Mix) =>
      (cells[row * side + from] as number) * (1 - share) + (cells[row * side + to] as number) * share;
    for (const [row, { from, to, share }] of down.entries()) {
      for (const [column, mix] of across.entries()) {
        if (at(from, mix) * (1 - share) + at(to, mix) * share < 0.5) continue;
        flags[row * columns + column] = (flags[row * columns + column] as number) | bits[structure];
      }
    }
  }
  return flags;
}
