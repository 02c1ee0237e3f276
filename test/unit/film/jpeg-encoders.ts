/** Plain JPEG encoders for the tests: lossless (process 14 SV1) and sequential DCT of up to 12 bits. */
import type { Grey } from './encoders.ts';

function word(value: number): number[] {
  return [(value >> 8) & 255, value & 255];
}

function segment(marker: number, body: readonly number[]): number[] {
  return [0xff, marker, ...word(body.length + 2), ...body];
}

/** Bits in, bytes out, a zero stuffed behind each 0xff. */
function createBits() {
  const bytes: number[] = [];
  let held = 0;
  let word32 = 0;
  const flushByte = () => {
    const byte = (word32 >> (held - 8)) & 255;
    bytes.push(byte);
    if (byte === 255) bytes.push(0);
    held -= 8;
    word32 &= 2 ** held - 1;
  };
  return {
    bytes,
    put: (value: number, count: number) => {
      word32 = (word32 << count) | value;
      held += count;
      while (held >= 8) flushByte();
    },
    align: () => {
      if (held === 0) return;
      const missing = 8 - held;
      word32 = (word32 << missing) | (2 ** missing - 1);
      held = 8;
      flushByte();
    },
    mark: (...marker: number[]) => bytes.push(...marker),
  };
}
type Bits = ReturnType<typeof createBits>;

function sizeOf(value: number): number {
  return value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1;
}

function putNumber(bits: Bits, value: number, size: number): void {
  if (size > 0) bits.put(value > 0 ? value : value + 2 ** size - 1, size);
}

/** Symbols 0 to 127 in 8 bits, 128 to 255 in 9: room for every symbol, no code of ones alone below 9 bits. */
function putSymbol(bits: Bits, symbol: number): void {
  if (symbol < 128) bits.put(symbol, 8);
  else bits.put(256 + symbol - 128, 9);
}
const everySymbol = [
  ...[0, 0, 0, 0, 0, 0, 0, 128, 127, 0, 0, 0, 0, 0, 0, 0],
  ...Array.from({ length: 255 }, (_, symbol) => symbol),
];

function frameHead(marker: number, { rows, columns, bits }: Grey): number[] {
  return segment(marker, [bits, ...word(rows), ...word(columns), 1, 1, 0x11, 0]);
}

/** Lossless, predicted from the left, the first column from above. */
export function encodeJpegLossless(grey: Grey): Uint8Array {
  const { codes, rows, columns, bits: depth } = grey;
  const bits = createBits();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const above = row > 0 ? codes[at - columns]! : 2 ** (depth - 1);
      const difference = codes[at]! - (column > 0 ? codes[at - 1]! : above);
      putSymbol(bits, sizeOf(difference));
      putNumber(bits, difference, sizeOf(difference));
    }
  }
  bits.align();
  const heads = [
    ...frameHead(0xc3, grey),
    ...segment(0xc4, [0, ...everySymbol]),
    ...segment(0xda, [1, 1, 0, 1, 0, 0]),
  ];
  return Uint8Array.from([0xff, 0xd8, ...heads, ...bits.bytes, 0xff, 0xd9]);
}

const zigzag = Array.from({ length: 64 }, (_, index) => index).sort((a, b) => {
  const [sumA, sumB] = [(a >> 3) + (a & 7), (b >> 3) + (b & 7)];
  if (sumA !== sumB) return sumA - sumB;
  return sumA % 2 === 0 ? (b >> 3) - (a >> 3) : (a >> 3) - (b >> 3);
});
const basis = (place: number, frequency: number) =>
  (frequency === 0 ? Math.SQRT1_2 / 2 : 0.5) * Math.cos(((2 * place + 1) * frequency * Math.PI) / 16);

function transform({ codes, rows, columns, bits }: Grey, left: number, above: number): number[] {
  const at = (row: number, column: number) =>
    codes[Math.min(above + row, rows - 1) * columns + Math.min(left + column, columns - 1)]! -
    2 ** (bits - 1);
  return Array.from({ length: 64 }, (_, index) => {
    let sum = 0;
    for (let row = 0; row < 8; row++) {
      for (let column = 0; column < 8; column++) {
        sum += at(row, column) * basis(row, index >> 3) * basis(column, index & 7);
      }
    }
    return Math.round(sum);
  });
}

function putBlock(bits: Bits, block: readonly number[], before: number): void {
  const difference = block[0]! - before;
  putSymbol(bits, sizeOf(difference));
  putNumber(bits, difference, sizeOf(difference));
  let zeros = 0;
  for (const place of zigzag.slice(1)) {
    const value = block[place]!;
    if (value === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) putSymbol(bits, 0xf0);
    putSymbol(bits, zeros * 16 + sizeOf(value));
    putNumber(bits, value, sizeOf(value));
    zeros = 0;
  }
  if (zeros > 0) putSymbol(bits, 0);
}

/** Sequential DCT with quantisers of one, so within a grey of the original; a restart marker each `restart` blocks. */
export function encodeJpegExtended(grey: Grey, restart: number): Uint8Array {
  const [across, down] = [Math.ceil(grey.columns / 8), Math.ceil(grey.rows / 8)];
  const bits = createBits();
  let before = 0;
  for (let at = 0; at < across * down; at++) {
    if (at > 0 && at % restart === 0) {
      bits.align();
      bits.mark(0xff, 0xd0 + ((at / restart - 1) % 8));
      before = 0;
    }
    const block = transform(grey, (at % across) * 8, Math.floor(at / across) * 8);
    putBlock(bits, block, before);
    before = block[0]!;
  }
  bits.align();
  const heads = [
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    ...frameHead(0xc1, grey),
    ...segment(0xc4, [0, ...everySymbol]),
    ...segment(0xc4, [0x10, ...everySymbol]),
    ...segment(0xdd, word(restart)),
    ...segment(0xda, [1, 1, 0, 0, 63, 0]),
  ];
  return Uint8Array.from([0xff, 0xd8, ...heads, ...bits.bytes, 0xff, 0xd9]);
}
