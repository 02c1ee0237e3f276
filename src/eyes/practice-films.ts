import type { GreyFilm } from '../film/film.ts';

/** How one practice film differs from the next: sizes are shares of the film's half-width. */
type Chest = {
  readonly rows: number;
  readonly columns: number;
  readonly lung: number;
  readonly heart: number;
  /** Whiteness of the left lung's lower half. */
  readonly shadow: number;
  readonly gain: number;
};

const chests: readonly Chest[] = [
  { rows: 320, columns: 256, lung: 0.34, heart: 0.22, shadow: 0, gain: 1 },
  { rows: 256, columns: 256, lung: 0.3, heart: 0.34, shadow: 0, gain: 0.8 },
  { rows: 256, columns: 320, lung: 0.32, heart: 0.25, shadow: 0.45, gain: 0.9 },
  { rows: 350, columns: 280, lung: 0.38, heart: 0.18, shadow: 0.15, gain: 0.6 },
];

function inside(x: number, y: number, [middle, width, height]: readonly [number, number, number]): number {
  const distance = Math.hypot((x - middle) / width, y / height);
  return 1 / (1 + Math.exp((distance - 1) * 18));
}

/** Grey at a point of the film, both axes from −1 to 1: body, two lungs, heart, ribs, and a grain that repeats. */
function greyAt({ lung, heart, shadow, gain }: Chest, x: number, y: number): number {
  const body = inside(x, y * 0.8, [0, 0.93, 1.05]);
  const lungs = inside(x, y, [-0.46, lung, 0.72]) + inside(x, y, [0.46, lung, 0.72]);
  const left = inside(x, y - 0.4, [0.46, lung, 0.4]) * shadow;
  const middle = inside(x, y - 0.32, [0.12, heart, 0.36]);
  const ribs = 0.05 * Math.sin(y * 32 + Math.abs(x) * 7) * lungs;
  const grain = 0.01 * Math.sin(x * 911.7 + y * 533.3) * Math.sin(y * 719.1);
  const grey = 0.72 * body - 0.5 * lungs * (1 - middle) + left + 0.12 * middle + ribs + grain;
  return Math.min(Math.max(0.5 + (grey - 0.5) * gain, 0), 1);
}

function draw(chest: Chest): GreyFilm {
  const { rows, columns } = chest;
  const pixels = Float32Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return greyAt(chest, ((column + 0.5) / columns) * 2 - 1, ((row + 0.5) / rows) * 2 - 1);
  });
  return { rows, columns, pixels, reducedBy: 1, facts: { kind: 'image', rows, columns, frames: 1 } };
}

/**
 * Four pictures with the outline of a chest, drawn by formula. They prove plumbing and nothing of a model's skill:
 * numbers must come out, and other numbers for another picture. A formula and not files, so that nobody's film is
 * shipped and anyone can draw them again.
 */
export function drawPracticeFilms(): GreyFilm[] {
  return chests.map(draw);
}
