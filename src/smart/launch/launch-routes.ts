import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { type Logger, nameOf } from '../../lib/logger.ts';
import type { AuthorisationServer, Discovery } from '../ehr/discovery.ts';
import type { Ehrs } from '../ehr/ehrs.ts';
import { type Ehr, isLoopback } from '../ehr/registration.ts';
import { scopesFor } from '../ehr/scopes.ts';
import { requestTokens, TokenRefused } from '../ehr/token-endpoint.ts';
import { choicePage } from '../pages/page.ts';
import { LaunchRefused } from '../pages/refused.ts';
import { giveCookie, sessionCookieName, takeBackCookie } from '../session/cookies.ts';
import type { Sessions } from '../session/sessions.ts';
import { checkGrant, type GrantParts } from './grant.ts';
import { type Begun, type Launch, type Launches, launchSeconds } from './launches.ts';

export type LaunchParts = GrantParts & {
  readonly ehrs: Ehrs;
  readonly discovery: Discovery;
  readonly launches: Launches;
  readonly sessions: Sessions;
  readonly publicUrl: string;
  readonly sessionHours: number;
  readonly log: Logger;
};

const callbackPath = '/smart/callback';

/** Which EHR is to be launched at: the one named, or the only one; undefined where the clinician has to choose. */
function ehrAsked({ ehrs }: LaunchParts, iss: string | undefined): Ehr | undefined {
  if (iss === undefined) {
    const all = ehrs.all();
    if (all.length === 0) throw new LaunchRefused('no-ehr');
    return all.length === 1 ? all[0] : undefined;
  }
  const ehr = ehrs.find(iss);
  if (!ehr) throw new LaunchRefused('ehr-unknown');
  return ehr;
}

async function serverOf({ discovery, log }: LaunchParts, ehr: Ehr): Promise<AuthorisationServer> {
  try {
    return await discovery.of(ehr);
  } catch (cause) {
    log.warn({ ehr: ehr.name, error: nameOf(cause), reason: reasonOf(cause) }, 'EHR not reached');
    throw new LaunchRefused('ehr-unreachable', ehr, { cause });
  }
}

function reasonOf(error: unknown): string | undefined {
  return error instanceof Error && 'reason' in error ? String(error.reason) : undefined;
}

type Authorisation = { readonly begun: Begun; readonly aud: string; readonly launch: string | undefined };

