/** Builds small DICOM files in memory, one element after the other. */
import { deflateRawSync } from 'node:zlib';

/** A value as its VR wants it: text, numbers, bytes (little endian words for OW), or the items of a sequence. */
export type Value = string | readonly number[] | Uint8Array | readonly Elements[];
/** `ggggeeee` (hexadecimal) → [VR, value]; written in the order of the tags. */
export type Elements = Readonly<Record<string, readonly [vr: string, value: Value]>>;

export const syntaxes = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  bigEndian: '1.2.840.10008.1.2.2',
  rle: '1.2.840.10008.1.2.5',
  deflatedFrame: '1.2.840.10008.1.2.8.1',
  jpegBaseline: '1.2.840.10008.1.2.4.50',
  jpegExtended: '1.2.840.10008.1.2.4.51',
  jpegLossless: '1.2.840.10008.1.2.4.70',
  jpegLs: '1.2.840.10008.1.2.4.80',
  jpegLsNear: '1.2.840.10008.1.2.4.81',
  jpeg2000: '1.2.840.10008.1.2.4.90',
  jpeg2000Lossy: '1.2.840.10008.1.2.4.91',
  htj2k: '1.2.840.10008.1.2.4.201',
  jpegXl: '1.2.840.10008.1.2.4.110',
} as const;

const longVrs = ['OB', 'OW', 'SQ', 'UN', 'UT'];

type Style = { readonly isExplicit: boolean; readonly isBig: boolean };

function word16(value: number, isBig: boolean): Buffer {
  const bytes = Buffer.alloc(2);
  if (isBig) bytes.writeUInt16BE(value & 0xffff);
  else bytes.writeUInt16LE(value & 0xffff);
  return bytes;
}

function word32(value: number, isBig: boolean): Buffer {
  const bytes = Buffer.alloc(4);
  if (isBig) bytes.writeUInt32BE(value);
  else bytes.writeUInt32LE(value);
  return bytes;
}

function even(bytes: Uint8Array, pad: number): Buffer {
  return bytes.length % 2 === 0 ? Buffer.from(bytes) : Buffer.concat([bytes, Buffer.of(pad)]);
}

function isItems(value: readonly number[] | readonly Elements[]): value is readonly Elements[] {
  return typeof value[0] === 'object';
}

function valueBytes(vr: string, value: Value, style: Style): Buffer {
  if (typeof value === 'string') return even(Buffer.from(value, 'latin1'), vr === 'UI' ? 0 : 32);
  if (value instanceof Uint8Array) {
    const bytes = even(value, 0);
    return style.isBig && vr === 'OW' ? bytes.swap16() : bytes;
  }
  if (isItems(value)) {
    const items = value.map((item) => elementsBytes(item, style));
    return Buffer.concat(items.flatMap((item) => [itemHead('e000', item.length, style), item]));
  }
  return Buffer.concat(value.map((number) => word16(number, style.isBig)));
}

function itemHead(element: string, length: number, { isBig }: Style): Buffer {
  return Buffer.concat([
    word16(0xfffe, isBig),
    word16(Number.parseInt(element, 16), isBig),
    word32(length, isBig),
  ]);
}

function elementHead(tag: string, vr: string, length: number, { isExplicit, isBig }: Style): Buffer {
  const tagBytes = [tag.slice(0, 4), tag.slice(4)].map((half) => word16(Number.parseInt(half, 16), isBig));
  if (!isExplicit) return Buffer.concat([...tagBytes, word32(length, isBig)]);
  const lengthBytes = longVrs.includes(vr)
    ? [word16(0, isBig), word32(length, isBig)]
    : [word16(length, isBig)];
  return Buffer.concat([...tagBytes, Buffer.from(vr), ...lengthBytes]);
}

function elementsBytes(elements: Elements, style: Style): Buffer {
  const tags = Object.keys(elements).sort();
  return Buffer.concat(
    tags.flatMap((tag) => {
      const [vr, value] = elements[tag]!;
      const bytes = valueBytes(vr, value, style);
      return [elementHead(tag, vr, bytes.length, style), bytes];
    }),
  );
}

const littleExplicit: Style = { isExplicit: true, isBig: false };

/** Pixel data as fragments behind an empty offset table. */
function fragmentsBytes(fragments: readonly Uint8Array[]): Buffer {
  const parts = fragments.map((fragment) => even(fragment, 0));
  return Buffer.concat([
    elementHead('7fe00010', 'OB', 0xffffffff, littleExplicit),
    itemHead('e000', 0, littleExplicit),
    ...parts.flatMap((part) => [itemHead('e000', part.length, littleExplicit), part]),
    itemHead('e0dd', 0, littleExplicit),
  ]);
}

export type FileParts = {
  readonly syntax: string;
  readonly elements: Elements;
  /** Compressed pixels; plain ones stand in `elements`. */
  readonly fragments?: readonly Uint8Array[];
};

/** A Part-10 file: preamble, meta header, data set, pixels. */
export function dicomBytes({ syntax, elements, fragments }: FileParts): Buffer {
  const meta = elementsBytes({ '00020010': ['UI', syntax] }, littleExplicit);
  const length = elementsBytes({ '00020000': ['UL', Uint8Array.of(meta.length, 0, 0, 0)] }, littleExplicit);
  const style = { isExplicit: syntax !== syntaxes.implicit, isBig: syntax === syntaxes.bigEndian };
  const plain = elementsBytes(elements, style);
  const body = fragments ? Buffer.concat([plain, fragmentsBytes(fragments)]) : plain;
  const data = syntax === syntaxes.deflated ? deflateRawSync(body) : body;
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, data]);
}
