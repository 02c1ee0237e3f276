import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exposureScore } from '../../src/encoders/film-checks.ts';
import { readFilmManifest } from '../../src/encoders/film-manifest.ts';
import { exposureFault, greysOf } from '../../src/film/exposure.ts';
import type { GreyFilm } from '../../src/film/film.ts';
import { loadShippedFilmModel } from '../../src/open-models.ts';
import { root } from '../integration/service.ts';

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
  quantiles: z.array(number),
  refusedAs: z.string(),
  /** Invented answers of the checks over- and under-exposed, and what the manifest's rules make of greys and answers. */
  heads: z.array(number),
  exposed: z.array(number),
});
type Picture = z.infer<typeof image>;
const record = z.strictObject({ formula: z.string(), images: z.array(image) });

/** What Python, which fits and judges the gate, found on pictures by formula. */
const file = new URL(
  '../../models/chest-xray-encoder/records/2026-11-30_exposure/greys.json',
  import.meta.url,
);

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
    const greys = greysOf(film);
    const { black, white, dark, mean, quantiles } = greys;
    expect(black).toBeCloseTo(picture.black, 4);
    expect(white).toBeCloseTo(picture.white, 4);
    expect(dark).toBeCloseTo(picture.dark, 4);
    expect(mean).toBeCloseTo(picture.mean, 5);
    quantiles.forEach((grey, at) => {
      expect(Math.abs(grey - (picture.quantiles[at] as number))).toBeLessThan(1.01 / 256);
    });
    expect(exposureFault(greys)?.code ?? '').toBe(picture.refusedAs);
  }
});

test('greys and checks together score in the service as where the rule was fitted', async () => {
  const { gate } = readFilmManifest(await loadShippedFilmModel({ modelsDir: join(root, 'models') }));
  const rules = gate?.exposure ?? [];
  expect(rules.map(({ name }) => name)).toEqual(['over-exposed', 'under-exposed']);
  const { images } = record.parse(JSON.parse(await readFile(file, 'utf8')));
  for (const { heads, exposed, ...greys } of images) {
    const filmChecks: number[] = [];
    gate?.checks?.forEach(({ name, index }) => {
      filmChecks[index] = heads[rules.findIndex((rule) => rule.name === name)] ?? 0;
    });
    rules.forEach((rule, at) => {
      expect(exposureScore(rule, { greys, filmChecks })).toBeCloseTo(exposed[at] as number, 4);
    });
  }
});
