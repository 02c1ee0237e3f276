import { afterAll, describe, expect, test } from 'vitest';
import { decodeFilm } from '../../../src/film/decode.ts';
import { FilmRefused } from '../../../src/film/film.ts';
import { createFilmReader } from '../../../src/film/film-reader.ts';
import { type Elements, syntaxes } from './dicom-bytes.ts';
import { encodeHtj2k, encodeJpeg, encodeJpeg2000, encodeJpegLs, encodeRle } from './encoders.ts';
import { compressedFilm, greyOf, plainFilm, spec } from './films.ts';
import { encodeJpegExtended, encodeJpegLossless } from './jpeg-encoders.ts';

const grey = greyOf(140, 150, 12);

/** The code of the refusal, or `read`. Anything else that is thrown fails the test. */
async function outcome(bytes: Uint8Array): Promise<string> {
  try {
    await decodeFilm(bytes, 320);
    return 'read';
  } catch (error) {
    if (error instanceof FilmRefused) return error.refusal.code;
    throw error;
  }
}

describe('what the header rules out', () => {
  test.each([
    ['not-a-radiograph', { '00080060': ['CS', 'CT'] }],
    ['lateral-view', { '00185101': ['CS', 'LL'] }],
    ['lateral-view', { '00185101': ['CS', ''], '0008103e': ['LO', 'Chest LAT'] }],
    ['not-chest', { '00180015': ['CS', 'HAND'] }],
    ['not-chest', { '00180015': ['CS', ''], '0008103e': ['LO', 'KNEE AP'] }],
    ['not-chest', { '00102201': ['LO', 'Canis lupus'] }],
    ['multi-frame', { '00280008': ['IS', '3'] }],
    ['colour', { '00280004': ['CS', 'RGB'] }],
    ['colour', { '00280002': ['US', [3]] }],
    ['too-small', { '00280010': ['US', [20]] }],
    ['too-large', { '00280010': ['US', [60_000]], '00280011': ['US', [60_000]] }],
    ['corrupt-pixels', { '00280010': ['US', [2000]] }],
    ['corrupt-pixels', { '00280100': ['US', [12]] }],
  ] as [string, Elements][])('%s', async (code, changes) => {
    expect(await outcome(plainFilm(grey, changes))).toBe(code);
  });

  test('a header that leaves modality, view and body part empty is no reason', async () => {
    const empty: Elements = { '00080060': ['CS', ''], '00185101': ['CS', ''], '00180015': ['CS', ''] };
    expect(await outcome(plainFilm(grey, empty))).toBe('read');
  });

  test('an unknown transfer syntax, no pixels, one grey all over', async () => {
    expect(await outcome(compressedFilm(grey, '1.2.840.10008.1.2.4.100', Buffer.alloc(64)))).toBe(
      'unsupported-transfer-syntax',
    );
    expect(await outcome(plainFilm(grey, { '7fe00010': ['OW', Buffer.alloc(0)] }))).toBe('no-pixels');
    const blank = { ...grey, codes: new Uint16Array(grey.codes.length).fill(7) };
    expect(await outcome(plainFilm(blank))).toBe('blank');
  });

  test.each(['', 'no film at all', '<html>', '\u0000'.repeat(500)])('not DICOM: %j', async (text) => {
    expect(await outcome(Buffer.from(text))).toBe('not-dicom');
  });
});

/** Every way a damaged file may end. */
const codes = [
  ...['read', 'not-dicom', 'unsupported-transfer-syntax', 'corrupt-pixels', 'no-pixels', 'not-a-radiograph'],
  ...['multi-frame', 'colour', 'lateral-view', 'not-chest', 'too-small', 'too-large', 'blank'],
  ...['over-exposed', 'under-exposed'],
];

/** Small deterministic choices, so that a failure can be seen again. */
function createChoice(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const byteGrey = greyOf(140, 150, 8);
const made: readonly (readonly [string, () => Promise<Uint8Array> | Uint8Array])[] = [
  ['explicit', () => plainFilm(grey)],
  ['implicit', () => plainFilm(grey, {}, syntaxes.implicit)],
  ['deflated', () => plainFilm(grey, {}, syntaxes.deflated)],
  ['rle', () => compressedFilm(grey, syntaxes.rle, encodeRle(grey))],
  ['jpeg', async () => compressedFilm(byteGrey, syntaxes.jpegBaseline, await encodeJpeg(byteGrey))],
  ['jpegExtended', () => compressedFilm(grey, syntaxes.jpegExtended, encodeJpegExtended(grey, 7))],
  ['jpegLossless', () => compressedFilm(grey, syntaxes.jpegLossless, encodeJpegLossless(grey))],
  ['jpegLs', async () => compressedFilm(grey, syntaxes.jpegLs, await encodeJpegLs(grey))],
  ['jpeg2000', async () => compressedFilm(grey, syntaxes.jpeg2000, await encodeJpeg2000(grey))],
  ['htj2k', async () => compressedFilm(grey, syntaxes.htj2k, await encodeHtj2k(grey))],
];

// A codec may run for ever on damaged data: only the reader, which can give up its thread, is safe.
const reader = createFilmReader();
afterAll(() => reader[Symbol.asyncDispose]());

async function read(bytes: Uint8Array, limitMs = 1000): Promise<string> {
  const answer = await reader.read(bytes, { spec, limitMs });
  return answer.ok ? 'read' : answer.refusal.code;
}

describe.each(made)('damage to a file: %s', (name, make) => {
  test('cut off anywhere, it is refused by name', async () => {
    const whole = await make();
    for (let part = 1; part < 16; part += 1) {
      expect(await read(whole.subarray(0, Math.floor((whole.length * part) / 16)))).not.toBe('read');
    }
  });

  test('with bytes overwritten, it is read or refused by name, and the next film is read', async () => {
    const choose = createChoice(7);
    const whole = await make();
    const times = name === 'htj2k' ? 12 : 60;
    for (let time = 0; time < times; time += 1) {
      const damaged = Uint8Array.from(whole);
      // The header is where one byte does most.
      const reach = time % 2 === 0 ? 900 : damaged.length;
      for (let hit = 0; hit < 4; hit += 1) damaged[choose(reach)] = choose(256);
      expect(codes).toContain(await read(damaged));
    }
    // On a busy machine a new thread alone takes a second.
    expect(await read(whole, 20_000)).toBe('read');
  });
});
