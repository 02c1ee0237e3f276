import { toCells } from './runs.ts';

/** [x, y] in cells from the top left. */
export type Corner = readonly [x: number, y: number];
/** A closed line; its last corner is joined to the first. */
export type Contour = readonly Corner[];

/** Right, down, left, up: the directions in which a cell's own sides are walked, clockwise on the screen. */
const steps = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;
/** For each direction, where the side of a cell begins and which neighbour lies beyond it. */
const sides = [
  { from: [0, 0], beyond: [0, -1] },
  { from: [1, 0], beyond: [1, 0] },
  { from: [1, 1], beyond: [0, 1] },
  { from: [0, 1], beyond: [-1, 0] },
] as const;

type Grid = { readonly cells: Uint8Array; readonly side: number };

function isInside({ cells, side }: Grid, x: number, y: number): boolean {
  return x >= 0 && y >= 0 && x < side && y < side && cells[y * side + x] === 1;
}

/** The sides between inside and outside, as corner × 4 + direction; the inside lies at their right hand. */
function bordersOf(grid: Grid): Set<number> {
  const { cells, side } = grid;
  const borders = new Set<number>();
  for (let at = 0; at < cells.length; at++) {
    if (cells[at] !== 1) continue;
    const [x, y] = [at % side, Math.floor(at / side)];
    for (const [direction, { from, beyond }] of sides.entries()) {
      if (isInside(grid, x + beyond[0], y + beyond[1])) continue;
      borders.add(((y + from[1]) * (side + 1) + x + from[0]) * 4 + direction);
    }
  }
  return borders;
}

/** To the right, straight on, to the left: a cell is walked around before its neighbour across a corner. */
const turns = [1, 0, 3];

/** Walks one border to its end, taking its sides out; cells that touch by a corner alone stay two. */
function walk(borders: Set<number>, start: number, side: number): Corner[] {
  const corners: Corner[] = [];
  let border: number | undefined = start;
  while (border !== undefined) {
    borders.delete(border);
    const direction: number = border % 4;
    const corner: number = Math.floor(border / 4);
    const [x, y] = [corner % (side + 1), Math.floor(corner / (side + 1))];
    corners.push([x, y]);
    const [dx, dy] = steps[direction] as (typeof steps)[number];
    const next = ((y + dy) * (side + 1) + x + dx) * 4;
    border = turns.map((turn) => next + ((direction + turn) % 4)).find((candidate) => borders.has(candidate));
  }
  return corners;
}

/**
 * The border of a structure's cells as closed lines, one corner for each side of a cell: clockwise around what is
 * inside, counter-clockwise around a hole.
 */
export function traceContours(runs: readonly number[], side: number): Contour[] {
  const borders = bordersOf({ cells: toCells(runs, side), side });
  const contours: Contour[] = [];
  for (const start of borders) contours.push(walk(borders, start, side));
  return contours;
}

/** Corners to either side over which a line is levelled out. */
const reach = 3;

/** A line drawn for the eye: the stairs between cells levelled out, no corner moved by more than two cells. */
export function smoothed(contour: Contour): Contour {
  const count = contour.length;
  if (count < 8 * reach) return contour;
  const span = 2 * reach + 1;
  return contour.map((_, at) => {
    let [x, y] = [0, 0];
    for (let step = -reach; step <= reach; step++) {
      const corner = contour[(at + step + count) % count] as Corner;
      x += corner[0] / span;
      y += corner[1] / span;
    }
    return [x, y];
  });
}
