import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exposureFault, greysOf } from '../../src/film/exposure.ts';
import type { GreyFilm } from '../../src/film/film.ts';

const number = z.number();
const image = z.strictObject({
  k: number,
  rows: number,
  columns: number,
  power: number,
  shift: number,
  black: number,
  white: number,
  dark: number,
  mean: number,
  refusedAs: z.string(),
});
type Picture = z.infer<typeof image>;
const record = z.strictObject({ formula: z.string(), images: z.array(image) });

/** What Python, which fits and judges the gate, found on pictures by formula. */
const file = new URL('../../models/chest-xray-encoder/records/2026-11-30_gate/greys.json', import.meta.url);

/** The record's formula. */
function filmOf({ k, rows, columns, power, shift }: Picture): GreyFilm {
  const pixels = Float32Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const texture = ((row * 7 + column * 13 + k * 5) % 32) / 32;
    const wave = 0.5 + 0.3 * Math.sin(row / 17 + k) * Math.cos(column / 23) + 0.2 * texture;
    return Math.min(Math.max(wave ** power + shift, 0), 1);
  });
  return { rows, columns, pixels, reducedBy: 1, facts: { kind: 'image', rows, columns, frames: 1 } };
}

test('the rule on greys refuses in the service what it refuses where the gate was judged', async () => {
  const { images } = record.parse(JSON.parse(await readFile(file, 'utf8')));
  expect(new Set(images.map(({ refusedAs }) => refusedAs))).toEqual(
    new Set(['', 'over-exposed', 'under-exposed']),
  );
  for (const picture of images) {
    const film = filmOf(picture);
    const { black, white, dark, mean } = greysOf(film);
    expect(black).toBeCloseTo(picture.black, 4);
    expect(white).toBeCloseTo(picture.white, 4);
    expect(dark).toBeCloseTo(picture.dark, 4);
    expect(mean).toBeCloseTo(picture.mean, 5);
    expect(exposureFault(film)?.code ?? '').toBe(picture.refusedAs);
  }
});
