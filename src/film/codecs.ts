import { createRequire } from 'node:module';
import { Decoder as JpegLosslessDecoder } from 'jpeg-lossless-decoder-js';
import { refuse } from './film.ts';

/** Samples as a codec gives them: one component, bytes little endian. */
export type Samples = {
  readonly bytes: Uint8Array;
  readonly columns: number;
  readonly rows: number;
  readonly bitsAllocated: number;
  readonly isSigned: boolean;
  readonly reducedBy: number;
};

type FrameInfo = {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned: boolean;
};

/** The common face of the WebAssembly decoders of the Cornerstone project. */
type WasmDecoder = {
  getEncodedBuffer(size: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): FrameInfo;
  readHeader?(): void;
  calculateSizeAtDecompositionLevel?(level: number): { width: number; height: number };
  decode(): void;
  decodeSubResolution?(level: number, layer: number): void;
  delete(): void;
};
type WasmModule = Readonly<Record<string, new () => WasmDecoder>>;

const require = createRequire(import.meta.url);
const codecs = {
  jpeg: { path: '@cornerstonejs/codec-libjpeg-turbo-8bit/decode', decoder: 'JPEGDecoder' },
  jpegLs: { path: '@cornerstonejs/codec-charls/decode', decoder: 'JpegLSDecoder' },
  jpeg2000: { path: '@cornerstonejs/codec-openjpeg/decode', decoder: 'J2KDecoder' },
  htj2k: { path: '@cornerstonejs/codec-openjph', decoder: 'HTJ2KDecoder' },
} as const;
export type CodecName = keyof typeof codecs;

const loaded = new Map<CodecName, Promise<WasmModule>>();

/** Loads a codec once; one that aborted is dropped and loaded afresh. */
function load(name: CodecName): Promise<WasmModule> {
  const held = loaded.get(name);
  if (held) return held;
  const made = require(codecs[name].path) as
    | (() => Promise<WasmModule>)
    | { default: () => Promise<WasmModule> };
  const open = typeof made === 'function' ? made : made.default;
  const opening = open();
  loaded.set(name, opening);
  return opening;
}

function decodeAt(decoder: WasmDecoder, columns: number, targetSide: number): number {
  if (!decoder.decodeSubResolution || !decoder.readHeader) {
    decoder.decode();
    return 1;
  }
  decoder.readHeader();
  // Below three times the model's side the smaller picture would no longer be the same film.
  let level = 0;
  while (columns / 2 ** (level + 1) >= 3 * targetSide && level < 4) level++;
  if (level === 0) decoder.decode();
  else decoder.decodeSubResolution(level, 0);
  return 2 ** level;
}

export type CodecInput = {
  readonly frame: Uint8Array;
  readonly columns: number;
  readonly targetSide: number;
};

/** Decodes one frame with a WebAssembly codec. @throws FilmRefused when the codec refuses or aborts. */
export async function decodeWith(
  name: CodecName,
  { frame, columns, targetSide }: CodecInput,
): Promise<Samples> {
  const module = await load(name);
  try {
    const Decoder = module[codecs[name].decoder];
    if (!Decoder) throw new Error('codec without its decoder');
    const decoder = new Decoder();
    decoder.getEncodedBuffer(frame.length).set(frame);
    const wanted = name === 'jpeg2000' ? decodeAt(decoder, columns, targetSide) : (decoder.decode(), 1);
    const info = decoder.getFrameInfo();
    const bytes = Uint8Array.from(decoder.getDecodedBuffer());
    decoder.delete();
    if (info.componentCount !== 1) refuse('colour', `${info.componentCount} components`);
    const bitsAllocated = info.bitsPerSample > 8 ? 16 : 8;
    const width = Math.ceil(info.width / wanted);
    const samples = bytes.length / (bitsAllocated / 8);
    const isReduced = wanted > 1 && samples < info.width * info.height;
    const sideways = isReduced ? width : info.width;
    return {
      bytes,
      columns: sideways,
      rows: Math.round(samples / sideways),
      bitsAllocated,
      isSigned: info.isSigned,
      reducedBy: isReduced ? wanted : 1,
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'FilmRefused') throw error;
    loaded.delete(name);
    return refuse('corrupt-pixels', `the ${name} data cannot be decoded`);
  }
}

/** JPEG lossless (processes 14 and 14 SV1), in plain TypeScript. */
export function decodeJpegLossless({ frame }: CodecInput, bytesPerPixel: number): Samples {
  try {
    const decoder = new JpegLosslessDecoder();
    const copy = Uint8Array.from(frame);
    const buffer = decoder.decompress(copy.buffer, 0, copy.length) as ArrayBuffer;
    const { dimX: columns = 0, dimY: rows = 0 } = decoder.frame;
    const bytes = new Uint8Array(buffer);
    return { bytes, columns, rows, bitsAllocated: bytesPerPixel * 8, isSigned: false, reducedBy: 1 };
  } catch {
    return refuse('corrupt-pixels', 'the JPEG lossless data cannot be decoded');
  }
}
