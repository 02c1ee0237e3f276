type Taps = { readonly from: number; readonly weights: Float64Array };
/** One value a pixel, row by row. */
export type Plane = { readonly pixels: Float32Array; readonly rows: number; readonly columns: number };
/** `bilinear` looks at two pixels a side however far it reduces; `triangle-antialias` at all of them. */
export type Interpolation = 'triangle-antialias' | 'bilinear';

/** Triangle filter; with antialias its support grows with the reduction: PIL's BILINEAR on float images. */
function triangleTaps(size: number, target: number, interpolation: Interpolation): Taps[] {
  const scale = size / target;
  const support = interpolation === 'bilinear' ? 1 : Math.max(scale, 1);
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

function resizeRows({ pixels, rows, columns }: Plane, target: number, interpolation: Interpolation): Plane {
  const taps = triangleTaps(columns, target, interpolation);
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
  return { pixels: out, rows, columns: target };
}

function resizeColumns(
  { pixels, rows, columns }: Plane,
  target: number,
  interpolation: Interpolation,
): Plane {
  const taps = triangleTaps(rows, target, interpolation);
  const sums = new Float64Array(columns);
  const out = new Float32Array(target * columns);
  for (let row = 0; row < target; row++) {
    const { from, weights } = taps[row] as Taps;
    sums.fill(0);
    for (let tap = 0; tap < weights.length; tap++) {
      const start = (from + tap) * columns;
      const weight = weights[tap] as number;
      for (let column = 0; column < columns; column++) {
        sums[column] = (sums[column] as number) + (pixels[start + column] as number) * weight;
      }
    }
    out.set(sums, row * columns);
  }
  return { pixels: out, rows: target, columns };
}

export type Size = { readonly rows: number; readonly columns: number };

/** A plane at another size, each axis on its own. */
export function resize(plane: Plane, { rows, columns }: Size, interpolation: Interpolation): Plane {
  return resizeColumns(resizeRows(plane, columns, interpolation), rows, interpolation);
}
