import { inflateRawSync } from 'node:zlib';
import dicomParser, { type DataSet } from 'dicom-parser';
import { type FilmFacts, refuse } from './film.ts';

export const implicitLittle = '1.2.840.10008.1.2';
const deflated = '1.2.840.10008.1.2.1.99';

/** The parser's inflater hook: the data set behind the meta header is raw deflate. */
function inflater(bytes: Uint8Array, position: number): Uint8Array {
  const rest = inflateRawSync(bytes.subarray(position), { maxOutputLength: 512 * 1024 * 1024 });
  const whole = new Uint8Array(position + rest.length);
  whole.set(bytes.subarray(0, position));
  whole.set(rest, position);
  return whole;
}

function hasPreamble(bytes: Uint8Array): boolean {
  return bytes.length > 132 && String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM';
}

/** Whether bytes without a preamble look like a bare data set: group 0002 to 0008, as old archives send. */
export function looksLikeDicom(bytes: Uint8Array): boolean {
  if (hasPreamble(bytes)) return true;
  const group = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
  return bytes.length > 64 && (group === 0x0002 || group === 0x0008);
}

/** Parses a Part-10 file, or a bare implicit little endian data set. @throws FilmRefused */
export function parseDicom(bytes: Uint8Array): DataSet {
  try {
    if (hasPreamble(bytes)) return dicomParser.parseDicom(bytes, { inflater });
    const group = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);
    if (group === 0x0002) {
      const whole = new Uint8Array(132 + bytes.length);
      whole.set([0x44, 0x49, 0x43, 0x4d], 128);
      whole.set(bytes, 132);
      return dicomParser.parseDicom(whole, { inflater });
    }
    return dicomParser.parseDicom(bytes, { TransferSyntaxUID: implicitLittle });
  } catch {
    return refuse('not-dicom', 'the header cannot be parsed');
  }
}

export function transferSyntaxOf(data: DataSet): string {
  return data.string('x00020010') ?? implicitLittle;
}

/** The byte layout of the data set itself. */
export function isBigEndian(data: DataSet): boolean {
  return transferSyntaxOf(data) === '1.2.840.10008.1.2.2';
}

export function isEncapsulated(syntax: string): boolean {
  return syntax.startsWith('1.2.840.10008.1.2.4.') || syntax === '1.2.840.10008.1.2.5';
}

export function isDeflated(syntax: string): boolean {
  return syntax === deflated;
}

function isoDate(date: string | undefined): string | undefined {
  const parts = /^(\d{4})\.?(\d{2})\.?(\d{2})/.exec(date ?? '');
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : undefined;
}

function acquiredAt(data: DataSet): string | undefined {
  const date = isoDate(data.string('x00080022') ?? data.string('x00080023') ?? data.string('x00080020'));
  if (!date) return undefined;
  const time = /^(\d{2})(\d{2})(\d{2})?/.exec(
    data.string('x00080032') ?? data.string('x00080033') ?? data.string('x00080030') ?? '',
  );
  return time ? `${date}T${time[1]}:${time[2]}:${time[3] ?? '00'}` : date;
}

function ageYears(text: string | undefined): number | undefined {
  const parts = /^(\d{3})([DWMY])$/.exec(text ?? '');
  if (!parts) return undefined;
  const days = { D: 1, W: 7, M: 30.44, Y: 365.25 }[parts[2] as 'D' | 'W' | 'M' | 'Y'];
  return Math.floor((Number(parts[1]) * days) / 365.25);
}

/** The header's facts; a tag that is empty is absent. */
export function factsOf(data: DataSet): FilmFacts {
  const texts = {
    modality: data.string('x00080060'),
    sopClassUid: data.string('x00080016'),
    sopInstanceUid: data.string('x00080018'),
    studyInstanceUid: data.string('x0020000d'),
    seriesInstanceUid: data.string('x0020000e'),
    patientId: data.string('x00100020'),
    patientBirthDate: isoDate(data.string('x00100030')),
    patientSex: data.string('x00100040'),
    viewPosition: data.string('x00185101'),
    bodyPart: data.string('x00180015'),
    photometric: data.string('x00280004'),
    acquiredAt: acquiredAt(data),
  };
  const given = Object.fromEntries(
    Object.entries(texts).filter(([, text]) => text !== undefined && text !== ''),
  );
  const age = ageYears(data.string('x00101010'));
  return {
    kind: 'dicom',
    rows: data.uint16('x00280010') ?? 0,
    columns: data.uint16('x00280011') ?? 0,
    frames: data.intString('x00280008') ?? 1,
    transferSyntaxUid: transferSyntaxOf(data),
    ...given,
    ...(age === undefined ? {} : { patientAgeYears: age }),
  };
}
