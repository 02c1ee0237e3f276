import type { FilmStudy, StudyInstance } from '../../chart/chart.ts';
import { chestFilm } from '../../chart/codes.ts';
import { SourceUnavailable } from '../../lib/errors.ts';
import { type DicomwebAccess, getDicomweb } from './http.ts';
import { boundaryOf, readParts } from './multipart.ts';
import { listInstances } from './qido.ts';

/** Any transfer syntax: the archive need not transcode, the film room decodes them all. */
const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*';
const imagesAtMost = 4;

function likelihoodOfFrontal({ description = '' }: StudyInstance): number {
  if (chestFilm.lateralWords.test(description)) return 0;
  return chestFilm.frontalWords.test(description) ? 2 : 1;
}

function studyUrl({ studyInstanceUid, wadoRs }: FilmStudy, { baseUrl }: DicomwebAccess): URL {
  const base = baseUrl ?? wadoRs;
  if (base === undefined) throw new SourceUnavailable('pacs-address-unknown');
  try {
    return new URL(`${base.replace(/\/+$/, '')}/studies/${encodeURIComponent(studyInstanceUid)}`);
  } catch {
    throw new SourceUnavailable('pacs-address-not-a-url');
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** What the body holds: parts, or one bare file from a server that knows no multipart. */
async function* filesIn(
  response: Response,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const contentType = response.headers.get('content-type') ?? '';
  if (!response.body) throw new SourceUnavailable('pacs-answer-empty');
  try {
    if (/^application\/dicom\b/i.test(contentType)) {
      yield new Uint8Array(await response.arrayBuffer());
      return;
    }
    const boundary = boundaryOf(contentType);
    if (!boundary) throw new SourceUnavailable('pacs-answer-not-multipart');
    yield* readParts(chunksOf(response.body), boundary);
  } catch (error) {
    if (error instanceof SourceUnavailable) throw error;
    throw new SourceUnavailable(signal.aborted ? 'pacs-timeout' : 'pacs-broke-off');
  }
}

async function* filesOf(
  study: URL,
  { seriesInstanceUid, sopInstanceUid }: StudyInstance,
  access: DicomwebAccess,
): AsyncGenerator<Uint8Array, void, undefined> {
  const image = new URL(
    `${study.href}/series/${encodeURIComponent(seriesInstanceUid)}/instances/${encodeURIComponent(sopInstanceUid)}`,
  );
  const response = await getDicomweb(image, accept, access);
  yield* filesIn(response, access.signal);
}

/**
 * The study's images as DICOM files, the likeliest frontal view first, at most four.
 * @throws SourceUnavailable with a reason that begins with `pacs-`, `multipart-` or `image-`
 */
export async function* retrieveFilm(
  study: FilmStudy,
  access: DicomwebAccess,
): AsyncGenerator<Uint8Array, void, undefined> {
  const url = studyUrl(study, access);
  const listed = study.instances.length > 0 ? study.instances : await listInstances(url, access);
  const ordered = [...listed].sort((a, b) => likelihoodOfFrontal(b) - likelihoodOfFrontal(a));
  for (const image of ordered.slice(0, imagesAtMost)) yield* filesOf(url, image, access);
}

/**
 * One image of a study as a DICOM file.
 * @throws SourceUnavailable with a reason that begins with `pacs-`, `multipart-` or `image-`
 */
export async function retrieveInstance(
  study: FilmStudy,
  sopInstanceUid: string,
  access: DicomwebAccess,
): Promise<Uint8Array> {
  const url = studyUrl(study, access);
  const listed = study.instances.length > 0 ? study.instances : await listInstances(url, access);
  const image = listed.find((item) => item.sopInstanceUid === sopInstanceUid);
  if (!image) throw new SourceUnavailable('pacs-has-no-such-image');
  for await (const bytes of filesOf(url, image, access)) return bytes;
  throw new SourceUnavailable('pacs-answer-empty');
}
