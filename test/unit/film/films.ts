/** Made-up films for the tests of the film room. */
import type { PrepareSpec } from '../../../src/film/prepare.ts';
import { dicomBytes, type Elements, syntaxes } from './dicom-bytes.ts';
import { bytesOf, type Grey } from './encoders.ts';

export const spec: PrepareSpec = {
  resizeTo: 64,
  fit: 'squash',
  interpolation: 'triangle-antialias',
  standardise: { centre: 0.8, targetStd: 0.45, clip: 1.4 },
};

/** A smooth picture with some texture; no row or column like another, so that a slip of one pixel shows. */
export function greyOf(rows: number, columns: number, bits: number): Grey {
  const top = 2 ** bits - 1;
  const value = (at: number) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const wave = 0.5 + 0.3 * Math.sin(row / 17) * Math.cos(column / 23);
    return Math.round(top * (wave + 0.15 * (((row * 7 + column * 13) % 32) / 32)));
  };
  const length = rows * columns;
  const codes =
    bits > 8
      ? Uint16Array.from({ length }, (_, at) => value(at))
      : Uint8Array.from({ length }, (_, at) => value(at));
  return { codes, rows, columns, bits };
}

/** The header of a frontal chest film that holds this picture, shown over its full range. */
export function headerOf({ rows, columns, bits }: Grey): Elements {
  const top = 2 ** bits - 1;
  return {
    '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.1.1'],
    '00080018': ['UI', '1.2.3.4.5'],
    '00080060': ['CS', 'DX'],
    '00180015': ['CS', 'CHEST'],
    '00185101': ['CS', 'PA'],
    '00280002': ['US', [1]],
    '00280004': ['CS', 'MONOCHROME2'],
    '00280010': ['US', [rows]],
    '00280011': ['US', [columns]],
    '00280100': ['US', [bits > 8 ? 16 : 8]],
    '00280101': ['US', [bits]],
    '00280102': ['US', [bits - 1]],
    '00280103': ['US', [0]],
    '00281050': ['DS', `${top / 2 + 0.5}`],
    '00281051': ['DS', `${top + 1}`],
  };
}

/** An uncompressed film; `changes` replace or add header elements. */
export function plainFilm(grey: Grey, changes: Elements = {}, syntax: string = syntaxes.explicit): Buffer {
  const pixels = { '7fe00010': [grey.bits > 8 ? 'OW' : 'OB', bytesOf(grey)] } satisfies Elements;
  return dicomBytes({ syntax, elements: { ...headerOf(grey), ...pixels, ...changes } });
}

export function compressedFilm(
  grey: Grey,
  syntax: string,
  frame: Uint8Array,
  changes: Elements = {},
): Buffer {
  return dicomBytes({ syntax, elements: { ...headerOf(grey), ...changes }, fragments: [frame] });
}

/** Without one header element. */
export function without(elements: Elements, tag: string): Elements {
  return Object.fromEntries(Object.entries(elements).filter(([held]) => held !== tag));
}
