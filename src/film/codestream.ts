/** What a compressed frame says of itself, read before any codec sees it. */
export type Codestream = {
  readonly kind: 'jpeg' | 'jpegLossless' | 'jpegLs' | 'jpeg2000';
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  /** Ends with its end marker; a frame without it was cut off. */
  readonly isWhole: boolean;
  /** How often a JPEG 2000 picture may be halved without decoding all of it; 0 for the others. */
  readonly halvings: number;
};

const endOfImage = 0xd9;
const startOfScan = 0xda;
/** JPEG 2000 markers: COD and SOT. */
const codingStyle = 0x52;
const startOfTile = 0x90;

/** Frame headers by marker; arithmetic and hierarchical processes are missing on purpose. */
const frameHeaders: Readonly<Record<number, Codestream['kind']>> = {
  192: 'jpeg',
  193: 'jpeg',
  194: 'jpeg',
  195: 'jpegLossless',
  247: 'jpegLs',
};

/** Writers pad to an even length with zeros or with one byte of anything. */
function endsWhole(frame: Uint8Array): boolean {
  let end = frame.length;
  while (end > 2 && frame[end - 1] === 0) end--;
  return [end - 2, end - 3].some((at) => frame[at] === 0xff && frame[at + 1] === endOfImage);
}

function readJpeg(frame: Uint8Array, view: DataView): Codestream | undefined {
  let at = 2;
  while (at + 10 <= frame.length && frame[at] === 0xff) {
    const marker = frame[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const kind = frameHeaders[marker];
    if (kind) {
      const [precision = 0, components = 0] = [frame[at + 4], frame[at + 9]];
      const [rows, columns] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { kind, rows, columns, components, precision, isWhole: endsWhole(frame), halvings: 0 };
    }
    if (marker === startOfScan) return undefined;
    at += 2 + Math.max(view.getUint16(at + 2), 2);
  }
  return undefined;
}

/** Wavelet levels, from the COD segment of the main header (ISO 15444-1, A.6.1). */
function halvingsOf(frame: Uint8Array, view: DataView, from: number): number {
  let at = from;
  while (at + 12 <= frame.length && frame[at] === 0xff && frame[at + 1] !== startOfTile) {
    if (frame[at + 1] === codingStyle) return frame[at + 9] ?? 0;
    at += 2 + view.getUint16(at + 2);
  }
  return 0;
}

/** SIZ follows the start marker; some writers wrap the stream in a JP2 file, whose boxes come first. */
function readJpeg2000(frame: Uint8Array, view: DataView): Codestream | undefined {
  const start = Buffer.from(frame.buffer, frame.byteOffset, Math.min(frame.length, 4096)).indexOf(
    Buffer.from([0xff, 0x4f, 0xff, 0x51]),
  );
  if (start < 0 || start + 43 > frame.length) return undefined;
  const columns = view.getUint32(start + 8) - view.getUint32(start + 16);
  const rows = view.getUint32(start + 12) - view.getUint32(start + 20);
  const components = view.getUint16(start + 40);
  const precision = ((frame[start + 42] ?? 0) & 0x7f) + 1;
  const halvings = halvingsOf(frame, view, start + 2);
  return { kind: 'jpeg2000', rows, columns, components, precision, isWhole: endsWhole(frame), halvings };
}

/** Size and depth from the first headers of a JPEG, JPEG-LS or JPEG 2000 stream; none when it is neither. */
export function readCodestream(frame: Uint8Array): Codestream | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame[0] === 0xff && frame[1] === 0xd8) return readJpeg(frame, view);
  return readJpeg2000(frame, view);
}
