import type { DataSet } from 'dicom-parser';

/** A look-up table: input value of its first entry, its entries, and the largest value an entry can hold. */
type Table = { readonly first: number; readonly entries: Float32Array; readonly top: number };

function sequenceItem(data: DataSet, tag: string): DataSet | undefined {
  return data.elements[tag]?.items?.[0]?.dataSet;
}

/** Modality or VOI LUT. @see https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_C.11.html */
function readTable(item: DataSet | undefined, isSigned: boolean): Table | undefined {
  const element = item?.elements.x00283006;
  if (!item || !element) return undefined;
  const count = item.uint16('x00283002', 0) || 65_536;
  const first = (isSigned ? item.int16('x00283002', 1) : item.uint16('x00283002', 1)) ?? 0;
  const bits = item.uint16('x00283002', 2) ?? 16;
  const wide = element.length >= count * 2;
  const entries = Float32Array.from({ length: count }, (_, index) =>
    wide ? (item.uint16('x00283006', index) ?? 0) : (item.byteArray[element.dataOffset + index] ?? 0),
  );
  return { first, entries, top: 2 ** bits - 1 };
}

function look(table: Table, value: number): number {
  const at = Math.min(Math.max(Math.round(value) - table.first, 0), table.entries.length - 1);
  return table.entries[at] ?? 0;
}

type Map1 = (value: number) => number;

function clamp01(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

function windowed(centre: number, width: number, shape: string): Map1 {
  if (shape === 'SIGMOID') return (value) => 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (shape === 'LINEAR_EXACT') return (value) => clamp01((value - centre) / width + 0.5);
  // LINEAR, PS3.3 C.11.2.1.2.1: the half and the minus one are the standard's.
  const span = Math.max(width - 1, 1e-6);
  return (value) => clamp01((value - (centre - 0.5)) / span + 0.5);
}

/** The grey levels between which 99 % of the pixels lie, from an even sample of them. */
function percentiles(values: Float32Array): readonly [number, number] {
  const step = Math.max(1, Math.floor(values.length / 100_000));
  const sample = Float32Array.from(
    { length: Math.floor(values.length / step) },
    (_, index) => values[index * step] ?? 0,
  );
  sample.sort();
  const at = (share: number) => sample[Math.min(Math.floor(share * sample.length), sample.length - 1)] ?? 0;
  return [at(0.005), at(0.995)];
}

function voiOf(data: DataSet, isSigned: boolean): Map1 | undefined {
  const table = readTable(sequenceItem(data, 'x00283010'), isSigned);
  if (table) return (value) => clamp01(look(table, value) / table.top);
  const centre = data.floatString('x00281050', 0);
  const width = data.floatString('x00281051', 0);
  if (centre === undefined || width === undefined || !(width > 0)) return undefined;
  return windowed(centre, width, data.string('x00281056') ?? 'LINEAR');
}

function modalityOf(data: DataSet, isSigned: boolean): Map1 {
  const table = readTable(sequenceItem(data, 'x00283000'), isSigned);
  if (table) return (value) => look(table, value);
  const slope = data.floatString('x00281053') ?? 1;
  const intercept = data.floatString('x00281052') ?? 0;
  return (value) => value * slope + intercept;
}

/** Stored values to display grey, 0 to 1, in place: modality LUT, VOI LUT or window, MONOCHROME1 turned over. */
export function toDisplay(data: DataSet, values: Float32Array): Float32Array {
  const isSigned = data.uint16('x00280103') === 1;
  const modality = modalityOf(data, isSigned);
  for (let index = 0; index < values.length; index++) values[index] = modality(values[index] ?? 0);
  const inverted = data.string('x00280004') === 'MONOCHROME1' || data.string('x20500020') === 'INVERSE';
  let voi = voiOf(data, isSigned);
  if (!voi) {
    const [low, high] = percentiles(values);
    const span = Math.max(high - low, 1e-6);
    voi = (value) => clamp01((value - low) / span);
  }
  for (let index = 0; index < values.length; index++) {
    const grey = voi(values[index] ?? 0);
    values[index] = inverted ? 1 - grey : grey;
  }
  return values;
}
