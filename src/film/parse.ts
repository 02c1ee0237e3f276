import { inflateRawSync } from 'node:zlib';
import dicomParser, { type DataSet } from 'dicom-parser';
import { refuse } from './film.ts';

const implicitLittle = '1.2.840.10008.1.2';
const largestInflated = 512 * 1024 * 1024;

/** A parsed data set; not whole when the parser stopped at damage, with what came before it. */
export type ParsedFile = { readonly data: DataSet; readonly isWhole: boolean };

/** Raw deflate, as DICOM writes it. */
export function inflate(bytes: Uint8Array): Uint8Array {
  return inflateRawSync(bytes, { maxOutputLength: largestInflated });
}

/** The parser's inflater hook: the data set behind the meta header is raw deflate. */
function inflater(bytes: Uint8Array, position: number): Uint8Array {
  const rest = inflate(bytes.subarray(position));
  const whole = new Uint8Array(position + rest.length);
  whole.set(bytes.subarray(0, position));
  whole.set(rest, position);
  return whole;
}

function hasPreamble(bytes: Uint8Array): boolean {
  return bytes.length > 132 && String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM';
}

function firstGroup(bytes: Uint8Array): number {
  return (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
}

/** Whether bytes are DICOM, or a bare data set without preamble as old archives send. */
export function looksLikeDicom(bytes: Uint8Array): boolean {
  if (hasPreamble(bytes)) return true;
  return bytes.length > 64 && [0x0002, 0x0008].includes(firstGroup(bytes));
}

/** Bare data sets are implicit little endian unless an explicit VR stands where its length would begin. */
function parse(bytes: Uint8Array): DataSet {
  if (hasPreamble(bytes)) return dicomParser.parseDicom(bytes, { inflater });
  if (firstGroup(bytes) === 0x0002) {
    const whole = new Uint8Array(132 + bytes.length);
    whole.set([0x44, 0x49, 0x43, 0x4d], 128);
    whole.set(bytes, 132);
    return dicomParser.parseDicom(whole, { inflater });
  }
  const isExplicit = /^[A-Z]{2}$/.test(String.fromCharCode(bytes[4] ?? 0, bytes[5] ?? 0));
  const TransferSyntaxUID = isExplicit ? '1.2.840.10008.1.2.1' : implicitLittle;
  return dicomParser.parseDicom(bytes, { TransferSyntaxUID });
}

/** What was read before the damage; the parser leaves the meta header out of it. */
function readBefore(error: unknown, bytes: Uint8Array): DataSet | undefined {
  if (typeof error !== 'object' || error === null || !('dataSet' in error)) return undefined;
  const data = error.dataSet as DataSet | undefined;
  if (!data?.elements) return undefined;
  try {
    Object.assign(data.elements, hasPreamble(bytes) ? dicomParser.readPart10Header(bytes).elements : {});
    return data;
  } catch {
    return undefined;
  }
}

/** Parses a Part-10 file or a bare data set. @throws FilmRefused when nothing of it can be read. */
export function parseDicom(bytes: Uint8Array): ParsedFile {
  try {
    return { data: parse(bytes), isWhole: true };
  } catch (error) {
    const data = readBefore(error, bytes);
    if (data) return { data, isWhole: false };
    if (hasPreamble(bytes)) return refuse('corrupt-pixels', 'the header is cut off or damaged');
    return refuse('not-dicom', 'the header cannot be parsed');
  }
}

export function transferSyntaxOf(data: DataSet): string {
  return data.string('x00020010') ?? implicitLittle;
}
