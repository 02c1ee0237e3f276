import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeFilm } from '../../../src/film/decode.ts';
import { syntaxes } from './dicom-bytes.ts';
import {
  bytesOf,
  encodeHtj2k,
  encodeJpeg,
  encodeJpeg2000,
  encodeJpegLs,
  encodeRle,
  type Grey,
} from './encoders.ts';
import { compressedFilm, greyOf, plainFilm } from './films.ts';
import { encodeJpegExtended, encodeJpegLossless } from './jpeg-encoders.ts';

const deep = greyOf(150, 203, 12);
const shallow = greyOf(150, 203, 8);

/** The largest difference in display grey between a film and the picture it was made from. */
async function worst(file: Uint8Array, { codes, rows, columns, bits }: Grey): Promise<number> {
  const film = await decodeFilm(file, 320);
  expect([film.rows, film.columns, film.reducedBy]).toEqual([rows, columns, 1]);
  const top = 2 ** bits - 1;
  return film.pixels.reduce((most, grey, at) => Math.max(most, Math.abs(grey - codes[at]! / top)), 0);
}

describe('the same picture is seen in every transfer syntax', () => {
  test.each(['implicit', 'explicit', 'deflated', 'bigEndian'] as const)('%s', async (name) => {
    expect(await worst(plainFilm(deep, {}, syntaxes[name]), deep)).toBeLessThan(1e-6);
    expect(await worst(plainFilm(shallow, {}, syntaxes[name]), shallow)).toBeLessThan(1e-6);
  });

  test('big endian with 8-bit pixels in words', async () => {
    const film = plainFilm(shallow, { '7fe00010': ['OW', bytesOf(shallow)] }, syntaxes.bigEndian);
    expect(await worst(film, shallow)).toBeLessThan(1e-6);
  });

  test.each([
    ['rle', async (grey: Grey) => encodeRle(grey)],
    ['deflatedFrame', async (grey: Grey) => deflateRawSync(bytesOf(grey))],
    ['jpegLossless', async (grey: Grey) => encodeJpegLossless(grey)],
    ['jpegLs', encodeJpegLs],
    ['jpeg2000', encodeJpeg2000],
    ['htj2k', encodeHtj2k],
  ] as const)('%s, to the last bit', async (name, encode) => {
    for (const grey of [deep, shallow]) {
      const film = compressedFilm(grey, syntaxes[name], await encode(grey));
      expect(await worst(film, grey)).toBeLessThan(1e-6);
    }
  });

  test('JPEG-LS with an error of two greys, within those two', async () => {
    const frame = await encodeJpegLs(deep, 2);
    const most = await worst(compressedFilm(deep, syntaxes.jpegLsNear, frame), deep);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(2.01 / 4095);
  });

  test('a lossy HTJ2K film that is black and white to the very end does not wrap around', async () => {
    const codes = deep.codes.map((code) => (code < 1500 ? 0 : code > 2600 ? 4095 : code));
    const hard = { ...deep, codes };
    const film = compressedFilm(hard, syntaxes.htj2k, await encodeHtj2k(hard, 0.002));
    const most = await worst(film, hard);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(0.05);
  });

  test('JPEG baseline, within two greys of 255', async () => {
    const film = compressedFilm(shallow, syntaxes.jpegBaseline, await encodeJpeg(shallow));
    expect(await worst(film, shallow)).toBeLessThan(2.01 / 255);
  });

  test('JPEG extended of 12 bits with restart markers, within three greys of 4095', async () => {
    const film = compressedFilm(deep, syntaxes.jpegExtended, encodeJpegExtended(deep, 7));
    expect(await worst(film, deep)).toBeLessThan(3.01 / 4095);
  });

  test('a frame in several fragments', async () => {
    const frame = await encodeJpegLs(deep);
    const halves = [frame.subarray(0, 1000), frame.subarray(1000)];
    const whole = compressedFilm(deep, syntaxes.jpegLs, frame);
    const { dicomBytes } = await import('./dicom-bytes.ts');
    const { headerOf } = await import('./films.ts');
    const split = dicomBytes({ syntax: syntaxes.jpegLs, elements: headerOf(deep), fragments: halves });
    expect(split.length).toBeGreaterThan(whole.length);
    expect(await worst(split, deep)).toBeLessThan(1e-6);
  });
});

test('a JPEG 2000 film far larger than the model is decoded at half the size and looks the same', async () => {
  const large = greyOf(700, 900, 12);
  const film = await decodeFilm(compressedFilm(large, syntaxes.jpeg2000, await encodeJpeg2000(large)), 100);
  expect([film.rows, film.columns, film.reducedBy]).toEqual([350, 450, 2]);
  let error = 0;
  for (let row = 0; row < 350; row++) {
    for (let column = 0; column < 450; column++) {
      const at = 2 * row * 900 + 2 * column;
      const mean =
        (large.codes[at]! + large.codes[at + 1]! + large.codes[at + 900]! + large.codes[at + 901]!) / 4;
      error += Math.abs(film.pixels[row * 450 + column]! - mean / 4095);
    }
  }
  expect(error / (350 * 450)).toBeLessThan(0.02);
});

test('a film is never reduced below three times what the model sees', async () => {
  const frame = await encodeJpeg2000(greyOf(700, 900, 12));
  const film = await decodeFilm(compressedFilm(greyOf(700, 900, 12), syntaxes.jpeg2000, frame), 120);
  expect(film.reducedBy).toBe(1);
});
