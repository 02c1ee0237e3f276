import type { DataSet } from 'dicom-parser';
import { valuesOf } from './layout.ts';
import { readTable, type Table } from './lookup-table.ts';
import type { StoredPixels } from './pixels.ts';

type Curve = (value: number) => number;

function clamp01(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

function look({ first, entries }: Table, value: number): number {
  const at = Math.min(Math.max(Math.round(value) - first, 0), entries.length - 1);
  return entries[at] ?? 0;
}

/** @see https://dicom.nema.org/medical/dicom/current/output/chtml/part03/sect_C.11.2.html */
function windowed(centre: number, width: number, shape: string): Curve | undefined {
  if (shape === 'SIGMOID') return (value) => 1 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (shape === 'LINEAR_EXACT') return (value) => clamp01((value - centre) / width + 0.5);
  if (width < 1) return undefined;
  // LINEAR: the half and the minus one are the standard's; a width of one is a step.
  const span = Math.max(width - 1, 1e-6);
  return (value) => clamp01((value - (centre - 0.5)) / span + 0.5);
}

function modalityOf(data: DataSet, isSigned: boolean): Curve {
  const table = readTable(data, 'x00283000', isSigned);
  if (table) return (value) => look(table, value);
  const slope = data.floatString('x00281053') ?? 1;
  const intercept = data.floatString('x00281052') ?? 0;
  if (!Number.isFinite(slope) || !Number.isFinite(intercept)) return (value) => value;
  return (value) => value * slope + intercept;
}

function voiOf(data: DataSet, isSigned: boolean): Curve | undefined {
  const table = readTable(data, 'x00283010', isSigned);
  if (table) return (value) => clamp01(look(table, value) / table.top);
  const centre = data.floatString('x00281050', 0) ?? Number.NaN;
  const width = data.floatString('x00281051', 0) ?? Number.NaN;
  if (!Number.isFinite(centre) || !Number.isFinite(width) || width <= 0) return undefined;
  return windowed(centre, width, data.string('x00281056') ?? 'LINEAR');
}

/** Without a window: the levels between which 99 % of the pixels lie become black and white. */
function stretched(codes: StoredPixels['codes'], values: Float64Array): Curve {
  const counts = new Uint32Array(values.length);
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] as number;
    counts[code] = (counts[code] as number) + 1;
  }
  const order = [...counts.keys()]
    .filter((code) => counts[code] !== 0)
    .sort((a, b) => (values[a] as number) - (values[b] as number));
  const levelAt = (share: number) => {
    let left = Math.floor(share * codes.length);
    const found = order.find((code) => {
      left -= counts[code] as number;
      return left < 0;
    });
    return values[found ?? order.at(-1) ?? 0] as number;
  };
  const low = levelAt(0.005);
  const span = Math.max(levelAt(0.995) - low, 1e-6);
  return (value) => clamp01((value - low) / span);
}

/**
 * Stored samples to display grey, 0 to 1: modality look-up, VOI look-up or window, MONOCHROME1 turned over.
 * Worked out once for every possible sample, then looked up for each pixel.
 */
export function toDisplay(data: DataSet, { codes, layout }: StoredPixels): Float32Array {
  const values = valuesOf({ ...layout, bytesPerPixel: codes.BYTES_PER_ELEMENT === 1 ? 1 : 2 });
  const modality = modalityOf(data, layout.isSigned);
  for (let code = 0; code < values.length; code++) values[code] = modality(values[code] as number);
  const isSigned = layout.isSigned || (data.floatString('x00281052') ?? 0) < 0;
  const voi = voiOf(data, isSigned) ?? stretched(codes, values);
  const isInverted = data.string('x00280004') === 'MONOCHROME1' || data.string('x20500020') === 'INVERSE';
  const greys = Float32Array.from(values, (value) => (isInverted ? 1 - voi(value) : voi(value)));
  const pixels = new Float32Array(codes.length);
  for (let index = 0; index < codes.length; index++) {
    pixels[index] = greys[codes[index] as number] as number;
  }
  return pixels;
}
