import type { FilmHeader } from '../films/archive.ts';

const keys: Readonly<Record<string, keyof FilmHeader>> = {
  PatientID: 'patientId',
  '00100020': 'patientId',
  PatientName: 'patientName',
  '00100010': 'patientName',
  StudyInstanceUID: 'studyInstanceUid',
  '0020000D': 'studyInstanceUid',
  SeriesInstanceUID: 'seriesInstanceUid',
  '0020000E': 'seriesInstanceUid',
  SOPInstanceUID: 'sopInstanceUid',
  '00080018': 'sopInstanceUid',
  ModalitiesInStudy: 'modality',
  '00080061': 'modality',
  Modality: 'modality',
  '00080060': 'modality',
  StudyDate: 'studyDate',
  '00080020': 'studyDate',
};
const controls = ['limit', 'offset', 'includefield', 'fuzzymatching'];

/** A page of a QIDO-RS answer; `ignored` names the filters this archive does not know. */
export type Query = {
  readonly matches: (header: FilmHeader) => boolean;
  readonly offset: number;
  readonly limit: number;
  readonly ignored: readonly string[];
};

function matchesDates(value: string, asked: string): boolean {
  const [from = '', to = from] = asked.split('-');
  return asked.includes('-') ? value >= from && (to === '' || value <= to) : value === asked;
}

function matchesText(value: string, asked: string): boolean {
  const literal = (text: string) => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const pattern = literal(asked).replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test(value);
}

function matchesKey(header: FilmHeader, key: keyof FilmHeader, asked: string): boolean {
  if (key === 'studyDate') return matchesDates(header.studyDate, asked);
  return asked.split(/[,\\]/).some((item) => matchesText(header[key], item));
}

function wholeNumber(text: string | null, otherwise: number): number {
  return text !== null && /^\d+$/.test(text) ? Number(text) : otherwise;
}

/** Reads QIDO-RS query parameters. @see https://dicom.nema.org/medical/dicom/current/output/chtml/part18/sect_8.3.4.html */
export function readQuery(search: URLSearchParams): Query {
  const asked = [...search].filter(([name, value]) => !controls.includes(name) && value !== '');
  const filters = asked.flatMap(([name, value]) => {
    const key = keys[name];
    return key ? [{ key, value }] : [];
  });
  return {
    matches: (header) => filters.every(({ key, value }) => matchesKey(header, key, value)),
    offset: wholeNumber(search.get('offset'), 0),
    limit: wholeNumber(search.get('limit'), 500),
    ignored: asked.map(([name]) => name).filter((name) => !keys[name]),
  };
}
