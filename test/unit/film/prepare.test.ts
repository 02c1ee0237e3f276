import { expect, test } from 'vitest';
import { type PrepareSpec, prepareTensor } from '../../../src/film/prepare.ts';

/** A film whose grey rises from left to right and not from top to bottom. */
function ramp(rows: number, columns: number) {
  const pixels = Float32Array.from({ length: rows * columns }, (_, at) => ((at % columns) + 0.5) / columns);
  return { pixels, rows, columns, reducedBy: 1, facts: { kind: 'image' as const, rows, columns, frames: 1 } };
}

const xrv: PrepareSpec = {
  resizeTo: 4,
  fit: 'squash',
  interpolation: 'triangle-antialias',
  scale: { black: -1024, white: 1024 },
};

function rowOf(tensor: Float32Array, row: number, side = 4): number[] {
  return [...tensor.subarray(row * side, (row + 1) * side)].map((value) => Math.round(value * 100) / 100);
}

test('black and white become the two ends of the scale', () => {
  expect(rowOf(prepareTensor(ramp(8, 4), xrv), 2)).toEqual([-768, -256, 256, 768]);
});

test.each([
  ['squash', 8, [-768, -256, 256, 768]],
  // The middle half of the ramp.
  ['centre-crop', 8, [-384, -128, 128, 384]],
] as const)('a film twice as wide as high, fitted by %s', (fit, columns, expected) => {
  const film = ramp(columns / 2, columns);
  expect(rowOf(prepareTensor(film, { ...xrv, fit, interpolation: 'bilinear' }), 1)).toEqual(expected);
});

test('a letterbox keeps the whole film and blackens what is above and below', () => {
  const tensor = prepareTensor(ramp(4, 8), { ...xrv, fit: 'letterbox', interpolation: 'bilinear' });
  expect([0, 1, 2, 3].map((row) => rowOf(tensor, row))).toEqual([
    [-1024, -1024, -1024, -1024],
    [-768, -256, 256, 768],
    [-768, -256, 256, 768],
    [-1024, -1024, -1024, -1024],
  ]);
});

test('bilinear looks at two pixels, antialiasing at all of them', () => {
  const film = ramp(8, 8);
  film.pixels.fill(0);
  for (let row = 0; row < 8; row++) film.pixels[row * 8] = 1;
  const spec = { ...xrv, resizeTo: 2, scale: { black: 0, white: 1 } };
  expect(rowOf(prepareTensor(film, { ...spec, interpolation: 'bilinear' }), 0, 2)).toEqual([0, 0]);
  expect(rowOf(prepareTensor(film, spec), 0, 2)[0]).toBeGreaterThan(0);
});

test('a model for colour pictures gets the grey three times, each by its own mean and spread', () => {
  const { scale, ...rest } = xrv;
  const normalise = { mean: [0.5, 0, 0.125], std: [0.25, 1, 0.5] };
  const tensor = prepareTensor(ramp(4, 4), { ...rest, channels: 3, normalise });
  expect(tensor).toHaveLength(48);
  expect([0, 4, 8].map((row) => rowOf(tensor, row)[3])).toEqual([1.5, 0.88, 1.5]);
});

test('a negative that is turned is the positive, its letterbox still black', () => {
  const negative = { ...ramp(4, 8), pixels: ramp(4, 8).pixels.map((grey) => 1 - grey) };
  const spec = { ...xrv, fit: 'letterbox' } as const;
  const turned = prepareTensor(negative, { ...spec, isNegative: true });
  expect([0, 1].map((row) => rowOf(turned, row))).toEqual([
    [-1024, -1024, -1024, -1024],
    rowOf(prepareTensor(ramp(4, 8), spec), 1),
  ]);
});
