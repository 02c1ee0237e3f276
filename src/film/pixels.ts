import type { DataSet, Element } from 'dicom-parser';
import dicomParser from 'dicom-parser';
import { type CodecInput, decodeJpegLossless, decodeWith, type Samples } from './codecs.ts';
import { type Codestream, readCodestream } from './codestream.ts';
import { type FilmFacts, refuse } from './film.ts';
import { decodeJpeg12 } from './jpeg12.ts';
import { type Layout, layoutOf } from './layout.ts';
import { inflate, transferSyntaxOf } from './parse.ts';
import { decodeRle } from './rle.ts';

type Coding = 'native' | 'bigEndian' | 'rle' | 'deflatedFrame' | 'jpegFamily' | 'jpeg2000' | 'htj2k';

const codings: Readonly<Record<string, Coding>> = {
  '1.2.840.10008.1.2': 'native',
  '1.2.840.10008.1.2.1': 'native',
  '1.2.840.10008.1.2.1.99': 'native',
  '1.2.840.10008.1.2.2': 'bigEndian',
  '1.2.840.10008.1.2.5': 'rle',
  '1.2.840.10008.1.2.8.1': 'deflatedFrame',
  '1.2.840.10008.1.2.4.50': 'jpegFamily',
  '1.2.840.10008.1.2.4.51': 'jpegFamily',
  '1.2.840.10008.1.2.4.57': 'jpegFamily',
  '1.2.840.10008.1.2.4.70': 'jpegFamily',
  '1.2.840.10008.1.2.4.80': 'jpegFamily',
  '1.2.840.10008.1.2.4.81': 'jpegFamily',
  '1.2.840.10008.1.2.4.90': 'jpeg2000',
  '1.2.840.10008.1.2.4.91': 'jpeg2000',
  '1.2.840.10008.1.2.4.201': 'htj2k',
  '1.2.840.10008.1.2.4.202': 'htj2k',
  '1.2.840.10008.1.2.4.203': 'htj2k',
};

/** The one frame as it is stored: sample bits row by row, and how they hold their values. */
export type StoredPixels = Samples & { readonly layout: Layout };

function elementOf(data: DataSet): Element {
  const element = data.elements.x7fe00010;
  if (!element || element.length === 0) return refuse('no-pixels', 'no pixel data');
  return element;
}

/** All fragments of the single frame, joined; the basic offset table is not needed for one frame. */
function encapsulatedFrame(data: DataSet): Uint8Array {
  const element = elementOf(data);
  const count = element.fragments?.length ?? 0;
  if (count === 0) return refuse('no-pixels', 'no pixel fragments');
  const joined = dicomParser.readEncapsulatedPixelDataFromFragments(data, element, 0, count);
  return new Uint8Array(joined.buffer, joined.byteOffset, joined.length);
}

function toCodes(bytes: Uint8Array, pixels: number, bytesPerPixel: 1 | 2): Uint8Array | Uint16Array {
  const length = pixels * bytesPerPixel;
  if (bytes.length < length)
    refuse('corrupt-pixels', `${bytes.length} bytes of pixels where ${length} belong`);
  if (bytesPerPixel === 1) return bytes.subarray(0, pixels);
  const isAligned = bytes.byteOffset % 2 === 0;
  const even = isAligned ? bytes : new Uint8Array(bytes.subarray(0, length));
  return new Uint16Array(even.buffer, even.byteOffset, pixels);
}

function nativeBytes(data: DataSet): Uint8Array {
  const element = elementOf(data);
  if (element.fragments) refuse('corrupt-pixels', 'fragments where plain pixels belong');
  return data.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
}

/** Big endian words turned to this machine's order; 8-bit samples come in words too when they are OW. */
function swappedBytes(data: DataSet, { bytesPerPixel }: Layout): Uint8Array {
  const bytes = Buffer.from(nativeBytes(data));
  const isWords = bytesPerPixel === 2 || data.elements.x7fe00010?.vr === 'OW';
  return isWords ? bytes.subarray(0, bytes.length - (bytes.length % 2)).swap16() : bytes;
}

function streamOf(frame: Uint8Array, { rows, columns }: FilmFacts): Codestream {
  const stream = readCodestream(frame);
  if (!stream) return refuse('corrupt-pixels', 'no picture in the pixel data');
  if (stream.components !== 1) refuse('colour', `${stream.components} components`);
  if (stream.rows !== rows || stream.columns !== columns)
    refuse(
      'corrupt-pixels',
      `a picture of ${stream.columns} × ${stream.rows} in a file of ${columns} × ${rows}`,
    );
  if (!stream.isWhole) refuse('corrupt-pixels', 'the picture is cut off');
  return stream;
}

async function decodeJpegFamily(input: CodecInput): Promise<Samples> {
  const { kind, precision } = input.stream;
  if (kind === 'jpegLossless') return decodeJpegLossless(input);
  if (kind === 'jpegLs') return decodeWith('jpegLs', input);
  if (kind !== 'jpeg') return refuse('corrupt-pixels', 'another compression than its header says');
  return precision > 8 ? decodeJpeg12(input) : decodeWith('jpeg', input);
}

async function decodeCompressed(
  coding: 'jpegFamily' | 'jpeg2000' | 'htj2k',
  input: CodecInput,
): Promise<Samples> {
  if (coding === 'jpegFamily') return decodeJpegFamily(input);
  if (input.stream.kind !== 'jpeg2000') refuse('corrupt-pixels', 'another compression than its header says');
  return decodeWith(coding, input);
}

/** A lossy codec may step past either end; cut to its stored bits, a white would come out black. */
function clamp(codes: Samples['codes'], { bitsStored, isSigned }: Layout): Samples['codes'] {
  if (codes.BYTES_PER_ELEMENT === 1 || isSigned || bitsStored >= 16) return codes;
  const top = 2 ** bitsStored - 1;
  return codes.map((code) => (code <= top ? code : code >= 0x8000 ? 0 : top));
}

/** Reads the one frame of a monochrome image in any supported transfer syntax. @throws FilmRefused */
export async function readPixels(data: DataSet, facts: FilmFacts, leastSide: number): Promise<StoredPixels> {
  const layout = layoutOf(data);
  const { bytesPerPixel } = layout;
  const { rows, columns } = facts;
  const pixels = rows * columns;
  const whole = (bytes: Uint8Array) => {
    return { layout, rows, columns, reducedBy: 1, codes: toCodes(bytes, pixels, bytesPerPixel) };
  };
  const coding = codings[transferSyntaxOf(data)];
  switch (coding) {
    case undefined:
      return refuse('unsupported-transfer-syntax', `transfer syntax ${transferSyntaxOf(data).slice(0, 64)}`);
    case 'native':
      return whole(nativeBytes(data));
    case 'bigEndian':
      return whole(swappedBytes(data, layout));
    case 'rle':
      return whole(decodeRle(encapsulatedFrame(data), pixels, bytesPerPixel));
    case 'deflatedFrame':
      return whole(inflate(encapsulatedFrame(data)));
    default: {
      const frame = encapsulatedFrame(data);
      const stream = streamOf(frame, facts);
      const samples = await decodeCompressed(coding, { frame, stream, leastSide });
      const deepest = { ...layout, bitsStored: Math.max(layout.bitsStored, stream.precision), shift: 0 };
      return { ...samples, codes: clamp(samples.codes, deepest), layout: deepest };
    }
  }
}
