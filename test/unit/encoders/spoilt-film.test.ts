import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { createEye, type Eye } from '../../../src/encoders/eye.ts';
import { createFilmEncoder } from '../../../src/encoders/film-encoder.ts';
import { createFilmReader } from '../../../src/film/film-reader.ts';
import type { Engine } from '../../../src/inference/engine.ts';
import type { Tensor } from '../../../src/inference/tensor.ts';

const side = 32;
const films = createFilmReader();
afterAll(() => films[Symbol.asyncDispose]());

const manifest = {
  input: { name: 'film' },
  outputs: {
    findings: 'findings',
    viewAp: 'view',
    sexMale: 'sex',
    ageYears: 'age',
    filmChecks: 'checks',
  },
  preprocessing: {
    resizeTo: side,
    fit: 'squash',
    interpolation: 'triangle-antialias',
    standardise: { centre: 0.8, targetStd: 0.45, clip: 1.4 },
  },
  findings: [{ name: 'Mass', index: 0 }],
  gate: {
    output: 'distance',
    refuseAbove: 1,
    checks: [
      { name: 'inverted-polarity', index: 0, refuseAbove: 1, repairAbove: 3 },
      { name: 'rotated', index: 1, refuseAbove: 1 },
    ],
  },
};

const answer = (value: number): Tensor => ({ data: Float32Array.of(value), shape: [1, 1] });

/** A graph by arithmetic: a chest is dark in the middle, brighter below than above; Mass answers the middle's grey. */
const engine: Engine = {
  providers: [],
  isAlive: () => true,
  run: async (_model, { film }) => {
    const at = (row: number, column: number) => film?.data[row * side + column] ?? Number.NaN;
    const middle = at(side / 2, side / 2);
    const checks = Float32Array.of(8 * middle, 8 * (at(4, side / 2) - at(side - 5, side / 2)));
    return {
      distance: answer(0.5),
      findings: answer(middle),
      view: answer(-3),
      sex: answer(0),
      age: answer(60),
      checks: { data: checks, shape: [1, 2] },
    };
  },
  [Symbol.asyncDispose]: async () => undefined,
};

const model = {
  id: 'eye',
  version: '1',
  maker: 'eye@1',
  sha256: '0'.repeat(64),
  bytes: new Uint8Array(),
  manifest,
};
const encoder = createFilmEncoder({ eye: createEye({ model, engine, films }) });

/** A film of the size of a small detector; `turn` says what became of its greys. */
function fileOf(turn: (grey: number, row: number) => number, pixels = 200): Promise<Buffer> {
  const grey = Uint8Array.from({ length: pixels * pixels }, (_, at) => {
    const [y, x] = [Math.floor(at / pixels) / pixels - 0.5, (at % pixels) / pixels - 0.5];
    return Math.min(Math.max(turn(50 + 300 * Math.hypot(x, y) + 60 * y, y), 0), 255);
  });
  return sharp(grey, { raw: { width: pixels, height: pixels, channels: 1 } })
    .png()
    .toBuffer();
}

const score = (reading: Awaited<ReturnType<typeof encoder.read>>) =>
  reading.state === 'read'
    ? (reading.findings.find(({ name }) => name === 'Mass') as { score: number }).score
    : Number.NaN;

describe('a film stored as a negative', () => {
  test('is turned over, read as the positive is, and says so', async () => {
    const [positive, repaired] = await Promise.all([
      fileOf((grey) => grey).then(encoder.read),
      fileOf((grey) => 255 - grey).then(encoder.read),
    ]);
    expect(positive).not.toHaveProperty('warnings');
    expect(repaired).toMatchObject({ state: 'read', warnings: ['polarity-repaired'] });
    expect(score(repaired)).toBeCloseTo(score(positive), 2);
  });

  test('is refused by name when turning it over does not make it a film the gate knows', async () => {
    const upsideDown = await fileOf((grey, y) => 255 - (grey - 120 * y));
    expect(await encoder.read(upsideDown)).toMatchObject({ state: 'refused', code: 'inverted-polarity' });
  });
});

describe("a gate that weighs the film's greys", () => {
  /** Refuses a film of which a quarter is darker than .4: the negative is, the positive is not. */
  const rule = {
    ...{ name: 'over-exposed', bias: 0.4, black: 0, white: 0, checks: [], refuseAbove: 0 },
    quantiles: [0, 0, 0, -1, 0, 0, 0, 0, 0],
  };
  const weighing = (checks: object) => ({
    ...model,
    manifest: { ...manifest, gate: { ...manifest.gate, ...checks, exposure: [rule] } },
  });

  test('weighs those of the positive where it turned a negative over', async () => {
    const { read } = createFilmEncoder({ eye: createEye({ model: weighing({}), engine, films }) });
    expect(await read(await fileOf((grey) => grey))).toMatchObject({ state: 'read' });
    expect(await read(await fileOf((grey) => 255 - grey))).toMatchObject({
      ...{ state: 'read', warnings: ['polarity-repaired'] },
    });
    const dark = await fileOf((grey) => 20 + grey / 2);
    expect(await read(dark)).toMatchObject({ state: 'refused', code: 'over-exposed' });
  });

  test('weighs those of the positive where the eye beside it knew the negative', async () => {
    const { outputs } = manifest;
    const blind = weighing({ checks: undefined });
    const own = {
      ...blind,
      maker: 'own@1',
      manifest: { ...blind.manifest, outputs: { findings: outputs.findings } },
    };
    const [eye, beside] = [own, model].map((one) => createEye({ model: one, engine, films }));
    const { read } = createFilmEncoder({ eye: eye as Eye, beside: beside as Eye });
    expect(await read(await fileOf((grey) => 255 - grey))).toMatchObject({ state: 'read' });
  });
});

describe('a film too dark to be read', () => {
  const dark = fileOf((grey) => 8 + grey / 8);

  test('is refused as that, though the gate sees nothing wrong with it', async () => {
    expect(await encoder.read(await dark)).toMatchObject({ state: 'refused', code: 'over-exposed' });
  });

  test('is refused as no chest film where the gate knows it for one', async () => {
    const checks = [{ name: 'not-a-chest-film', index: 0, refuseAbove: -1000 }];
    const knowing = { ...model, manifest: { ...manifest, gate: { ...manifest.gate, checks } } };
    const { read } = createFilmEncoder({ eye: createEye({ model: knowing, engine, films }) });
    expect(await read(await dark)).toMatchObject({ state: 'refused', code: 'not-a-chest-film' });
  });
});
