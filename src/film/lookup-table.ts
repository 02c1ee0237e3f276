import type { DataSet } from 'dicom-parser';

/** A look-up table: input value of its first entry, its entries, and the largest value an entry can hold. */
export type Table = { readonly first: number; readonly entries: Float32Array; readonly top: number };

/** The first item's table of a modality or VOI LUT sequence; none when it is absent or shorter than it says. */
export function readTable(data: DataSet, sequence: string, isSigned: boolean): Table | undefined {
  const item = data.elements[sequence]?.items?.[0]?.dataSet;
  const [descriptor, element] = [item?.elements.x00283002, item?.elements.x00283006];
  if (!item || !descriptor || !element || descriptor.length < 6) return undefined;
  const count = item.uint16('x00283002', 0) || 65_536;
  const isSignedFirst = descriptor.vr === undefined ? isSigned : descriptor.vr === 'SS';
  const first = (isSignedFirst ? item.int16('x00283002', 1) : item.uint16('x00283002', 1)) ?? 0;
  const bits = Math.min(item.uint16('x00283002', 2) || 16, 16);
  const isWide = element.length >= count * 2;
  if (!isWide && element.length < count) return undefined;
  const entries = Float32Array.from({ length: count }, (_, index) =>
    isWide ? (item.uint16('x00283006', index) ?? 0) : (item.byteArray[element.dataOffset + index] ?? 0),
  );
  return { first, entries, top: 2 ** bits - 1 };
}
