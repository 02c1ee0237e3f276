import { z } from 'zod';
import type { StudyInstance } from '../../chart/chart.ts';
import { SourceUnavailable } from '../../lib/errors.ts';
import { type DicomwebAccess, getDicomweb } from './http.ts';

const attribute = z.looseObject({ Value: z.array(z.unknown()).optional() });
const instances = z.array(z.record(z.string(), attribute));

const listedAtMost = 50;

function text(entry: z.infer<typeof instances>[number], tag: string): string | undefined {
  const value = entry[tag]?.Value?.[0];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The images of a study as the archive lists them, for an ImagingStudy that does not. @throws SourceUnavailable */
export async function listInstances(study: URL, access: DicomwebAccess): Promise<StudyInstance[]> {
  const url = new URL(
    `${study.href}/instances?limit=${listedAtMost}&includefield=00081030&includefield=0008103E`,
  );
  const response = await getDicomweb(url, 'application/dicom+json', access);
  const parsed = instances.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new SourceUnavailable('pacs-answer-not-dicom-json');
  return parsed.data.flatMap((entry) => {
    const seriesInstanceUid = text(entry, '0020000E');
    const sopInstanceUid = text(entry, '00080018');
    if (!seriesInstanceUid || !sopInstanceUid) return [];
    const description = text(entry, '0008103E') ?? text(entry, '00081030');
    return [{ seriesInstanceUid, sopInstanceUid, ...(description ? { description } : {}) }];
  });
}
