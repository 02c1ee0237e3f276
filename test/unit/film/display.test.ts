import { describe, expect, test } from 'vitest';
import { decodeFilm } from '../../../src/film/decode.ts';
import type { Elements } from './dicom-bytes.ts';
import { greyOf, plainFilm } from './films.ts';

const grey = greyOf(140, 150, 12);
const top = 4095;

async function shown(changes: Elements, of = grey): Promise<Float32Array> {
  return (await decodeFilm(plainFilm(of, changes), 320)).pixels;
}

/** The largest difference to what `curve` makes of each stored sample. */
async function worst(changes: Elements, curve: (code: number) => number, of = grey): Promise<number> {
  const pixels = await shown(changes, of);
  return pixels.reduce((most, value, at) => Math.max(most, Math.abs(value - curve(of.codes[at]!))), 0);
}

const clamp = (value: number) => Math.min(Math.max(value, 0), 1);

describe('grey as it is shown', () => {
  test('MONOCHROME1 and an inverse presentation are turned over', async () => {
    expect(await worst({ '00280004': ['CS', 'MONOCHROME1'] }, (code) => 1 - code / top)).toBeLessThan(1e-6);
    expect(await worst({ '20500020': ['CS', 'INVERSE'] }, (code) => 1 - code / top)).toBeLessThan(1e-6);
  });

  test('rescale comes before the window', async () => {
    const rescaled: Elements = { '00281052': ['DS', '-1000'], '00281053': ['DS', '2'] };
    const window: Elements = { '00281050': ['DS', '3000'], '00281051': ['DS', '6001'] };
    const expected = (code: number) => clamp((code * 2 - 1000 - 2999.5) / 6000 + 0.5);
    expect(await worst({ ...rescaled, ...window }, expected)).toBeLessThan(1e-6);
  });

  test.each([
    ['LINEAR_EXACT', (code: number) => clamp((code - 2000) / 1000 + 0.5)],
    ['SIGMOID', (code: number) => 1 / (1 + Math.exp((-4 * (code - 2000)) / 1000))],
  ])('a window of the shape %s', async (shape, expected) => {
    const window: Elements = {
      '00281050': ['DS', '2000'],
      '00281051': ['DS', '1000'],
      '00281056': ['CS', shape],
    };
    expect(await worst(window, expected)).toBeLessThan(1e-6);
  });

  test('the first of several windows', async () => {
    const windows: Elements = { '00281050': ['DS', '2048\\100'], '00281051': ['DS', '4096\\10'] };
    expect(await worst(windows, (code) => code / top)).toBeLessThan(1e-6);
  });

  test.each([
    ['none', {}],
    ['of no width', { '00281050': ['DS', '100'], '00281051': ['DS', '0'] }],
    ['that is no number', { '00281050': ['DS', 'wide'], '00281051': ['DS', 'open'] }],
  ] as [string, Elements][])(
    'a window %s: stretched over the middle 99 %% of the film',
    async (_, window) => {
      const bare: Elements = { '00281050': ['DS', ''], '00281051': ['DS', ''] };
      const pixels = await shown({ ...bare, ...window });
      expect(pixels.filter((value) => value === 0).length / pixels.length).toBeLessThan(0.012);
      expect(Math.max(...pixels)).toBe(1);
      expect(Math.min(...pixels)).toBe(0);
    },
  );

  test('signed samples keep their order', async () => {
    const signed = { ...grey, codes: grey.codes.map((code) => (code - 2048) & 0xfff) };
    const changes: Elements = {
      '00280103': ['US', [1]],
      '00281050': ['DS', '0'],
      '00281051': ['DS', '4096'],
    };
    const expected = (code: number) => clamp(((code >= 2048 ? code - 4096 : code) + 0.5) / 4095 + 0.5);
    expect(await worst(changes, expected, signed)).toBeLessThan(1e-6);
  });

  test('bits above and below the stored ones are left out', async () => {
    const shifted = { ...grey, codes: grey.codes.map((code) => ((code << 2) | 0x4003) & 0xffff) };
    const changes: Elements = { '00280102': ['US', [13]] };
    expect(await worst(changes, (code) => ((code >> 2) & 0xfff) / top, shifted)).toBeLessThan(1e-6);
  });
});
