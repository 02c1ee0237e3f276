import type { DataSet } from 'dicom-parser';
import { refuse } from './film.ts';

/** How a stored sample holds its value. */
export type Layout = {
  readonly bytesPerPixel: 1 | 2;
  readonly bitsStored: number;
  /** Unused bits below the value. */
  readonly shift: number;
  readonly isSigned: boolean;
};

/** @throws FilmRefused for samples other than one grey of 8 or 16 bits. */
export function layoutOf(data: DataSet): Layout {
  if ((data.uint16('x00280002') ?? 1) !== 1) refuse('colour', 'more than one sample a pixel');
  const bits = data.uint16('x00280100') ?? 16;
  if (bits !== 8 && bits !== 16) return refuse('corrupt-pixels', `${bits} bits allocated`);
  const bitsStored = Math.min(data.uint16('x00280101') ?? bits, bits);
  if (bitsStored < 1) refuse('corrupt-pixels', 'no bits stored');
  const highBit = Math.min(data.uint16('x00280102') ?? bitsStored - 1, bits - 1);
  const shift = Math.max(highBit + 1 - bitsStored, 0);
  return { bytesPerPixel: bits === 8 ? 1 : 2, bitsStored, shift, isSigned: data.uint16('x00280103') === 1 };
}

/** The value of every possible sample, by its bits: what lies outside the stored bits is cut off. */
export function valuesOf({ bytesPerPixel, bitsStored, shift, isSigned }: Layout): Float64Array {
  const span = 2 ** bitsStored;
  return Float64Array.from({ length: 256 ** bytesPerPixel }, (_, code) => {
    const value = (code >> shift) % span;
    return isSigned && value >= span / 2 ? value - span : value;
  });
}
