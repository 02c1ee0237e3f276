import type { GreyFilm } from './film.ts';

/** How a film becomes a model's input, as the model's manifest says it. */
export type PrepareSpec = {
  readonly resizeTo: number;
  readonly fit: 'squash';
  readonly interpolation: 'triangle-antialias';
  readonly standardise: { readonly centre: number; readonly targetStd: number; readonly clip: number };
};

type Taps = { readonly from: number; readonly weights: Float64Array };

/** Triangle filter whose support grows with the reduction: PIL's BILINEAR on float images. */
function triangleTaps(size: number, target: number): Taps[] {
  const scale = size / target;
  const support = Math.max(scale, 1);
  return Array.from({ length: target }, (_, index) => {
    const centre = (index + 0.5) * scale;
    const from = Math.max(Math.floor(centre - support + 0.5), 0);
    const to = Math.min(Math.floor(centre + support + 0.5), size);
    const weights = Float64Array.from({ length: to - from }, (_unused, tap) =>
      Math.max(1 - Math.abs((from + tap + 0.5 - centre) / support), 0),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { from, weights: weights.map((weight) => weight / sum) };
  });
}

function resizeRows({ pixels, rows, columns }: GreyFilm, target: number): Float32Array {
  const taps = triangleTaps(columns, target);
  const out = new Float32Array(rows * target);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < target; column++) {
      const { from, weights } = taps[column] as Taps;
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) {
        sum += (pixels[start + from + tap] as number) * (weights[tap] as number);
      }
      out[row * target + column] = sum;
    }
  }
  return out;
}

function resizeColumns(pixels: Float32Array, rows: number, target: number): Float32Array {
  const taps = triangleTaps(rows, target);
  const sums = new Float64Array(target);
  const out = new Float32Array(target * target);
  for (let row = 0; row < target; row++) {
    const { from, weights } = taps[row] as Taps;
    sums.fill(0);
    for (let tap = 0; tap < weights.length; tap++) {
      const start = (from + tap) * target;
      const weight = weights[tap] as number;
      for (let column = 0; column < target; column++) {
        sums[column] = (sums[column] as number) + (pixels[start + column] as number) * weight;
      }
    }
    out.set(sums, row * target);
  }
  return out;
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

/** Display grey to the model's input plane, `resizeTo` × `resizeTo` values, row by row. */
export function prepareTensor(film: GreyFilm, { resizeTo, standardise }: PrepareSpec): Float32Array {
  const plane = resizeColumns(resizeRows(film, resizeTo), film.rows, resizeTo);
  const { mean, std } = momentsOfCentre(plane, resizeTo, standardise.centre);
  const gain = standardise.targetStd / Math.max(std, 1e-6);
  const { clip } = standardise;
  return plane.map((grey) => Math.min(Math.max((grey - mean) * gain, -clip), clip));
}
