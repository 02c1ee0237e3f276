import type { GreyFilm } from './film.ts';
import { type Interpolation, type Plane, resize } from './resize.ts';

/** How a film becomes a model's input, as the model's manifest says it; one of the three value rules is given. */
export type PrepareSpec = {
  readonly resizeTo: number;
  /** `letterbox` keeps the whole film on a black square, `centre-crop` keeps its middle square. */
  readonly fit: 'squash' | 'letterbox' | 'centre-crop';
  /** `bilinear` looks at two pixels a side however far it reduces; `triangle-antialias` at all of them. */
  readonly interpolation: Interpolation;
  /** 3 repeats the grey for models made for colour pictures. */
  readonly channels?: 1 | 3 | undefined;
  /** Each film to the same mean and spread, measured in its middle. */
  readonly standardise?:
    | { readonly centre: number; readonly targetStd: number; readonly clip: number }
    | undefined;
  /** The values that black and white become, the same for every film. */
  readonly scale?: { readonly black: number; readonly white: number } | undefined;
  /** Display grey 0 to 1, less the mean, over the spread; one number a channel. */
  readonly normalise?: { readonly mean: readonly number[]; readonly std: readonly number[] } | undefined;
  /** The film is a negative and is turned first. */
  readonly isNegative?: boolean;
};

function middleSquare({ pixels, rows, columns }: Plane): Plane {
  const side = Math.min(rows, columns);
  const [top, left] = [Math.floor((rows - side) / 2), Math.floor((columns - side) / 2)];
  const out = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    const start = (top + row) * columns + left;
    out.set(pixels.subarray(start, start + side), row * side);
  }
  return { pixels: out, rows: side, columns: side };
}

function onBlackSquare({ pixels, rows, columns }: Plane, side: number): Plane {
  const [top, left] = [Math.floor((side - rows) / 2), Math.floor((side - columns) / 2)];
  const out = new Float32Array(side * side);
  for (let row = 0; row < rows; row++) {
    out.set(pixels.subarray(row * columns, (row + 1) * columns), (top + row) * side + left);
  }
  return { pixels: out, rows: side, columns: side };
}

function fitSquare(film: Plane, { resizeTo, fit, interpolation }: PrepareSpec): Float32Array {
  const square = { rows: resizeTo, columns: resizeTo };
  if (fit === 'squash') return resize(film, square, interpolation).pixels;
  if (fit === 'centre-crop') return resize(middleSquare(film), square, interpolation).pixels;
  const shrink = resizeTo / Math.max(film.rows, film.columns);
  const shrunk = (size: number) => Math.max(Math.round(size * shrink), 1);
  const within = { rows: shrunk(film.rows), columns: shrunk(film.columns) };
  return onBlackSquare(resize(film, within, interpolation), resizeTo).pixels;
}

function momentsOfCentre(pixels: Float32Array, side: number, centre: number): { mean: number; std: number } {
  const from = Math.floor(((1 - centre) / 2) * side + 1e-9);
  const to = side - from;
  let sum = 0;
  let squares = 0;
  for (let row = from; row < to; row++) {
    for (let column = from; column < to; column++) {
      const grey = pixels[row * side + column] as number;
      sum += grey;
      squares += grey * grey;
    }
  }
  const count = (to - from) ** 2;
  const mean = sum / count;
  return { mean, std: Math.sqrt(Math.max(squares / count - mean * mean, 0)) };
}

/** One channel's values: the film's own standard, the fixed scale, or mean and spread of the training films. */
function toValues(plane: Float32Array, spec: PrepareSpec, channel: number): Float32Array {
  const { standardise, scale, normalise } = spec;
  if (standardise) {
    const { mean, std } = momentsOfCentre(plane, spec.resizeTo, standardise.centre);
    const gain = standardise.targetStd / Math.max(std, 1e-6);
    const { clip } = standardise;
    return plane.map((grey) => Math.min(Math.max((grey - mean) * gain, -clip), clip));
  }
  if (scale) return plane.map((grey) => scale.black + grey * (scale.white - scale.black));
  const mean = normalise?.mean[channel] ?? 0;
  const std = normalise?.std[channel] ?? 1;
  return plane.map((grey) => (grey - mean) / std);
}

/** Display grey to the model's input: for each channel `resizeTo` × `resizeTo` values, row by row. */
export function prepareTensor(film: GreyFilm, spec: PrepareSpec): Float32Array {
  const upright = spec.isNegative ? { ...film, pixels: film.pixels.map((grey) => 1 - grey) } : film;
  const plane = fitSquare(upright, spec);
  const channels = spec.channels ?? 1;
  if (channels === 1) return toValues(plane, spec, 0);
  const out = new Float32Array(plane.length * channels);
  for (let channel = 0; channel < channels; channel++)
    out.set(toValues(plane, spec, channel), channel * plane.length);
  return out;
}
