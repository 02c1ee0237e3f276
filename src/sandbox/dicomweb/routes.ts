import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Access, type AccessEnv, requireToken } from '../access.ts';
import { outcomeResponse } from '../fhir/outcome.ts';
import type { Archive, Film, FilmHeader } from '../films/archive.ts';
import { parseFile } from '../films/read-header.ts';
import { scopesFor } from '../smart/scopes.ts';
import { readAccept } from './accept.ts';
import { type DicomJson, instanceJson, seriesJson, studyJson, toDicomJson } from './dicom-json.ts';
import { boundaryOf, readMultipart, writeMultipart } from './multipart.ts';
import { readQuery } from './query.ts';
import { storeParts } from './store.ts';

export type DicomwebParts = {
  readonly archive: Archive;
  readonly access: Access;
  /** Absolute address under which these routes are mounted. */
  readonly baseUrl: string;
  /** The study instance UIDs that a patient's record lists. */
  readonly studiesOf: (patientId: string) => Promise<ReadonlySet<string>>;
};

type Env = { Variables: AccessEnv['Variables'] & { studies: ReadonlySet<string> } };

type Level = 'study' | 'series' | 'instance';

const largestBody = 256 * 1024 * 1024;
const studyPath = '/studies/:study';
const seriesPath = `${studyPath}/series/:series`;
const instancePath = `${seriesPath}/instances/:instance`;

function dicomJson(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/dicom+json', ...headers },
  });
}

function groupBy(headers: readonly FilmHeader[], key: keyof FilmHeader): FilmHeader[][] {
  return [...Map.groupBy(headers, (header) => header[key]).values()];
}

