import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeToLookAt } from '../../../src/film/decode.ts';
import { createFilmRenderer } from '../../../src/film/film-renderer.ts';
import { renderFilm } from '../../../src/film/render.ts';
import type { Elements } from './dicom-bytes.ts';
import { greyOf, plainFilm } from './films.ts';

const renderer = createFilmRenderer();
afterAll(() => renderer[Symbol.asyncDispose]());

let count = 0;
async function rendered(bytes: Uint8Array, as: 'png' | 'grey16', side = 8192) {
  count++;
  const film = await renderer.render({ name: `film ${count}`, bytes }, { as, side });
  if (!film.ok) throw new Error(`refused: ${film.refusal.code}`);
  return { ...film, greys: new Uint16Array(film.body.buffer, 0, film.body.length >> 1) };
}

const grey = greyOf(300, 260, 12);

describe('a film rendered for a reader', () => {
  test('is, at its own size, pixel by pixel the decoded film', async () => {
    const { greys, rows, columns } = await rendered(plainFilm(grey), 'grey16');
    expect([rows, columns]).toEqual([300, 260]);
    const { pixels } = await decodeToLookAt(plainFilm(grey), 8192);
    expect([...greys]).toEqual(Array.from(pixels, (value) => Math.round(value * 65_535)));
    // Nothing that a detector told apart is lost on the way.
    expect(new Set(greys).size).toBe(new Set(grey.codes).size);
  });

  test('has what is stored as MONOCHROME1 turned over', async () => {
    const negative: Elements = { '00280004': ['CS', 'MONOCHROME1'] };
    const [one, other] = [
      await rendered(plainFilm(grey), 'grey16'),
      await rendered(plainFilm(grey, negative), 'grey16'),
    ];
    expect(one.greys.every((value, at) => value + other.greys[at]! === 65_535)).toBe(true);
  });

  test('is never enlarged, and keeps its shape when it is reduced', async () => {
    expect(await rendered(plainFilm(grey), 'png', 4096)).toMatchObject({ rows: 300, columns: 260 });
    const { body, rows, columns } = await rendered(plainFilm(grey), 'png', 150);
    expect([rows, columns]).toEqual([150, 130]);
    const picture = await sharp(body).metadata();
    expect([picture.height, picture.width, picture.channels]).toEqual([150, 130, 1]);
  });

  test('is reduced by hearing every pixel: a fine grid becomes an even grey, not a pattern', async () => {
    const codes = Uint16Array.from({ length: 512 * 512 }, (_, at) => ((at + (at >> 9)) % 2) * 4095);
    const grid = plainFilm({ codes, rows: 512, columns: 512, bits: 12 });
    const { greys } = await rendered(grid, 'grey16', 100);
    const inner = greys.filter((_, at) => at % 100 > 2 && at % 100 < 97);
    expect(Math.max(...inner) - Math.min(...inner)).toBeLessThan(65_535 * 0.05);
  });

  test('may be a lateral view, a hand or badly exposed: it is there to be seen', async () => {
    const hand: Elements = { '00180015': ['CS', 'HAND'], '00185101': ['CS', 'LATERAL'] };
    expect((await rendered(plainFilm(grey, hand), 'png')).ok).toBe(true);
    const white = { ...grey, codes: grey.codes.map(() => 4095) };
    expect((await rendered(plainFilm(white), 'png')).ok).toBe(true);
  });

  test('that is cut off is refused by name', async () => {
    const cut = plainFilm(grey).subarray(0, 60_000);
    const film = await renderer.render({ name: 'cut', bytes: cut }, { as: 'png', side: 512 });
    expect(film).toMatchObject({ ok: false, refusal: { code: 'corrupt-pixels' } });
  });

  test('asked for again, larger, is not decoded again', async () => {
    const file = { name: 'twice', bytes: plainFilm(greyOf(1500, 1500, 12)) };
    const first = await renderer.render(file, { as: 'png', side: 512 });
    const second = await renderer.render(file, { as: 'grey16', side: 1500 });
    expect(first.ok && second.ok).toBe(true);
    expect(second.ok && second.decodeMs).toBeLessThan(first.decodeMs / 5);
  });
});

test('the picture and the pixels show the same greys', async () => {
  const film = await decodeToLookAt(plainFilm(grey), 8192);
  const { body } = await renderFilm(film, { as: 'png', side: 8192 });
  const png = await sharp(body).toColourspace('b-w').raw().toBuffer();
  const greys = new Uint16Array((await renderFilm(film, { as: 'grey16', side: 8192 })).body.buffer);
  expect(png).toHaveLength(greys.length);
  expect(png.every((value, at) => Math.abs(value * 257 - greys[at]!) <= 129)).toBe(true);
});
