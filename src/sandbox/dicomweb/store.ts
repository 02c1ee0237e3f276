import type { Archive } from '../films/archive.ts';
import { readHeader } from '../films/read-header.ts';
import type { DicomJson } from './dicom-json.ts';
import type { Part } from './multipart.ts';

const cannotUnderstand = 0xc000;
const wrongStudy = 0xa900;

export type StoreAnswer = { readonly status: 200 | 202 | 409; readonly body: DicomJson };

type Stored = { readonly sopClassUid: string; readonly sopInstanceUid: string; readonly url: string };
type Refused = { readonly sopInstanceUid: string; readonly reason: number };

function storePart(part: Part, archive: Archive, place: { base: string; study?: string }): Stored | Refused {
  try {
    const header = readHeader(part.body);
    const { sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid } = header;
    if (place.study && place.study !== studyInstanceUid) return { sopInstanceUid, reason: wrongStudy };
    const bytes = Uint8Array.from(part.body);
    archive.add({ header, bytes: async () => bytes });
    const url = `${place.base}/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
    return { sopClassUid, sopInstanceUid, url };
  } catch {
    return { sopInstanceUid: '', reason: cannotUnderstand };
  }
}

const uid = (value: string) => (value === '' ? { vr: 'UI' } : { vr: 'UI', Value: [value] });

/** Takes films into the archive. @see https://dicom.nema.org/medical/dicom/current/output/chtml/part18/sect_10.5.html */
export function storeParts(
  parts: readonly Part[],
  archive: Archive,
  place: { base: string; study?: string },
): StoreAnswer {
  const results = parts.map((part) => storePart(part, archive, place));
  const stored = results.filter((result): result is Stored => 'url' in result);
  const refused = results.filter((result): result is Refused => 'reason' in result);
  const references = stored.map(({ sopClassUid, sopInstanceUid, url }) => ({
    '00081150': uid(sopClassUid),
    '00081155': uid(sopInstanceUid),
    '00081190': { vr: 'UR', Value: [url] },
  }));
  const failures = refused.map(({ sopInstanceUid, reason }) => ({
    '00081155': uid(sopInstanceUid),
    '00081197': { vr: 'US', Value: [reason] },
  }));
  return {
    status: stored.length === 0 ? 409 : refused.length > 0 ? 202 : 200,
    body: {
      ...(references.length > 0 ? { '00081199': { vr: 'SQ', Value: references } } : {}),
      ...(failures.length > 0 ? { '00081198': { vr: 'SQ', Value: failures } } : {}),
    },
  };
}
