import dicomParser, { type DataSet } from 'dicom-parser';
import type { FilmHeader } from './archive.ts';

const implicitLittleEndian = '1.2.840.10008.1.2';

const decoders: Readonly<Record<string, string>> = { 'ISO_IR 192': 'utf-8', GB18030: 'gb18030' };

/** Text of an element in the character set that the file declares. */
export function textOf(data: DataSet, tag: string, charset: string | undefined): string {
  const element = data.elements[tag];
  if (!element || element.length === 0) return '';
  const bytes = data.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  return new TextDecoder(decoders[charset ?? ''] ?? 'latin1').decode(bytes).replace(/[\0 ]+$/, '');
}

export function charsetOf(data: DataSet): string | undefined {
  return data.string('x00080005')?.split('\\').at(-1);
}

/** Parses a Part-10 file. @throws unless it is one */
export function parseFile(bytes: Uint8Array, untilTag?: string): DataSet {
  return dicomParser.parseDicom(bytes, untilTag ? { untilTag } : undefined);
}

/** The header of a DICOM file. @throws when it is no DICOM file or lacks its UIDs */
export function readHeader(bytes: Uint8Array): FilmHeader {
  const data = parseFile(bytes, 'x7fe00010');
  const charset = charsetOf(data);
  const text = (tag: string) => textOf(data, tag, charset);
  const uid = (tag: string) => data.string(tag) ?? '';
  const header = {
    patientId: text('x00100020'),
    patientName: text('x00100010'),
    birthDate: text('x00100030'),
    sex: text('x00100040'),
    studyInstanceUid: uid('x0020000d'),
    seriesInstanceUid: uid('x0020000e'),
    sopInstanceUid: uid('x00080018'),
    sopClassUid: uid('x00080016'),
    modality: text('x00080060'),
    studyDate: text('x00080020'),
    studyTime: text('x00080030').slice(0, 6),
    description: text('x00081030') || text('x0008103e'),
    transferSyntaxUid: data.string('x00020010') ?? implicitLittleEndian,
  };
  if (!header.studyInstanceUid || !header.seriesInstanceUid || !header.sopInstanceUid) {
    throw new Error('the DICOM file lacks its UIDs');
  }
  return header;
}
