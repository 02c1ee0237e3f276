/** One element of a data set: tag as `ggggeeee`, value representation, value. */
export type Element = readonly [tag: string, vr: string, value: string | number | Uint8Array];

/** Pixel data as it is stored: as samples, or as one compressed frame. */
export type Pixels = { readonly kind: 'samples' | 'frame'; readonly bytes: Uint8Array };

export const explicitLittle = '1.2.840.10008.1.2.1';

const longForms = ['OB', 'OW', 'SQ', 'UN', 'UT'];

function valueBytes(vr: string, value: string | number | Uint8Array): Buffer {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(vr === 'US' ? 2 : 4);
    if (vr === 'US') bytes.writeUInt16LE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  }
  const bytes = Buffer.from(typeof value === 'string' ? Buffer.from(value, 'latin1') : value);
  if (bytes.length % 2 === 0) return bytes;
  return Buffer.concat([bytes, Buffer.from(vr === 'UI' || vr === 'OB' ? '\0' : ' ', 'latin1')]);
}

function tagBytes(tag: string): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  bytes.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  return bytes;
}

function header(tag: string, vr: string, length: number): Buffer {
  const size = Buffer.alloc(longForms.includes(vr) ? 6 : 2);
  if (size.length === 2) size.writeUInt16LE(length);
  else size.writeUInt32LE(length, 2);
  return Buffer.concat([tagBytes(tag), Buffer.from(vr, 'latin1'), size]);
}

function element([tag, vr, value]: Element): Buffer {
  const bytes = valueBytes(vr, value);
  return Buffer.concat([header(tag, vr, bytes.length), bytes]);
}

function item(tag: string, bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([tagBytes(tag), length, bytes]);
}

function pixelData({ kind, bytes }: Pixels, bitsAllocated: number): Buffer {
  if (kind === 'samples') return element(['7fe00010', bitsAllocated > 8 ? 'OW' : 'OB', bytes]);
  const frame = valueBytes('OB', bytes);
  return Buffer.concat([
    header('7fe00010', 'OB', 0xff_ff_ff_ff),
    item('fffee000', Buffer.alloc(0)),
    item('fffee000', frame),
    item('fffee0dd', Buffer.alloc(0)),
  ]);
}

export type DicomFile = {
  readonly syntax: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly elements: readonly Element[];
  readonly bitsAllocated: number;
  readonly pixels: Pixels;
};

/** A Part-10 file, explicit little endian; a compressed frame is encapsulated with an empty offset table. */
export function writePart10(file: DicomFile): Buffer {
  const meta = Buffer.concat(
    (
      [
        ['00020001', 'OB', Uint8Array.of(0, 1)],
        ['00020002', 'UI', file.sopClassUid],
        ['00020003', 'UI', file.sopInstanceUid],
        ['00020010', 'UI', file.syntax],
        ['00020012', 'UI', '2.25.146732919814036283457390164280734521'],
      ] as const
    ).map((entry) => element(entry)),
  );
  const body = [...file.elements].sort(([a], [b]) => (a < b ? -1 : 1)).map(element);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM', 'latin1'),
    element(['00020000', 'UL', meta.length]),
    meta,
    ...body,
    pixelData(file.pixels, file.bitsAllocated),
  ]);
}
