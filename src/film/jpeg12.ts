import type { CodecInput, Samples } from './codecs.ts';
import { refuse } from './film.ts';
import { type BitReader, readBits } from './jpeg12-bits.ts';
import { inverseTransform } from './jpeg12-transform.ts';

/** Sequential JPEG of 12 bits (process 4, DICOM "JPEG Extended"), which no packaged codec reads. */

const zigzag = Uint8Array.of(
  ...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6],
  ...[7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31],
  ...[39, 46, 53, 60, 61, 54, 47, 55, 62, 63],
);

/** By the next 16 bits: code length in the high byte, symbol in the low one; 0 where no code begins so. */
type Huffman = Uint16Array;

type Tables = {
  readonly quantisers: Map<number, Float64Array>;
  /** Class (0 DC, 1 AC) × 16 + selector. */
  readonly huffmans: Map<number, Huffman>;
  restartInterval: number;
  isSequential: boolean;
  quantiser: number;
};
type Scan = {
  readonly from: number;
  readonly dc: Huffman;
  readonly ac: Huffman;
  readonly quantiser: Float64Array;
};

function readQuantisers(segment: DataView, tables: Tables): void {
  let at = 0;
  while (at < segment.byteLength) {
    const head = segment.getUint8(at++);
    const isWide = head >> 4 !== 0;
    const quantiser = new Float64Array(64);
    for (const place of zigzag) {
      quantiser[place] = isWide ? segment.getUint16(at) : segment.getUint8(at);
      at += isWide ? 2 : 1;
    }
    tables.quantisers.set(head & 15, quantiser);
  }
}

function readHuffmans(segment: DataView, tables: Tables): void {
  let at = 0;
  while (at < segment.byteLength) {
    const head = segment.getUint8(at);
    const huffman = new Uint16Array(65_536);
    let symbolAt = at + 17;
    let code = 0;
    for (let length = 1; length <= 16; length++, code *= 2) {
      for (let left = segment.getUint8(at + length); left > 0; left--, code++) {
        const from = code * 2 ** (16 - length);
        huffman.fill((length << 8) | segment.getUint8(symbolAt++), from, from + 2 ** (16 - length));
      }
    }
    tables.huffmans.set(head, huffman);
    at = symbolAt;
  }
}

function readScan(segment: DataView, tables: Tables, from: number): Scan {
  const selectors = segment.getUint8(2);
  const dc = tables.huffmans.get(selectors >> 4);
  const ac = tables.huffmans.get(16 + (selectors & 15));
  const quantiser = tables.quantisers.get(tables.quantiser);
  if (!tables.isSequential) return refuse('unsupported-transfer-syntax', 'a progressive JPEG of 12 bits');
  if (!dc || !ac || !quantiser) throw new Error('a table is missing');
  return { from, dc, ac, quantiser };
}

/** Markers up to the first scan. */
function readHeaders(frame: Uint8Array, tables: Tables): Scan {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  let at = 2;
  for (;;) {
    const marker = view.getUint16(at);
    if (marker === 0xffff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    const segment = new DataView(frame.buffer, frame.byteOffset + at + 4, length - 2);
    at += 2 + length;
    if (marker === 0xffdb) readQuantisers(segment, tables);
    if (marker === 0xffc4) readHuffmans(segment, tables);
    if (marker === 0xffdd) tables.restartInterval = segment.getUint16(0);
    if (marker === 0xffc0 || marker === 0xffc1) {
      tables.isSequential = true;
      tables.quantiser = segment.getUint8(8);
    }
    if (marker === 0xffda) return readScan(segment, tables, at);
  }
}

function readSymbol(bits: BitReader, huffman: Huffman): number {
  const entry = huffman[bits.peek16()] as number;
  if (entry === 0) throw new Error('no such code');
  bits.skip(entry >> 8);
  return entry & 255;
}

/** A signed number of `size` bits, JPEG's way: the lower half of the codes is negative. */
function readNumber(bits: BitReader, size: number): number {
  if (size === 0) return 0;
  const code = bits.peek16() >>> (16 - size);
  bits.skip(size);
  return code < 2 ** (size - 1) ? code - 2 ** size + 1 : code;
}

/** Fills `block` with dequantised coefficients in natural order; answers the new DC value. */
function readBlock(
  bits: BitReader,
  { dc, ac, quantiser }: Scan,
  block: Float64Array,
  before: number,
): number {
  block.fill(0);
  const value = before + readNumber(bits, readSymbol(bits, dc) & 15);
  block[0] = value * (quantiser[0] as number);
  for (let index = 1; index < 64; index++) {
    const symbol = readSymbol(bits, ac);
    const size = symbol & 15;
    if (size === 0 && symbol !== 0xf0) break;
    index += symbol >> 4;
    const place = zigzag[Math.min(index, 63)] as number;
    if (size > 0) block[place] = readNumber(bits, size) * (quantiser[place] as number);
  }
  return value;
}

function decode({ frame, stream: { rows, columns, precision } }: CodecInput): Uint16Array {
  const [quantisers, huffmans] = [new Map<number, Float64Array>(), new Map<number, Huffman>()];
  const tables: Tables = { quantisers, huffmans, restartInterval: 0, isSequential: false, quantiser: 0 };
  const scan = readHeaders(frame, tables);
  const bits = readBits(frame, scan.from);
  const [across, down] = [Math.ceil(columns / 8), Math.ceil(rows / 8)];
  const top = 2 ** precision - 1;
  const codes = new Uint16Array(rows * columns);
  const block = new Float64Array(64);
  let value = 0;
  for (let at = 0; at < across * down; at++) {
    if (tables.restartInterval > 0 && at > 0 && at % tables.restartInterval === 0) {
      bits.restart();
      value = 0;
    }
    value = readBlock(bits, scan, block, value);
    inverseTransform(block);
    const [left, above] = [(at % across) * 8, Math.floor(at / across) * 8];
    const [width, height] = [Math.min(8, columns - left), Math.min(8, rows - above)];
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const grey = Math.round(block[row * 8 + column] as number) + (top + 1) / 2;
        codes[(above + row) * columns + left + column] = Math.min(Math.max(grey, 0), top);
      }
    }
  }
  return codes;
}

/** @throws FilmRefused for damaged data and for progressive or arithmetic coding. */
export function decodeJpeg12(input: CodecInput): Samples {
  const { rows, columns } = input.stream;
  try {
    return { codes: decode(input), rows, columns, reducedBy: 1 };
  } catch (error) {
    if (error instanceof Error && error.name === 'FilmRefused') throw error;
    return refuse('corrupt-pixels', 'the jpeg data cannot be decoded');
  }
}
