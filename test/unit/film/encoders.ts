/** Encoders that only the tests need: the codecs' own, and RLE, JPEG lossless and 12-bit JPEG by hand. */
import { createRequire } from 'node:module';

/** A grey picture of `bits` bits a pixel, 8 or fewer in bytes, more in words. */
export type Grey = {
  readonly codes: Uint8Array | Uint16Array;
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
};

type WasmEncoder = {
  getDecodedBuffer(info: object): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  encode(): void;
  setQuality?(...how: readonly (boolean | number)[]): void;
  setNearLossless?(error: number): void;
  setDecompositions?(levels: number): void;
  delete(): void;
};
type Factory = (options: object) => Promise<Record<string, new () => WasmEncoder>>;

const require = createRequire(import.meta.url);

export function bytesOf({ codes }: Grey): Uint8Array {
  return new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength);
}

async function encodeWith(
  path: string,
  name: string,
  grey: Grey,
  prepare: (encoder: WasmEncoder) => void,
): Promise<Uint8Array> {
  const made = require(path) as Factory | { default: Factory };
  const module = await (typeof made === 'function' ? made : made.default)({ print() {}, printErr() {} });
  const encoder = new module[name]!();
  const frame = {
    width: grey.columns,
    height: grey.rows,
    bitsPerSample: grey.bits,
    componentCount: 1,
    isSigned: false,
    isUsingColorTransform: false,
  };
  encoder.getDecodedBuffer(frame).set(bytesOf(grey));
  prepare(encoder);
  encoder.encode();
  const bytes = new Uint8Array(encoder.getEncodedBuffer());
  encoder.delete();
  return bytes;
}

/** 8 bits only, at the highest quality: within a grey or two of the original. */
export function encodeJpeg(grey: Grey): Promise<Uint8Array> {
  const path = '@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs';
  return encodeWith(path, 'JPEGEncoder', grey, (encoder) => encoder.setQuality?.(100));
}

export function encodeJpegLs(grey: Grey, nearLossless = 0): Promise<Uint8Array> {
  const path = '@cornerstonejs/codec-charls/wasmjs';
  return encodeWith(path, 'JpegLSEncoder', grey, (encoder) => encoder.setNearLossless?.(nearLossless));
}

export function encodeJpeg2000(grey: Grey): Promise<Uint8Array> {
  return encodeWith('@cornerstonejs/codec-openjpeg/wasmjs', 'J2KEncoder', grey, (encoder) => {
    encoder.setDecompositions?.(5);
    encoder.setQuality?.(true, 0);
  });
}

/** `step` is the quantisation step of a lossy stream; without one it is lossless. */
export function encodeHtj2k(grey: Grey, step?: number): Promise<Uint8Array> {
  return encodeWith('@cornerstonejs/codec-openjph', 'HTJ2KEncoder', grey, (encoder) => {
    encoder.setDecompositions?.(5);
    encoder.setQuality?.(step === undefined, step ?? 0);
  });
}

/** DICOM RLE: one segment a byte plane, high byte first, literal and repeated runs. */
export function encodeRle({ codes }: Grey): Uint8Array {
  const size = codes.BYTES_PER_ELEMENT;
  const segments = Array.from({ length: size }, (_, plane) => {
    const bytes = Uint8Array.from(codes, (code) => (code >> (8 * (size - 1 - plane))) & 255);
    return packBits(bytes);
  });
  const header = Buffer.alloc(64);
  header.writeUInt32LE(segments.length, 0);
  let offset = 64;
  segments.forEach((segment, at) => {
    header.writeUInt32LE(offset, 4 + 4 * at);
    offset += segment.length;
  });
  return Buffer.concat([header, ...segments]);
}

function packBits(bytes: Uint8Array): Buffer {
  const out: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    let run = 1;
    while (run < 128 && bytes[at + run] === bytes[at]) run++;
    if (run > 2) {
      out.push(257 - run, bytes[at]!);
      at += run;
      continue;
    }
    const end = Math.min(at + 128, bytes.length);
    out.push(end - at - 1, ...bytes.subarray(at, end));
    at = end;
  }
  if (out.length % 2 === 1) out.push(0);
  return Buffer.from(out);
}
