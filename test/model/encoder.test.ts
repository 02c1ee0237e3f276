import { afterAll, beforeAll, expect, test } from 'vitest';
import { calibrated, filmsAlike } from '../../src/encoders/calibrate.ts';
import { readFilmManifest } from '../../src/encoders/film-manifest.ts';
import { prepareTensor } from '../../src/film/prepare.ts';
import { type Held, openShipped, worstOf } from './parity.ts';

/** Pictures by formula, the model's input that Python made of them, and what the graph answered. */
type Parity = {
  readonly tolerance: number;
  /** By finding: score, probability, low, high. */
  readonly intervals: Readonly<Record<string, readonly (readonly [number, number, number, number])[]>>;
  readonly images: readonly {
    readonly k: number;
    readonly height: number;
    readonly width: number;
    readonly tensor: {
      readonly mean: number;
      readonly std: number;
      readonly indices: readonly number[];
      readonly values: readonly number[];
    };
    readonly outputs: Readonly<Record<string, readonly number[]>>;
  }[];
};

let shipped: Held<Parity>;
beforeAll(async () => {
  shipped = await openShipped<Parity>('chest-xray-encoder');
});
afterAll(() => shipped[Symbol.asyncDispose]());

/** The record's formula. */
function picture({ k, height: rows, width: columns }: Parity['images'][number]) {
  const pixels = Float32Array.from({ length: rows * columns }, (_, at) => {
    const [r, c] = [Math.floor(at / columns), at % columns];
    return 0.5 + 0.3 * Math.sin(r / 17 + k) * Math.cos(c / 23) + 0.2 * (((r * 7 + c * 13 + k * 5) % 32) / 32);
  });
  return {
    pixels,
    rows,
    columns,
    reducedBy: 1,
    facts: { kind: 'image' as const, rows, columns, frames: 1 },
  };
}

test.each([0, 1, 2])('picture %i becomes the same input and the same answers as in Python', async (at) => {
  const image = shipped.parity.images[at]!;
  const { tolerance } = shipped.parity;
  expect(tolerance).toBeLessThanOrEqual(1e-4);
  const { preprocessing, input } = readFilmManifest(shipped.model);
  const data = prepareTensor(picture(image), preprocessing);
  const { mean, std, indices, values } = image.tensor;
  const average = data.reduce((sum, value) => sum + value, 0) / data.length;
  const spread = Math.sqrt(data.reduce((sum, value) => sum + (value - average) ** 2, 0) / data.length);
  expect(Math.abs(average - mean)).toBeLessThan(tolerance);
  expect(Math.abs(spread - std)).toBeLessThan(tolerance);
  expect(
    worstOf(
      indices.map((index) => data[index]!),
      values,
    ),
  ).toBeLessThan(tolerance);

  const side = preprocessing.resizeTo;
  const outputs = await shipped.engine.run(shipped.model.id, {
    [input.name]: { data, shape: [1, 1, side, side] },
  });
  for (const [name, expected] of Object.entries(image.outputs)) {
    // Years are tens where the other outputs are ones.
    const scale = Math.max(...expected.map(Math.abs), 1);
    expect(worstOf(outputs[name]?.data, expected) / scale, name).toBeLessThan(tolerance);
  }
});

test('a score becomes the same probability and interval as in Python', () => {
  const { findings, abnormal } = readFilmManifest(shipped.model);
  const { intervalRule } = shipped.model.manifest as { intervalRule: { filmsAlike: number } };
  expect(intervalRule.filmsAlike).toBe(filmsAlike);
  const heads = new Map([...findings.map(({ name, head }) => [name, head] as const), ['abnormal', abnormal]]);
  expect(Object.keys(shipped.parity.intervals).sort()).toEqual([...heads.keys()].sort());
  for (const [name, rows] of Object.entries(shipped.parity.intervals))
    for (const [score, ...expected] of rows) {
      const { value, low, high } = calibrated(score, heads.get(name)!);
      expect(worstOf([value, low, high], expected), name).toBeLessThan(2e-6);
    }
});
