import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOutlineManifest } from '../../src/encoders/outline-manifest.ts';
import { prepareTensor } from '../../src/film/prepare.ts';
import { measureOutline } from '../../src/outline/measure.ts';
import { type Held, openShipped, worstOf } from './parity.ts';

/** Chests by formula, what the graph answered Python, and what Python measured on them. */
type Parity = {
  readonly tolerance: number;
  readonly images: readonly {
    readonly k: number;
    readonly rows: number;
    readonly columns: number;
    readonly indices: readonly number[];
    readonly values: readonly number[];
    /** None where a structure is missing altogether. */
    readonly measure: Readonly<Record<string, number>> | null;
  }[];
};

let shipped: Held<Parity>;
beforeAll(async () => {
  shipped = await openShipped<Parity>('chest-outline');
});
afterAll(() => shipped[Symbol.asyncDispose]());

/** `thorax` of models/chest-outline/train/export.py; the third has no left lung. */
function thorax({ k, rows, columns }: Parity['images'][number]) {
  const pixels = Float32Array.from({ length: rows * columns }, (_, at) => {
    const [y, x] = [(Math.floor(at / columns) + 0.5) / rows, ((at % columns) + 0.5) / columns];
    const blob = (cx: number, cy: number, [rx, ry]: readonly [number, number]) =>
      1 / (1 + Math.exp(12 * (Math.sqrt(((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2) - 1)));
    const lungs = blob(0.31, 0.45, [0.13, 0.3]) + (k === 2 ? 0 : blob(0.7, 0.45, [0.12, 0.3]));
    const body = 0.1 + 0.6 * blob(0.5, 0.6, [0.45, 0.7]) - 0.42 * lungs;
    const heart = 0.25 * blob(0.53 + 0.01 * k, 0.6, [0.14 + 0.02 * k, 0.15]);
    return Math.min(Math.max(body + heart + 0.1 * blob(0.5, 0.5, [0.04, 0.6]), 0), 1);
  });
  return { pixels, rows, columns, reducedBy: 1, facts: { kind: 'image' as const, rows, columns, frames: 1 } };
}

const anything = { from: 0, to: Number.POSITIVE_INFINITY };
/** No limits: parity is of the measures, not of what is believed. */
const limits = {
  area: { leftLung: anything, rightLung: anything, heart: anything },
  lungBalance: anything,
  heartBeyondChest: 1,
  air: -10,
  uncertainty: 10,
};

/** The one rule without a number: the heart's middle lies between the lungs'. */
function isChest(measure: Parity['images'][number]['measure']): boolean {
  const { rightX = 1, heartX = 0, leftX = 0 } = measure ?? {};
  return rightX < heartX && heartX < leftX;
}

test.each([0, 1, 2])('chest %i is outlined and measured as in Python', async (at) => {
  const image = shipped.parity.images[at]!;
  const { tolerance } = shipped.parity;
  expect(tolerance).toBeLessThanOrEqual(1e-4);
  const { preprocessing, input, output, ratioDoubt: doubt } = readOutlineManifest(shipped.model);
  const side = preprocessing.resizeTo;
  const film = prepareTensor(thorax(image), preprocessing);
  const outputs = await shipped.engine.run(shipped.model.id, {
    [input.name]: { data: film, shape: [1, 1, side, side] },
  });
  const all = outputs[output.name]!.data;
  expect(all).toHaveLength(3 * side * side);
  const got = image.indices.map((index) => all[index]!);
  expect(worstOf(got, image.values)).toBeLessThan(tolerance);

  const plane = (index: number) => ({
    values: all.subarray(index * side ** 2, (index + 1) * side ** 2),
    side,
  });
  const planes = { film, leftLung: plane(0), rightLung: plane(1), heart: plane(2) };
  const outline = measureOutline(planes, { limits, doubt }, shipped.model.maker);
  if (!isChest(image.measure)) return expect(outline).toMatchObject({ state: 'refused' });
  if (outline.state !== 'measured') throw new Error(outline.because);
  const { ratio, areaRatio, uncertainty, heart, chest } = outline;
  const measures = [ratio.value, areaRatio, uncertainty, heart.left, heart.right, chest.left, chest.right];
  const names = ['ratio', 'areaRatio', 'uncertainty', 'heartLeft', 'heartRight', 'chestLeft', 'chestRight'];
  // Cells on the border of a range may fall to either side by rounding: a few in tens of thousands.
  expect(
    worstOf(
      measures,
      names.map((name) => image.measure?.[name] ?? Number.NaN),
    ),
  ).toBeLessThan(1e-3);
});
