import { createRequire } from 'node:module';

/** Samples to compress: one component, little endian when more than 8 bits. */
export type Frame = {
  readonly bytes: Uint8Array;
  readonly columns: number;
  readonly rows: number;
  readonly bits: number;
};

type WasmEncoder = {
  getDecodedBuffer(frame: object): Uint8Array;
  setQuality(lossless: boolean, quality: number): void;
  setDecompositions(levels: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
};
type WasmModule = Readonly<Record<string, new () => WasmEncoder>>;
type Factory = (options: object) => Promise<WasmModule>;

const require = createRequire(import.meta.url);
const encoders = {
  jpeg2000: { path: '@cornerstonejs/codec-openjpeg', encoder: 'J2KEncoder' },
  htj2k: { path: '@cornerstonejs/codec-openjph', encoder: 'HTJ2KEncoder' },
} as const;
export type EncoderName = keyof typeof encoders;

/** The codecs tell their progress otherwise. */
const silent = () => ({ print: () => undefined, printErr: () => undefined });

const opened = new Map<EncoderName, Promise<WasmModule>>();

function open(name: EncoderName): Promise<WasmModule> {
  const held = opened.get(name);
  if (held) return held;
  const made = require(encoders[name].path) as Factory | { default: Factory };
  const opening = (typeof made === 'function' ? made : made.default)(silent());
  opened.set(name, opening);
  return opening;
}

/** One frame as a JPEG 2000 or HTJ2K codestream. */
export async function encodeWavelet(
  name: EncoderName,
  { bytes, columns, rows, bits }: Frame,
  lossless: boolean,
): Promise<Uint8Array> {
  const Encoder = (await open(name))[encoders[name].encoder];
  if (!Encoder) throw new Error(`${encoders[name].path} has no ${encoders[name].encoder}`);
  const encoder = new Encoder();
  const frame = {
    width: columns,
    height: rows,
    bitsPerSample: bits,
    componentCount: 1,
    isSigned: false,
    isUsingColorTransform: false,
  };
  encoder.getDecodedBuffer(frame).set(bytes);
  // Quality of an irreversible HTJ2K is its quantisation step; of a JPEG 2000 its compression ratio.
  encoder.setQuality(lossless, lossless ? 0 : name === 'htj2k' ? 0.002 : 10);
  encoder.encode();
  const codestream = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  return codestream;
}
