import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type Context, Hono } from 'hono';
import { BadRequest, SourceUnavailable } from '../lib/errors.ts';
import {
  type FilmAsked,
  FilmNotShown,
  type FilmSpec,
  type LightBox,
  studyOf,
} from '../light-box/light-box.ts';
import { type Archive, accessTo } from '../sources/dicomweb/http.ts';
import { reasonKey } from '../words/why.ts';
import { createWords, type Language } from '../words/words.ts';
import type { FilmRefusalView, FilmView } from './contract.ts';
import { type PatientEnv, type PatientParts, summaryOf } from './patient-summary.ts';
import type { Visit } from './visit.ts';

export type FilmRouteParts = PatientParts & {
  readonly lightBox: LightBox;
  readonly archive: Archive;
  /** Opens a study in the hospital's own viewer; holds `{studyInstanceUid}`. */
  readonly pacsViewerUrl: string | undefined;
};

/** A film is a patient's: it stays in the page's memory, and no browser keeps it on a disk that others use. */
const cacheControl = 'private, no-store';
const sides = { least: 16, most: 8192 };

function sideFrom(c: Context, usual: number): number {
  const side = Number(c.req.query('side') ?? usual);
  if (Number.isInteger(side) && side >= sides.least && side <= sides.most) return side;
  throw new BadRequest(`side is the longest side in pixels, ${sides.least} to ${sides.most}`);
}

/** The archive may have an authorisation of its own: an EHR that gives no token does not yet hide the film. */
async function tokenOf({ fhir }: Visit): Promise<{ accessToken?: string }> {
  try {
    return { accessToken: await fhir.accessToken() };
  } catch (error) {
    if (error instanceof SourceUnavailable) return {};
    throw error;
  }
}

async function askedBy(parts: FilmRouteParts, c: Context<PatientEnv>): Promise<FilmAsked> {
  const visit = c.get('visit');
  const { chart, assessment } = await summaryOf(parts, visit);
  const fhir = { baseUrl: visit.fhir.baseUrl, ...(await tokenOf(visit)) };
  return {
    reader: visit.reader,
    chart,
    film: assessment.film,
    sopInstanceUid: c.req.param('sop') ?? '',
    access: accessTo(parts.archive, fhir),
  };
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const fastest = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

type Encoded = { readonly body: Uint8Array<ArrayBuffer>; readonly headers: Readonly<Record<string, string>> };

/** Squeezed as far as costs less than it saves on a hospital's network. */
async function encoded(body: Uint8Array<ArrayBuffer>, accepts: string): Promise<Encoded> {
  if (/\bbr\b/.test(accepts))
    return { body: new Uint8Array(await brotli(body, fastest)), headers: { 'content-encoding': 'br' } };
  if (/\bgzip\b/.test(accepts))
    return { body: new Uint8Array(await zip(body, { level: 1 })), headers: { 'content-encoding': 'gzip' } };
  return { body, headers: {} };
}

/** 404: the archive has no such image. 504: it did not answer in time. 502: it failed. */
function statusOf(error: FilmNotShown | SourceUnavailable): 404 | 422 | 502 | 504 {
  if (error instanceof FilmNotShown) return 422;
  if (error.reason === 'pacs-has-no-such-image') return 404;
  return error.reason === 'pacs-timeout' ? 504 : 502;
}

/** Films of one patient: what may be drawn over them, a picture at once, the pixels after. @see FilmView */
export function filmRoutes(parts: FilmRouteParts): Hono<PatientEnv> {
  const routes = new Hono<PatientEnv>();
  const words = { en: createWords('en'), fr: createWords('fr') };

  const pacsLink = (asked: FilmAsked): Pick<FilmView, 'pacsUrl'> => {
    const uid = encodeURIComponent(studyOf(asked).studyInstanceUid);
    return parts.pacsViewerUrl ? { pacsUrl: parts.pacsViewerUrl.replaceAll('{studyInstanceUid}', uid) } : {};
  };

  const refusalOf = (code: string, language: Language): FilmRefusalView => {
    const { t, exists } = words[language];
    const { key, status } = reasonKey(code);
    const known = `film:refused.${exists(`film:refused.${key}`) ? key : 'other'}`;
    return { code, message: t(known as 'film:refused.other', { code, status }) };
  };

  /** Answers with what `show` makes of the film, or says why there is none. */
  const answer = async (c: Context<PatientEnv>, show: (asked: FilmAsked) => Promise<Response>) => {
    const asked = await askedBy(parts, c);
    c.header('cache-control', cacheControl);
    try {
      return await show(asked);
    } catch (error) {
      if (!(error instanceof FilmNotShown || error instanceof SourceUnavailable)) throw error;
      const code = error instanceof FilmNotShown ? error.refusal.code : error.reason;
      const refusal = refusalOf(code, c.get('visit').language);
      return c.json({ ...refusal, ...pacsLink(asked) }, statusOf(error));
    }
  };

  const rendered = async (c: Context<PatientEnv>, asked: FilmAsked, spec: FilmSpec) => {
    const { body, rows, columns, decodeMs, renderMs } = await parts.lightBox.render(asked, spec);
    c.header('x-rows', String(rows));
    c.header('x-columns', String(columns));
    c.header('server-timing', `decode;dur=${decodeMs.toFixed(1)}, render;dur=${renderMs.toFixed(1)}`);
    return body;
  };

  routes.get('/:id/films/:sop', (c) =>
    answer(c, async (asked) => {
      const view: FilmView = { ...(await parts.lightBox.plan(asked)), ...pacsLink(asked) };
      return c.json(view);
    }),
  );
  routes.get('/:id/films/:sop/picture', (c) => {
    const side = sideFrom(c, 512);
    return answer(c, async (asked) => {
      const png = await rendered(c, asked, { as: 'png', side });
      return c.body(png, 200, { 'content-type': 'image/png' });
    });
  });
  routes.get('/:id/films/:sop/pixels', (c) => {
    const side = sideFrom(c, 2048);
    return answer(c, async (asked) => {
      const greys = await rendered(c, asked, { as: 'grey16', side });
      const { body, headers } = await encoded(greys, c.req.header('accept-encoding') ?? '');
      return c.body(body, 200, {
        ...headers,
        'content-type': 'application/octet-stream',
        vary: 'accept-encoding',
      });
    });
  });
  return routes;
}
