import type { Plate } from './plate.ts';
import { createNormal, createRandom } from './random.ts';

export type Exposure = {
  readonly seed: number;
  /** Part of the signal at the plate that has been scattered on the way. */
  readonly scatter: number;
  /** Standard deviation of the noise where the beam is not weakened at all. */
  readonly noise: number;
  /** Attenuation shown as middle grey, and how steeply grey follows it. */
  readonly centre: number;
  readonly contrast: number;
};

/** Three box blurs in a row: a Gaussian in all but name. `radius` in pixels. */
export function blur(source: Float32Array, side: number, radius: number): Float32Array {
  let image: Float32Array = Float32Array.from(source);
  for (let pass = 0; pass < 3; pass += 1) {
    image = boxBlur(boxBlur(image, side, radius, 1, side), side, radius, side, 1);
  }
  return image;
}

/** Mean over 2 × radius + 1 neighbours along one axis; `step` goes along it, `line` to the next line. */
function boxBlur(
  source: Float32Array,
  side: number,
  radius: number,
  step: number,
  line: number,
): Float32Array {
  const out = new Float32Array(source.length);
  const reach = Math.max(Math.round(radius), 1);
  const get = (base: number, at: number) => source[base + Math.min(Math.max(at, 0), side - 1) * step] ?? 0;
  for (let row = 0; row < side; row += 1) {
    const base = row * line;
    let sum = 0;
    for (let at = -reach; at <= reach; at += 1) sum += get(base, at);
    for (let at = 0; at < side; at += 1) {
      out[base + at * step] = sum / (2 * reach + 1);
      sum += get(base, at + reach + 1) - get(base, at - reach);
    }
  }
  return out;
}

/** Exposes the plate: Beer and Lambert, scatter, quantum noise, the detector's blur, and the film's curve. 12 bits. */
export function expose(
  { sums, side }: Plate,
  { seed, scatter, noise, centre, contrast }: Exposure,
): Uint16Array {
  const primary = sums.map((sum) => Math.exp(-Math.max(sum, 0)));
  // Scatter is smooth: an eighth of the pixels carry it.
  const scattered = blur(primary, side, side / 14);
  const normal = createNormal(createRandom(seed * 13 + 3));
  const signal = primary.map((value, at) => {
    const mixed = (1 - scatter) * value + scatter * (scattered[at] ?? 0);
    return Math.max(mixed + normal() * noise * Math.sqrt(mixed), 1e-4);
  });
  const seen = blur(signal, side, 1);
  return Uint16Array.from(seen, (value) => {
    const grey = 1 / (1 + Math.exp(-(-Math.log(Math.max(value, 1e-4)) - centre) * contrast));
    return Math.round(Math.min(Math.max(grey, 0), 1) * 4095);
  });
}
