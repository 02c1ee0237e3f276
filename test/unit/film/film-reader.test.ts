import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { createFilmReader } from '../../../src/film/film-reader.ts';
import { greyOf, plainFilm, spec } from './films.ts';

const reader = createFilmReader();
afterAll(() => reader[Symbol.asyncDispose]());

const grey = greyOf(300, 260, 8);
const raw = { raw: { width: grey.columns, height: grey.rows, channels: 1 } } as const;

test('the same picture as DICOM and as PNG becomes the same input, and as JPEG nearly', async () => {
  const png = await sharp(grey.codes, raw).png().toBuffer();
  const jpeg = await sharp(grey.codes, raw).jpeg({ quality: 98 }).toBuffer();
  const [one, two, three] = await Promise.all(
    [plainFilm(grey), png, jpeg].map((bytes) => reader.read(bytes, { spec })),
  );
  if (!one?.ok || !two?.ok || !three?.ok) throw new Error('a good film was refused');
  expect(one.facts.kind).toBe('dicom');
  expect(two.facts.kind).toBe('image');
  const apart = (a: Float32Array, b: Float32Array) =>
    a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at]!)), 0);
  expect(one.tensor).toHaveLength(64 * 64);
  expect(apart(one.tensor, two.tensor)).toBeLessThan(1e-5);
  expect(apart(one.tensor, three.tensor)).toBeLessThan(0.05);
});

test('twelve bits stored in sixteen as they are become the same input as scaled to sixteen', async () => {
  const inSixteen = (factor: number) =>
    sharp(
      Uint16Array.from(grey.codes, (code) => code * factor),
      raw,
    )
      .toColourspace('grey16')
      .png()
      .toBuffer();
  const [asStored, scaled] = await Promise.all(
    [16, 257].map(async (factor) => reader.read(await inSixteen(factor), { spec })),
  );
  if (!asStored?.ok || !scaled?.ok) throw new Error('a good film was refused');
  // 16 × 255 of 4,095: the brightest grey of eight bits is not quite that of twelve.
  const mostApart = asStored.tensor.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - scaled.tensor[at]!)),
    0,
  );
  expect(mostApart).toBeLessThan(0.01);
});

test('a colour picture is refused, a grey one in three channels is not', async () => {
  const colour = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#c33' } })
    .png()
    .toBuffer();
  expect(await reader.read(colour, { spec })).toMatchObject({ ok: false, refusal: { code: 'colour' } });
  const rgb = await sharp(grey.codes, raw).toColourspace('srgb').png().toBuffer();
  expect((await reader.read(rgb, { spec })).ok).toBe(true);
});

test('a film that takes too long is given up, and the next one is read', async () => {
  const large = plainFilm(greyOf(2500, 2500, 12));
  const [late, next] = await Promise.all([
    reader.read(large, { spec, limitMs: 1 }),
    reader.read(plainFilm(grey), { spec }),
  ]);
  expect(late).toMatchObject({
    ok: false,
    refusal: { code: 'corrupt-pixels', detail: 'decoding took too long' },
  });
  expect(next.ok).toBe(true);
});

test('the caller keeps its bytes', async () => {
  const bytes = plainFilm(grey);
  await reader.read(bytes, { spec });
  expect(bytes.length).toBeGreaterThan(grey.codes.length);
});

test('a reader that was closed refuses, instead of starting a thread nobody would stop', async () => {
  const closing = createFilmReader();
  await closing[Symbol.asyncDispose]();
  expect(await closing.read(plainFilm(greyOf(200, 180, 12)), { spec })).toMatchObject({ ok: false });
});

test('one decoding serves two models, each with its own size', async () => {
  const small = { ...spec, resizeTo: 32 };
  await using both = createFilmReader([small]);
  const bytes = plainFilm(grey);
  const [first, second] = [await both.read(bytes, { spec }), await both.read(bytes, { spec: small })];
  const alone = await reader.read(bytes, { spec: small });
  if (!first.ok || !second.ok || !alone.ok) throw new Error('not read');
  expect(first.tensor).toHaveLength(64 * 64);
  expect(second.tensor).toEqual(alone.tensor);
  // The very same decoding: its clock says so.
  expect(second.decodeMs).toBe(first.decodeMs);
});
