import type { DataSet } from 'dicom-parser';
import sharp from 'sharp';
import { parseFile } from './read-header.ts';

const uncompressed = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'];
/** Shares of the pixels left out at the dark and at the bright end before stretching the contrast. */
const clippedShare = 0.005;

function samplesOf(data: DataSet, count: number): Uint16Array | undefined {
  const element = data.elements.x7fe00010;
  const bits = data.uint16('x00280100');
  const width = bits === 8 ? 1 : bits === 16 ? 2 : 0;
  if (!element || width === 0 || element.length < count * width) return undefined;
  const bytes = data.byteArray.subarray(element.dataOffset, element.dataOffset + count * width);
  if (width === 1) return Uint16Array.from(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint16Array.from({ length: count }, (_, index) => view.getUint16(index * 2, true));
}

function limitsOf(samples: Uint16Array): readonly [number, number] {
  const sorted = samples.filter((_, index) => index % 37 === 0).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [at(clippedShare), Math.max(at(1 - clippedShare), at(clippedShare) + 1)];
}

/** A grey PNG of a film, at most `side` pixels wide; nothing for films that are compressed or in colour. */
export async function previewOf(file: Uint8Array, side: number): Promise<Uint8Array | undefined> {
  const data = parseFile(file);
  const rows = data.uint16('x00280010') ?? 0;
  const columns = data.uint16('x00280011') ?? 0;
  const isGrey = (data.uint16('x00280002') ?? 1) === 1;
  if (!isGrey || rows * columns === 0 || !uncompressed.includes(data.string('x00020010') ?? ''))
    return undefined;
  const samples = samplesOf(data, rows * columns);
  if (!samples) return undefined;
  const [low, high] = limitsOf(samples);
  const isInverted = data.string('x00280004') === 'MONOCHROME1';
  const grey = Uint8Array.from(samples, (sample) => {
    const share = Math.min(Math.max((sample - low) / (high - low), 0), 1);
    return Math.round(255 * (isInverted ? 1 - share : share));
  });
  return sharp(grey, { raw: { width: columns, height: rows, channels: 1 } })
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer();
}
