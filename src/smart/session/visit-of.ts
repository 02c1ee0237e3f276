import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { BadRequest, ServiceError } from '../../lib/errors.ts';
import { languageOf } from '../../words/words.ts';
import type { Ehrs } from '../ehr/ehrs.ts';
import { bareAddress } from '../ehr/registration.ts';
import type { Visit } from '../visit.ts';
import { sessionSecretOf } from './cookies.ts';
import { type Session, SessionExpired, type Sessions } from './sessions.ts';

export type VisitParts = {
  readonly sessions: Sessions;
  readonly ehrs: Ehrs;
  /** Where the app is served: the origin that its calls come from. */
  readonly publicUrl: string;
  /** FHIR base addresses that a program may name beside the registered EHRs. */
  readonly fhirServers: readonly string[];
};

class NotSignedIn extends ServiceError {
  override readonly name = 'NotSignedIn';
  override readonly code = 'NOT_SIGNED_IN';
  override readonly status = 401;
}

class CrossSite extends ServiceError {
  override readonly name = 'CrossSite';
  override readonly code = 'CROSS_SITE';
  override readonly status = 403;
}

class OtherPatient extends ServiceError {
  override readonly name = 'OtherPatient';
  override readonly code = 'OTHER_PATIENT';
  override readonly status = 403;
}

class ForeignServer extends ServiceError {
  override readonly name = 'ForeignServer';
  override readonly code = 'FHIR_SERVER_NOT_ALLOWED';
  override readonly status = 403;
}

/** A page elsewhere can neither send the session's header without a preflight nor look like this origin. */
function refuseCrossSite(c: Context, publicUrl: string): void {
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  const isForeign =
    site === undefined
      ? origin !== undefined && origin !== new URL(publicUrl).origin
      : site !== 'same-origin' && site !== 'none';
  if (isForeign) throw new CrossSite('calls with a session are taken from the app itself only');
}

/** The session a call names and proves with its cookie. @throws SessionExpired, CrossSite */
export function sessionOf(c: Context, { sessions, publicUrl }: VisitParts): Session {
  const handle = c.req.header('x-vigie-session') ?? '';
  refuseCrossSite(c, publicUrl);
  const session = sessions.find(handle, sessionSecretOf(c, handle));
  if (!session) throw new SessionExpired();
  return session;
}

const acceptedLanguages = (c: Context) => (c.req.header('accept-language') ?? '').split(',');

function visitOfSession(c: Context, parts: VisitParts): Visit {
  const session = sessionOf(c, parts);
  if (c.req.param('id') !== session.patientId)
    throw new OtherPatient('this session is for another patient; open the patient from the EHR again');
  const { handle, ehr, encounterId, viewer, openedFrom, notGranted, mayWriteReports, language } = session;
  return {
    kind: 'session',
    reader: `session ${handle}`,
    patientId: session.patientId,
    ...(encounterId ? { encounterId } : {}),
    fhir: { baseUrl: ehr.iss, accessToken: () => parts.sessions.accessToken(handle) },
    ...(viewer ? { viewer } : {}),
    ...(openedFrom ? { openedFrom } : {}),
    notGranted,
    mayWriteReports,
    language: languageOf([...(language ? [language] : []), ...acceptedLanguages(c)]),
  };
}

/** The token is sent to servers that the operator named and to nothing else. */
function serverOf(named: string | undefined, { ehrs, fhirServers }: VisitParts): string {
  const known = [...new Set([...ehrs.all().map(({ iss }) => iss), ...fhirServers.map(bareAddress)])];
  const [only] = known;
  if (named === undefined) {
    if (only !== undefined && known.length === 1) return only;
    throw new BadRequest('say which FHIR server the token is for: x-fhir-server: <FHIR base address>');
  }
  if (known.includes(bareAddress(named))) return bareAddress(named);
  throw new ForeignServer(
    'this FHIR server is not registered (VIGIE_SMART_CLIENTS, VIGIE_FHIR_SERVERS); nothing was sent to it',
  );
}

/** A program's visit: its FHIR token, and the server that the token is for. */
function visitWithToken(c: Context, parts: VisitParts): Visit {
  const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (!token) {
    throw new NotSignedIn(
      'open the app from the EHR (x-vigie-session), or send Authorization: Bearer <FHIR token>',
    );
  }
  return {
    kind: 'token',
    reader: createHash('sha256').update(token).digest('hex'),
    patientId: c.req.param('id') ?? '',
    fhir: { baseUrl: serverOf(c.req.header('x-fhir-server'), parts), accessToken: async () => token },
    notGranted: [],
    mayWriteReports: false,
    language: languageOf(acceptedLanguages(c)),
  };
}

/**
 * Who asks about the patient of the address: a session of the app, or a program with its token.
 * @throws SessionExpired, OtherPatient, CrossSite, ForeignServer, NotSignedIn, BadRequest
 */
export function visitOf(c: Context, parts: VisitParts): Visit {
  return c.req.header('x-vigie-session') === undefined ? visitWithToken(c, parts) : visitOfSession(c, parts);
}
