import type { DataSet, Element } from 'dicom-parser';
import type { FilmHeader } from '../films/archive.ts';
import { charsetOf, textOf } from '../films/read-header.ts';

/** DICOM JSON model. @see https://dicom.nema.org/medical/dicom/current/output/chtml/part18/chapter_F.html */
export type Attribute = {
  readonly vr: string;
  readonly Value?: readonly unknown[];
  readonly BulkDataURI?: string;
};
export type DicomJson = Readonly<Record<string, Attribute>>;

const words = (vr: string, value: string): Attribute => (value === '' ? { vr } : { vr, Value: [value] });
const person = (value: string): Attribute =>
  value === '' ? { vr: 'PN' } : { vr: 'PN', Value: [{ Alphabetic: value }] };
const count = (value: number): Attribute => ({ vr: 'IS', Value: [value] });

/** Study-level attributes of a QIDO-RS answer. */
export function studyJson(header: FilmHeader, retrieveUrl: string, films: readonly FilmHeader[]): DicomJson {
  const series = new Set(films.map(({ seriesInstanceUid }) => seriesInstanceUid));
  return {
    '00080020': words('DA', header.studyDate),
    '00080030': words('TM', header.studyTime),
    '00080050': words('SH', ''),
    '00080061': { vr: 'CS', Value: [...new Set(films.map(({ modality }) => modality))] },
    '00081030': words('LO', header.description),
    '00081190': words('UR', retrieveUrl),
    '00100010': person(header.patientName),
    '00100020': words('LO', header.patientId),
    '00100030': words('DA', header.birthDate),
    '00100040': words('CS', header.sex),
    '0020000D': words('UI', header.studyInstanceUid),
    '00201206': count(series.size),
    '00201208': count(films.length),
  };
}

/** Series-level attributes of a QIDO-RS answer. */
export function seriesJson(header: FilmHeader, retrieveUrl: string, films: readonly FilmHeader[]): DicomJson {
  return {
    '00080060': words('CS', header.modality),
    '0008103E': words('LO', header.description),
    '00081190': words('UR', retrieveUrl),
    '0020000D': words('UI', header.studyInstanceUid),
    '0020000E': words('UI', header.seriesInstanceUid),
    '00201209': count(films.length),
  };
}

/** Instance-level attributes of a QIDO-RS answer. */
export function instanceJson(header: FilmHeader, retrieveUrl: string): DicomJson {
  return {
    '00080016': words('UI', header.sopClassUid),
    '00080018': words('UI', header.sopInstanceUid),
    '00080060': words('CS', header.modality),
    '00081190': words('UR', retrieveUrl),
    '00083002': words('UI', header.transferSyntaxUid),
    '00100020': words('LO', header.patientId),
    '0020000D': words('UI', header.studyInstanceUid),
    '0020000E': words('UI', header.seriesInstanceUid),
    '00200013': count(1),
  };
}

type Reader = (data: DataSet, tag: string, index: number) => number | string | undefined;

const numbers: Readonly<Record<string, readonly [bytes: number, read: Reader]>> = {
  US: [2, (data, tag, index) => data.uint16(tag, index)],
  SS: [2, (data, tag, index) => data.int16(tag, index)],
  UL: [4, (data, tag, index) => data.uint32(tag, index)],
  SL: [4, (data, tag, index) => data.int32(tag, index)],
  FL: [4, (data, tag, index) => data.float(tag, index)],
  FD: [8, (data, tag, index) => data.double(tag, index)],
};

/** Value representations of what matters in an implicit file, which does not say them itself. */
const implicitVr: Readonly<Record<string, string>> = {
  x00080016: 'UI',
  x00080018: 'UI',
  x00080020: 'DA',
  x00080030: 'TM',
  x00080060: 'CS',
  x00081030: 'LO',
  x00100010: 'PN',
  x00100020: 'LO',
  x00100030: 'DA',
  x00100040: 'CS',
  x00185101: 'CS',
  x00180015: 'CS',
  x0020000d: 'UI',
  x0020000e: 'UI',
  x00280002: 'US',
  x00280004: 'CS',
  x00280010: 'US',
  x00280011: 'US',
  x00280100: 'US',
  x00280101: 'US',
  x00280103: 'US',
};

function textValues(data: DataSet, tag: string, vr: string): readonly unknown[] {
  const values = textOf(data, tag, charsetOf(data))
    .split('\\')
    .map((value) => value.trim());
  if (vr === 'PN') return values.map((Alphabetic) => ({ Alphabetic }));
  return vr === 'IS' || vr === 'DS' ? values.map(Number) : values;
}

const binary = ['OB', 'OW', 'OF', 'OD', 'OL', 'UN'];

function attributeOf(data: DataSet, tag: string, element: Element): Attribute | undefined {
  const vr = element.vr ?? implicitVr[tag];
  if (!vr || binary.includes(vr)) return undefined;
  if (vr === 'SQ') {
    const items = (element.items ?? []).flatMap(({ dataSet }) => (dataSet ? [toDicomJson(dataSet)] : []));
    return { vr, Value: items };
  }
  if (element.length === 0) return { vr };
  const number = numbers[vr];
  if (!number) return { vr, Value: textValues(data, tag, vr) };
  const [bytes, read] = number;
  return { vr, Value: Array.from({ length: element.length / bytes }, (_, index) => read(data, tag, index)) };
}

/** A data set without its bulk data; the file meta group is left out, as the standard asks. */
export function toDicomJson(data: DataSet): DicomJson {
  const entries = Object.entries(data.elements).flatMap(([tag, element]): [string, Attribute][] => {
    if (tag.startsWith('x0002')) return [];
    const attribute = attributeOf(data, tag, element);
    return attribute ? [[tag.slice(1).toUpperCase(), attribute]] : [];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
}