/** @see https://hl7.org/fhir/smart-app-launch/app-launch.html#obtain-authorization-code */
function authorisationUrl(server: AuthorisationServer, publicUrl: string, asked: Authorisation): string {
  const { ehr, nonce, scope } = asked.begun.launch;
  const url = new URL(server.authorizationEndpoint);
  const parameters = {
    ...ehr.launchParameters,
    response_type: 'code',
    client_id: ehr.clientId,
    redirect_uri: `${publicUrl}${callbackPath}`,
    scope,
    state: asked.begun.state,
    aud: asked.aud,
    nonce,
    code_challenge: asked.begun.challenge,
    code_challenge_method: 'S256',
    ...(asked.launch === undefined ? {} : { launch: asked.launch }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** `localhost` and `127.0.0.1` do not share cookies; the sign-in comes back to the public address. */
function homeAddress(c: Context, publicUrl: string): string | undefined {
  const [here, home] = [new URL(c.req.url), new URL(publicUrl)];
  const isOtherName = isLoopback(here) && isLoopback(home) && here.hostname !== home.hostname;
  return isOtherName && here.port === home.port ? `${publicUrl}${here.pathname}${here.search}` : undefined;
}

async function launch(c: Context, parts: LaunchParts): Promise<Response> {
  const home = homeAddress(c, parts.publicUrl);
  if (home) return c.redirect(home, 302);
  const [iss, launchToken] = [c.req.query('iss'), c.req.query('launch')];
  const ehr = ehrAsked(parts, iss);
  if (!ehr) return choicePage(c, parts.ehrs.all());
  const server = await serverOf(parts, ehr);
  const scope = scopesFor(ehr, server, launchToken === undefined ? 'standalone' : 'ehr').join(' ');
  const begun = parts.launches.begin({ ehr, server, scope });
  giveCookie(c, parts.publicUrl, { ...begun.cookie, path: callbackPath, maxAge: launchSeconds });
  c.header('cache-control', 'no-store');
  c.header('referrer-policy', 'no-referrer');
  const asked = { begun, aud: iss ?? ehr.iss, launch: launchToken };
  return c.redirect(authorisationUrl(server, parts.publicUrl, asked), 302);
}

/** The launch that an answer belongs to. @throws LaunchRefused */
function launchOf(c: Context, { launches, publicUrl }: LaunchParts): Launch {
  const taken = launches.take(c.req.query('state') ?? '', (name) => {
    const value = getCookie(c, name);
    takeBackCookie(c, publicUrl, { name, path: callbackPath });
    return value;
  });
  switch (taken.kind) {
    case 'taken':
      return taken.launch;
    case 'unknown':
      throw new LaunchRefused('state-unknown');
    case 'expired':
      throw new LaunchRefused('launch-expired', taken.ehr);
    case 'elsewhere':
      throw new LaunchRefused('cookie-missing', taken.ehr);
  }
}

/** The EHR's own no, in its answer's `error`. */
function refuseErrorAnswer(c: Context, { log }: LaunchParts, ehr: Ehr): void {
  const error = c.req.query('error');
  if (error === undefined) return;
  const isCode = /^[a-z_]{1,40}$/.test(error);
  log.warn({ ehr: ehr.name, error: isCode ? error : 'not a code' }, 'EHR answered with an error');
  throw new LaunchRefused(error === 'access_denied' ? 'consent-denied' : 'ehr-refused', ehr);
}

/**
 * An answer of another server than the one that was asked, or of nobody where that one always says who it is. A server that
 * names no issuer is known by its FHIR base address.
 * @see https://www.rfc-editor.org/rfc/rfc9207#section-2.4
 */
function refuseOtherIssuer(c: Context, { log }: LaunchParts, { ehr, server }: Launch): void {
  const named = c.req.queries('iss') ?? [];
  const own = server.issuer === undefined ? [ehr.iss, `${ehr.iss}/`] : [server.issuer];
  const isOwn = named.length === 0 ? !server.namesIssuer : named.every((iss) => own.includes(iss));
  if (isOwn) return;
  log.warn({ ehr: ehr.name, iss: named.length === 0 ? 'absent' : 'another' }, 'answer of another issuer');
  throw new LaunchRefused('other-issuer', ehr);
}

async function exchange(c: Context, parts: LaunchParts, { ehr, server, verifier }: Launch) {
  try {
    return await requestTokens(ehr, server, {
      grant_type: 'authorization_code',
      code: c.req.query('code') ?? '',
      redirect_uri: `${parts.publicUrl}${callbackPath}`,
      code_verifier: verifier,
    });
  } catch (cause) {
    parts.log.warn({ ehr: ehr.name, error: nameOf(cause), reason: reasonOf(cause) }, 'no tokens');
    if (!(cause instanceof TokenRefused)) throw new LaunchRefused('ehr-unreachable', ehr, { cause });
    throw new LaunchRefused(cause.message === 'invalid_grant' ? 'launch-expired' : 'ehr-refused', ehr, {
      cause,
    });
  }
}

/** The cookies of sessions that are over would pile up in a browser that is never closed. */
function dropOldCookies(c: Context, { sessions, publicUrl }: LaunchParts): void {
  for (const [name, value] of Object.entries(getCookie(c))) {
    const handle = /^vigie-([\w-]{16})$/.exec(name)?.[1];
    if (handle && !sessions.find(handle, value)) takeBackCookie(c, publicUrl, { name, path: '/' });
  }
}

async function callback(c: Context, parts: LaunchParts): Promise<Response> {
  const begun = launchOf(c, parts);
  refuseOtherIssuer(c, parts, begun);
  refuseErrorAnswer(c, parts, begun.ehr);
  const tokens = await exchange(c, parts, begun);
  const grant = await checkGrant(parts, tokens, begun);
  const { session, secret } = parts.sessions.open(grant);
  dropOldCookies(c, parts);
  giveCookie(c, parts.publicUrl, {
    name: sessionCookieName(session.handle),
    value: secret,
    path: '/',
    maxAge: Math.round(parts.sessionHours * 3600),
  });
  parts.log.info(
    { ehr: begun.ehr.name, notGranted: grant.notGranted, fromCard: grant.openedFrom !== undefined },
    'session opened',
  );
  c.header('cache-control', 'no-store');
  c.header('referrer-policy', 'no-referrer');
  return c.redirect(`/smart/app/${session.handle}`, 303);
}

/** Launch from the EHR or standalone, and the way back. @see https://hl7.org/fhir/smart-app-launch/app-launch.html */
export function launchRoutes(parts: LaunchParts): Hono {
  const routes = new Hono();
  routes.get('/launch', (c) => launch(c, parts));
  routes.get('/callback', (c) => callback(c, parts));
  return routes;
}