function instanceUrl(baseUrl: string, header: FilmHeader): string {
  const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = header;
  return `${baseUrl}/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
}

function listed(level: Level, headers: readonly FilmHeader[], baseUrl: string): DicomJson[] {
  const study = (h: FilmHeader) => `${baseUrl}/studies/${h.studyInstanceUid}`;
  const series = (h: FilmHeader) => `${study(h)}/series/${h.seriesInstanceUid}`;
  if (level === 'instance') {
    return headers.map((h) => instanceJson(h, instanceUrl(baseUrl, h)));
  }
  return groupBy(headers, level === 'study' ? 'studyInstanceUid' : 'seriesInstanceUid').flatMap((films) => {
    const [first] = films;
    if (!first) return [];
    return [
      level === 'study' ? studyJson(first, study(first), films) : seriesJson(first, series(first), films),
    ];
  });
}

/** Holds an app to the studies of its patient; @see AccessEnv */
function guard({ studiesOf }: DicomwebParts): MiddlewareHandler<Env> {
  return async (c, next) => {
    const bearer = c.get('bearer');
    if (bearer.kind === 'ehr') return next();
    const { scope, patientId } = bearer.grant;
    if (c.req.method !== 'GET') return outcomeResponse(403, 'apps store nothing in this archive');
    if (scopesFor(scope, 'ImagingStudy', 'r').length + scopesFor(scope, 'ImagingStudy', 's').length === 0)
      return outcomeResponse(403, 'no scope of this token allows ImagingStudy');
    const studies = await studiesOf(patientId);
    const asked = /\/studies\/([\d.]+)/.exec(new URL(c.req.url).pathname)?.[1];
    if (asked && !studies.has(asked)) return outcomeResponse(403, "no study of this token's patient");
    c.set('studies', studies);
    return next();
  };
}

/** The films a path names, of those the bearer may see. */
function filmsAt(c: Context<Env>, archive: Archive): readonly Film[] {
  const studies = c.get('studies') as ReadonlySet<string> | undefined;
  const { study, series, instance } = c.req.param() as Record<string, string | undefined>;
  return archive
    .films()
    .filter(
      ({ header }) =>
        (studies?.has(header.studyInstanceUid) ?? true) &&
        (study === undefined || header.studyInstanceUid === study) &&
        (series === undefined || header.seriesInstanceUid === series) &&
        (instance === undefined || header.sopInstanceUid === instance),
    );
}

const notHere = () => outcomeResponse(404, 'the archive holds no such study, series or instance');

function search(level: Level, { archive, baseUrl }: DicomwebParts) {
  return (c: Context<Env>): Response => {
    const query = readQuery(new URL(c.req.url).searchParams);
    const headers = filmsAt(c, archive)
      .map(({ header }) => header)
      .filter(query.matches);
    const page = listed(level, headers, baseUrl).slice(query.offset, query.offset + query.limit);
    const warning =
      query.ignored.length > 0 ? { warning: '299 demo-hospital "unknown filters were not used"' } : undefined;
    return dicomJson(page, 200, warning);
  };
}

function retrieve({ archive, baseUrl }: DicomwebParts) {
  return async (c: Context<Env>): Promise<Response> => {
    const films = filmsAt(c, archive);
    if (films.length === 0) return notHere();
    const acceptance = readAccept(c.req.header('accept'));
    if (acceptance.kind === 'not-acceptable') {
      return outcomeResponse(406, 'ask for multipart/related; type="application/dicom"');
    }
    const { transferSyntax } = acceptance;
    if (transferSyntax !== '*' && films.some(({ header }) => header.transferSyntaxUid !== transferSyntax)) {
      return outcomeResponse(406, 'the archive does not transcode; ask for transfer-syntax=*');
    }
    const parts = await Promise.all(
      films.map(async ({ header, bytes }) => ({
        contentType: `application/dicom; transfer-syntax=${header.transferSyntaxUid}`,
        body: await bytes(),
        location: instanceUrl(baseUrl, header),
      })),
    );
    const { body, contentType } = writeMultipart(parts, 'application/dicom');
    return new Response(body, { headers: { 'content-type': contentType } });
  };
}

function metadata({ archive }: DicomwebParts) {
  return async (c: Context<Env>): Promise<Response> => {
    const films = filmsAt(c, archive);
    if (films.length === 0) return notHere();
    const files = await Promise.all(films.map(({ bytes }) => bytes()));
    return dicomJson(files.map((file) => toDicomJson(parseFile(file, 'x7fe00010'))));
  };
}

function store({ archive, baseUrl }: DicomwebParts) {
  return async (c: Context<Env>): Promise<Response> => {
    const type = c.req.header('content-type') ?? '';
    const boundary = boundaryOf(type);
    if (!/^multipart\/related\b/i.test(type) || !boundary) {
      return outcomeResponse(415, 'send multipart/related; type="application/dicom" with a boundary');
    }
    const parts = readMultipart(new Uint8Array(await c.req.arrayBuffer()), boundary);
    if (!parts || parts.length === 0) return outcomeResponse(400, 'the multipart body is not complete');
    const study = c.req.param('study');
    const { status, body } = storeParts(parts, archive, { base: baseUrl, ...(study ? { study } : {}) });
    return dicomJson(body, status);
  };
}

/** A DICOMweb server: QIDO-RS, WADO-RS and STOW-RS. @see https://dicom.nema.org/medical/dicom/current/output/chtml/part18/ */
export function dicomwebRoutes(parts: DicomwebParts): Hono<Env> {
  const routes = new Hono<Env>();
  routes.use('*', requireToken(parts.access), guard(parts), bodyLimit({ maxSize: largestBody }));
  routes.get('/studies', search('study', parts));
  routes.get('/series', search('series', parts));
  routes.get('/instances', search('instance', parts));
  routes.get(`${studyPath}/series`, search('series', parts));
  routes.get(`${studyPath}/instances`, search('instance', parts));
  routes.get(`${seriesPath}/instances`, search('instance', parts));
  for (const path of [studyPath, seriesPath, instancePath]) {
    routes.get(path, retrieve(parts));
    routes.get(`${path}/metadata`, metadata(parts));
  }
  routes.post('/studies', store(parts));
  routes.post(studyPath, store(parts));
  routes.notFound(() => outcomeResponse(404, 'this archive speaks QIDO-RS, WADO-RS and STOW-RS only'));
  routes.onError(() => outcomeResponse(500, 'the archive failed to answer'));
  return routes;
}
