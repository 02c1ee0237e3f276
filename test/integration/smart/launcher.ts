/**
 * A stand-in with the HTTP shape of the SMART App Launcher 2 (github.com/smart-on-fhir/smart-launcher-v2), written from
 * its published addresses and answers; the public one cannot be reached from where these tests run. Its peculiarities are
 * kept: a launch is base64url of a JSON array; authorization and token endpoints lie below the same prefix as the FHIR
 * base; the FHIR proxy takes calls without a token and rewrites links to `/v/r4/fhir` under a `sim` address too; the
 * id_token is RS256 without `kid`, its `fhirUser` relative, its `iss` with `/auth` in it; there is no revocation.
 * Left out: its screens. A launch names one patient and one provider.
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Bundle, Encounter, Resource } from '@medplum/fhirtypes';
import { type Context, Hono } from 'hono';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { openOtherFhir } from './other-fhir.ts';

const launchTypes = ['provider-ehr', 'patient-portal', 'provider-standalone', 'patient-standalone'] as const;

export type SimLaunch = {
  readonly type: (typeof launchTypes)[number];
  readonly patient: string;
  readonly provider: string;
  /** The app is shown in a frame of the launcher's page. */
  readonly simEhr: boolean;
};

/** The launcher's own order: type, patient, provider, encounter, skip_login, skip_auth, sim_ehr, scope … PKCE. */
export function encodeLaunch({ type, patient, provider, simEhr }: SimLaunch): string {
  const fields = [
    launchTypes.indexOf(type),
    patient,
    provider,
    'AUTO',
    1,
    1,
    simEhr ? 1 : 0,
    ...['', '', '', '', '', '', ''],
    0,
    2,
    '',
  ];
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

function decodeLaunch(text: string): SimLaunch {
  const [type, patient, provider, , , , simEhr] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  return { type: launchTypes[type] ?? 'provider-ehr', patient, provider, simEhr: simEhr === 1 };
}

export type Launcher = AsyncDisposable & {
  readonly url: string;
  /** Every FHIR search that reached the server behind it. */
  readonly asked: readonly string[];
  /** What its button "Launch" opens. */
  readonly launchUrl: (appLaunchUrl: string, launch: SimLaunch) => string;
  /** The FHIR base for a standalone launch. */
  readonly simFhir: (launch: SimLaunch) => string;
};

const prefixes = ['/v/r4/sim/:sim', '/v/r4'];

/** `hostname` is how it is addressed; it listens on this machine only. */
export async function openLauncher(
  resources: readonly Resource[],
  hostname = '127.0.0.1',
): Promise<Launcher> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://${hostname}:${(server.address() as AddressInfo).port}`;
  const fhir = await openOtherFhir(`${url}/v/r4/fhir`, resources);
  const secret = randomBytes(32);
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const key = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', key_ops: ['verify'] };
  const seal = (claims: object, life: string) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt()
      .setExpirationTime(life)
      .sign(secret);
  const unseal = async (token: string) => (await jwtVerify(token, secret)).payload as Record<string, unknown>;

  const firstEncounter = async (patient: string): Promise<string | undefined> => {
    const response = await fetch(`${url}/v/r4/fhir/Encounter?_count=1&patient=${patient}`);
    return ((await response.json()) as Bundle<Encounter>).entry?.[0]?.resource?.id;
  };

  const authorize = async (c: Context) => {
    const q = c.req.query();
    const prefix = `${url}${c.req.path.replace(/\/auth\/authorize$/, '')}`;
    const fault = (words: string) => c.json({ error: 'invalid_request', error_description: words }, 400);
    if (q.aud !== `${prefix}/fhir`) return fault(`Bad audience value "${q.aud}"`);
    if (q.code_challenge_method !== 'S256' || !q.code_challenge)
      return fault('Invalid code_challenge_method. Must be S256.');
    const launch = decodeLaunch(q.launch ?? c.req.param('sim') ?? '');
    const scopes = (q.scope ?? '').split(' ');
    const wantsContext = scopes.includes('launch') || scopes.includes('launch/patient');
    const encounter = scopes.includes('launch') ? await firstEncounter(launch.patient) : undefined;
    const code = await seal(
      {
        context: {
          need_patient_banner: !launch.simEhr,
          smart_style_url: `${url}/smart-style.json`,
          ...(wantsContext ? { patient: launch.patient } : {}),
          ...(encounter ? { encounter } : {}),
        },
        client_id: q.client_id,
        redirect_uri: q.redirect_uri,
        scope: q.scope,
        nonce: q.nonce,
        code_challenge: q.code_challenge,
        user: `Practitioner/${launch.provider}`,
      },
      '5m',
    );
    const back = new URL(q.redirect_uri ?? '');
    back.searchParams.set('code', code);
    if (q.state) back.searchParams.set('state', q.state);
    return c.redirect(back.href);
  };

  const token = async (c: Context) => {
    const form = new URLSearchParams(await c.req.text());
    const invalid = (words: string) => c.json({ error: 'invalid_grant', error_description: words }, 401);
    const code = await unseal(form.get('code') ?? '').catch(() => undefined);
    if (!code || code.redirect_uri !== form.get('redirect_uri')) return invalid('Invalid token');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== code.code_challenge) return invalid('Invalid grant or Invalid PKCE Verifier');
    const scopes = String(code.scope).split(' ');
    const base = `${url}${c.req.path.replace(/\/token$/, '')}`;
    const user = String(code.user);
    const idToken = new SignJWT({ profile: user, fhirUser: user, nonce: code.nonce })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setAudience(String(code.client_id))
      .setSubject(createHash('sha256').update(user).digest('hex'))
      .setIssuer(`${base}/fhir`)
      .setIssuedAt()
      .setExpirationTime('60 minutes')
      .sign(privateKey);
    return c.json(
      {
        access_token: await seal({ scope: code.scope, nonce: code.nonce }, '60m'),
        token_type: 'Bearer',
        expires_in: 3600,
        scope: code.scope,
        ...(scopes.includes('openid') ? { id_token: await idToken } : {}),
        ...(code.context as object),
      },
      200,
      { 'cache-control': 'no-store', pragma: 'no-cache' },
    );
  };

  const configuration = (c: Context) => {
    const prefix = `${url}${c.req.path.replace(/\/fhir\/.*$/, '')}`;
    return c.json({
      issuer: `${prefix}/fhir`,
      jwks_uri: `${url}/keys`,
      authorization_endpoint: `${prefix}/auth/authorize`,
      grant_types_supported: ['authorization_code', 'client_credentials'],
      token_endpoint: `${prefix}/auth/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      introspection_endpoint: `${prefix}/auth/introspect`,
      code_challenge_methods_supported: ['S256'],
      scopes_supported: [
        ...['openid', 'profile', 'fhirUser', 'launch', 'launch/patient', 'launch/encounter'],
        ...['patient/*.*', 'user/*.*', 'offline_access'],
      ],
      response_types_supported: ['code', 'token', 'id_token', 'token id_token', 'refresh_token'],
      capabilities: [
        ...['launch-ehr', 'launch-standalone', 'client-public', 'client-confidential-symmetric'],
        ...['client-confidential-asymmetric', 'sso-openid-connect', 'context-passthrough-banner'],
        ...['context-passthrough-style', 'context-ehr-patient', 'context-ehr-encounter'],
        ...['context-standalone-patient', 'context-standalone-encounter', 'permission-offline'],
        ...['permission-patient', 'permission-user', 'permission-v1', 'permission-v2', 'authorize-post'],
      ],
    });
  };

  const app = new Hono();
  app.get('/keys', (c) => c.json({ keys: [key] }));
  app.get('/ehr', (c) => {
    const address = new URL(c.req.query('app') ?? '').href.replaceAll('"', '%22').replaceAll('&', '&amp;');
    return c.html(
      `<!doctype html><html lang="en"><title>SMART EHR</title><h1>Simulated EHR</h1><iframe title="app" src="${address}" width="1300" height="680"></iframe>`,
    );
  });
  for (const prefix of prefixes) {
    app.get(`${prefix}/fhir/.well-known/smart-configuration`, configuration);
    app.get(`${prefix}/auth/authorize`, authorize);
    app.post(`${prefix}/auth/token`, token);
    app.use(`${prefix}/fhir/*`, async (c, next) => {
      const given = c.req.header('authorization')?.split(' ')[1];
      if (given && !(await unseal(given).catch(() => undefined)))
        return c.json({ error: 'Invalid token' }, 401);
      return next();
    });
    app.route(`${prefix}/fhir`, fhir.routes);
  }
  server.on('request', getRequestListener(app.fetch));
  return {
    url,
    asked: fhir.asked,
    launchUrl: (appLaunchUrl, launch) => {
      const address = new URL(appLaunchUrl);
      address.searchParams.set('iss', `${url}/v/r4/fhir`);
      address.searchParams.set('launch', encodeLaunch(launch));
      return launch.simEhr ? `${url}/ehr?${new URLSearchParams({ app: address.href })}` : address.href;
    },
    simFhir: (launch) => `${url}/v/r4/sim/${encodeLaunch(launch)}/fhir`,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
