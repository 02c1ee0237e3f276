declare module 'jpeg-lossless-decoder-js' {
  /** Decodes JPEG processes 14 and 14 SV1; samples are one byte up to 8 bits of precision, else two. */
  export class Decoder {
    decode(buffer: ArrayBuffer, offset?: number, length?: number): Uint8Array | Uint16Array;
    readonly frame: { readonly dimX: number; readonly dimY: number; readonly precision: number };
    /** Bytes taken from the stream, those behind its end included. */
    readonly stream: { readonly index: number } | null;
    /** Column and row of the next pixel. */
    readonly xLoc: number;
    readonly yLoc: number;
  }
}
