/** A rectangle of an activation map's cells: columns x0 to x1 and rows y0 to y1, the ends excluded. */
export type Window = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** A square of numbers, row by row: a map of cells, or a model's input of one channel. */
export type Square = { readonly values: Float32Array; readonly side: number };

/** The same rectangle on a square of another side: cells become pixels. */
export function scaled({ x0, y0, x1, y1 }: Window, by: number): Window {
  return {
    x0: Math.round(x0 * by),
    y0: Math.round(y0 * by),
    x1: Math.round(x1 * by),
    y1: Math.round(y1 * by),
  };
}

export function areaOf({ x0, y0, x1, y1 }: Window): number {
  return Math.max(x1 - x0, 0) * Math.max(y1 - y0, 0);
}

/** The share of `a` that `b` covers. */
export function overlapOf(a: Window, b: Window): number {
  const common = {
    x0: Math.max(a.x0, b.x0),
    y0: Math.max(a.y0, b.y0),
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
  };
  return areaOf(common) / areaOf(a);
}

/** Every square window of `size` cells inside `area`, row by row. */
export function windowsIn(size: number, { x0, y0, x1, y1 }: Window): Window[] {
  const starts = (from: number, to: number) =>
    Array.from({ length: Math.max(to - size - from + 1, 0) }, (_, step) => from + step);
  return starts(y0, y1).flatMap((y) =>
    starts(x0, x1).map((x) => ({ x0: x, y0: y, x1: x + size, y1: y + size })),
  );
}

export function sumWithin({ values, side }: Square, { x0, y0, x1, y1 }: Window): number {
  let sum = 0;
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) sum += values[y * side + x] as number;
  return sum;
}

/** The window's mirror image across the middle of a square. */
export function mirrored({ x0, y0, x1, y1 }: Window, side: number): Window {
  return { x0: side - x1, y0, x1: side - x0, y1 };
}

/** Pixels over which the filling of a hidden window fades in. */
const fade = 8;

/**
 * The film with a window hidden: it is filled with the same place on the other side of the chest, fading in at its
 * border. Smooth fillings (blur, the mean of what lies around) look like an opacity themselves and raise the score.
 */
export function hidden({ values, side }: Square, { x0, y0, x1, y1 }: Window): Float32Array {
  const filled = Float32Array.from(values);
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const depth = Math.min(x - x0, x1 - 1 - x, y - y0, y1 - 1 - y) + 1;
      const share = Math.min(depth / fade, 1);
      const at = y * side + x;
      const opposite = values[y * side + side - 1 - x] as number;
      filled[at] = (values[at] as number) * (1 - share) + opposite * share;
    }
  }
  return filled;
}
