import type { DataSet } from 'dicom-parser';
import dicomParser from 'dicom-parser';
import { type CodecInput, type CodecName, decodeJpegLossless, decodeWith, type Samples } from './codecs.ts';
import { type FilmFacts, refuse } from './film.ts';
import { isBigEndian, isDeflated, isEncapsulated, transferSyntaxOf } from './header.ts';
import { decodeRle } from './rle.ts';

const rle = '1.2.840.10008.1.2.5';
const native = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2'];
const jpegLossless = ['1.2.840.10008.1.2.4.57', '1.2.840.10008.1.2.4.70'];
const byCodec: Readonly<Record<string, CodecName>> = {
  '1.2.840.10008.1.2.4.50': 'jpeg',
  '1.2.840.10008.1.2.4.51': 'jpeg',
  '1.2.840.10008.1.2.4.80': 'jpegLs',
  '1.2.840.10008.1.2.4.81': 'jpegLs',
  '1.2.840.10008.1.2.4.90': 'jpeg2000',
  '1.2.840.10008.1.2.4.91': 'jpeg2000',
  '1.2.840.10008.1.2.4.201': 'htj2k',
  '1.2.840.10008.1.2.4.202': 'htj2k',
  '1.2.840.10008.1.2.4.203': 'htj2k',
};

/** Stored pixel values before any look-up table, as numbers. */
export type StoredPixels = {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly reducedBy: number;
};

type Layout = { readonly bitsAllocated: number; readonly bitsStored: number; readonly isSigned: boolean };

/** All fragments of the single frame, joined; the basic offset table is not needed for one frame. */
function encapsulatedFrame(data: DataSet): Uint8Array {
  const element = data.elements.x7fe00010;
  if (!element?.fragments || element.fragments.length === 0) return refuse('no-pixels', 'no pixel data');
  try {
    return Uint8Array.from(
      dicomParser.readEncapsulatedPixelDataFromFragments(data, element, 0, element.fragments.length),
    );
  } catch {
    return refuse('corrupt-pixels', 'the pixel fragments cannot be joined');
  }
}

function nativeFrame(data: DataSet, length: number): Uint8Array {
  const element = data.elements.x7fe00010;
  if (!element) return refuse('no-pixels', 'no pixel data');
  const bytes = data.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  if (bytes.length < length)
    refuse('corrupt-pixels', `${bytes.length} bytes of pixels where ${length} belong`);
  return bytes.subarray(0, length);
}

/** Sample bytes as numbers: unused high bits are cut, the sign is extended from the highest stored bit. */
function toNumbers(bytes: Uint8Array, layout: Layout, littleEndian: boolean): Float32Array {
  const { bitsAllocated, bitsStored, isSigned } = layout;
  const size = bitsAllocated / 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read =
    size === 1 ? (at: number) => view.getUint8(at) : (at: number) => view.getUint16(at, littleEndian);
  const span = 2 ** bitsStored;
  const values = new Float32Array(Math.floor(bytes.length / size));
  for (let index = 0; index < values.length; index++) {
    const value = read(index * size) % span;
    values[index] = isSigned && value >= span / 2 ? value - span : value;
  }
  return values;
}

function layoutOf(data: DataSet): Layout {
  const bitsAllocated = data.uint16('x00280100') ?? 16;
  if (bitsAllocated !== 8 && bitsAllocated !== 16)
    refuse('corrupt-pixels', `${bitsAllocated} bits allocated`);
  const bitsStored = Math.min(data.uint16('x00280101') ?? bitsAllocated, bitsAllocated);
  if (bitsStored < 1) refuse('corrupt-pixels', 'no bits stored');
  return { bitsAllocated, bitsStored, isSigned: data.uint16('x00280103') === 1 };
}

async function decodeFrame(input: CodecInput, syntax: string, bytesPerPixel: number): Promise<Samples> {
  if (jpegLossless.includes(syntax)) return decodeJpegLossless(input, bytesPerPixel);
  const codec = byCodec[syntax];
  if (!codec) return refuse('unsupported-transfer-syntax', `transfer syntax ${syntax.slice(0, 64)}`);
  return decodeWith(codec, input);
}

/** Reads the one frame of a monochrome image in any supported transfer syntax. @throws FilmRefused */
export async function readPixels(data: DataSet, facts: FilmFacts, targetSide: number): Promise<StoredPixels> {
  const syntax = transferSyntaxOf(data);
  const { rows, columns } = facts;
  const layout = layoutOf(data);
  const bytesPerPixel = layout.bitsAllocated / 8;
  if ((data.uint16('x00280002') ?? 1) !== 1) refuse('colour', 'more than one sample a pixel');
  if (syntax === rle) {
    const bytes = decodeRle(encapsulatedFrame(data), rows * columns, bytesPerPixel);
    return { values: toNumbers(bytes, layout, true), rows, columns, reducedBy: 1 };
  }
  if (isEncapsulated(syntax)) {
    const samples = await decodeFrame(
      { frame: encapsulatedFrame(data), columns, targetSide },
      syntax,
      bytesPerPixel,
    );
    const decoded = { ...layout, bitsAllocated: samples.bitsAllocated };
    decoded.bitsStored = Math.min(layout.bitsStored, samples.bitsAllocated);
    const values = toNumbers(samples.bytes, decoded, true);
    if (
      values.length !== samples.rows * samples.columns ||
      values.length < (rows * columns) / samples.reducedBy ** 2 / 1.1
    ) {
      refuse('corrupt-pixels', 'the decoded picture is smaller than its header says');
    }
    return { values, rows: samples.rows, columns: samples.columns, reducedBy: samples.reducedBy };
  }
  if (!native.includes(syntax) && !isDeflated(syntax)) {
    refuse('unsupported-transfer-syntax', `transfer syntax ${syntax.slice(0, 64)}`);
  }
  const bytes = nativeFrame(data, rows * columns * bytesPerPixel);
  return { values: toNumbers(bytes, layout, !isBigEndian(data)), rows, columns, reducedBy: 1 };
}
