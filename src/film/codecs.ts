import { createRequire } from 'node:module';
import { Decoder as JpegLosslessDecoder } from 'jpeg-lossless-decoder-js';
import type { Codestream } from './codestream.ts';
import { refuse } from './film.ts';

/** Samples as a codec gives them: one component, 8 or 16 bits each. */
export type Samples = {
  readonly codes: Uint8Array | Uint16Array;
  readonly columns: number;
  readonly rows: number;
  readonly reducedBy: number;
};

type Size = { readonly width: number; readonly height: number };
type FrameInfo = Size & { readonly bitsPerSample: number; readonly componentCount: number };

/** The common face of the WebAssembly decoders of the Cornerstone project. */
type WasmDecoder = {
  getEncodedBuffer(size: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): FrameInfo;
  decode(): void;
  decodeSubResolution?(level: number, layer: number): void;
  delete(): void;
};
type WasmModule = Readonly<Record<string, new () => WasmDecoder>>;
type Factory = (options: { print: () => void; printErr: () => void }) => Promise<WasmModule>;

const require = createRequire(import.meta.url);
const codecs = {
  jpeg: { path: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs', decoder: 'JPEGDecoder' },
  jpegLs: { path: '@cornerstonejs/codec-charls/decodewasmjs', decoder: 'JpegLSDecoder' },
  jpeg2000: { path: '@cornerstonejs/codec-openjpeg/decodewasmjs', decoder: 'J2KDecoder' },
  htj2k: { path: '@cornerstonejs/codec-openjph', decoder: 'HTJ2KDecoder' },
} as const;
export type CodecName = keyof typeof codecs;

const loaded = new Map<CodecName, Promise<WasmModule>>();

/** Loads a codec once; one that broke is dropped and loaded afresh. What it would print is of no use here. */
function load(name: CodecName): Promise<WasmModule> {
  const held = loaded.get(name);
  if (held) return held;
  const made = require(codecs[name].path) as Factory | { default: Factory };
  const open = typeof made === 'function' ? made : made.default;
  const opening = open({ print: () => undefined, printErr: () => undefined });
  loaded.set(name, opening);
  return opening;
}

export type CodecInput = {
  readonly frame: Uint8Array;
  readonly stream: Codestream;
  /** Shorter side in pixels below which the picture is not halved. */
  readonly leastSide: number;
};

/** How often the picture is halved without falling short of what will be looked at. */
function levelFor({ stream: { rows, columns, halvings }, leastSide }: CodecInput): number {
  let level = 0;
  while (level < halvings && Math.min(rows, columns) / 2 ** (level + 1) >= leastSide) level++;
  return level;
}

function decodeAt(decoder: WasmDecoder, input: CodecInput): Size & { readonly reducedBy: number } {
  const { columns, rows } = input.stream;
  const level = decoder.decodeSubResolution ? levelFor(input) : 0;
  if (level === 0) decoder.decode();
  else decoder.decodeSubResolution?.(level, 0);
  const reducedBy = 2 ** level;
  return { width: Math.ceil(columns / reducedBy), height: Math.ceil(rows / reducedBy), reducedBy };
}

function decodeOpen(decoder: WasmDecoder, input: CodecInput): Samples {
  decoder.getEncodedBuffer(input.frame.length).set(input.frame);
  const { width: columns, height: rows, reducedBy } = decodeAt(decoder, input);
  const { bitsPerSample, componentCount } = decoder.getFrameInfo();
  if (componentCount !== 1) refuse('colour', `${componentCount} components`);
  // Copied out: the codec's memory is used again for the next film.
  const bytes = new Uint8Array(decoder.getDecodedBuffer());
  const codes = bitsPerSample > 8 ? new Uint16Array(bytes.buffer, 0, bytes.length >> 1) : bytes;
  if (codes.length !== rows * columns) refuse('corrupt-pixels', 'the codec gave another number of pixels');
  return { codes, columns, rows, reducedBy };
}

/** Decodes one frame with a WebAssembly codec. @throws FilmRefused when the codec refuses or aborts. */
export async function decodeWith(name: CodecName, input: CodecInput): Promise<Samples> {
  const module = await load(name);
  const Decoder = module[codecs[name].decoder];
  if (!Decoder) throw new Error(`codec ${name} without its decoder`);
  const decoder = new Decoder();
  try {
    const samples = decodeOpen(decoder, input);
    decoder.delete();
    return samples;
  } catch {
    // A codec that threw may hold half-freed memory: its whole instance is given up.
    loaded.delete(name);
    return refuse('corrupt-pixels', `the ${name} data cannot be decoded`);
  }
}

/** JPEG lossless (processes 14 and 14 SV1), in plain JavaScript. @throws FilmRefused */
export function decodeJpegLossless({ frame, stream: { rows, columns } }: CodecInput): Samples {
  const decoder = new JpegLosslessDecoder();
  const copy = new Uint8Array(frame);
  try {
    const codes = decoder.decode(copy.buffer, 0, copy.length);
    const done = decoder.yLoc * columns + decoder.xLoc;
    // The library may lose the very last pixel, whose bits touch the end marker.
    const isWhole = done >= rows * columns - 1 && (decoder.stream?.index ?? 0) <= copy.length;
    if (isWhole && codes.length === rows * columns) return { codes, rows, columns, reducedBy: 1 };
  } catch {
    // Refused below like data that end early.
  }
  return refuse('corrupt-pixels', 'the jpegLossless data cannot be decoded');
}
