/** An EHR small enough to read: a FHIR server and its authorisation server, over HTTP, that errs as a test says. */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { bundleOf, failure, patient } from '../../unit/sources/fhir/records.ts';
import { json, startNeighbour } from '../fhir-neighbour.ts';

export type Ways = {
  readonly version: 1 | 2;
  /** What the sign-in says of the patient; null where nobody was chosen. */
  readonly patient: string | null;
  readonly scope: (asked: string) => string;
  readonly claims: (claims: JWTPayload) => JWTPayload;
  readonly sign: 'own key' | 'other key' | 'not at all' | 'no id_token';
  readonly denies: string | undefined;
  /** `iss` of its answers to authorisation requests (RFC 9207). */
  readonly answersAs: readonly string[];
  /** Its configuration says that its answers have one. */
  readonly namesIssuer: boolean;
  /** Its configuration has an `issuer`. */
  readonly hasIssuer: boolean;
  readonly expiresIn: number;
  readonly refreshes: 'rotating' | 'refused' | 'broken' | 'never given';
  readonly appContext: string | undefined;
  readonly isDown: boolean;
};

const usual: Ways = {
  version: 2,
  patient: 'p1',
  scope: (asked) => asked,
  claims: (claims) => claims,
  sign: 'own key',
  denies: undefined,
  answersAs: [],
  namesIssuer: false,
  hasIssuer: true,
  expiresIn: 3600,
  refreshes: 'rotating',
  appContext: undefined,
  isDown: false,
};

type Code = Readonly<Record<'challenge' | 'nonce' | 'scope' | 'redirect' | 'launch' | 'patient', string>>;

const keysOf = async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS384');
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg: 'RS384' } };
};
const [own, other] = [await keysOf(), await keysOf()];

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
}

export async function startTestEhr() {
  let ways = usual;
  const codes = new Map<string, Code>();
  const access = new Set<string>();
  const refresh = new Map<string, Code>();
  const asked: {
    authorize: URLSearchParams[];
    token: URLSearchParams[];
    revoked: string[];
    basic: string[];
  } = { authorize: [], token: [], revoked: [], basic: [] };

  const configuration = () => ({
    ...(ways.hasIssuer ? { issuer: ehr.url } : {}),
    authorization_endpoint: `${ehr.url}/auth/authorize`,
    token_endpoint: `${ehr.url}/auth/token`,
    jwks_uri: `${ehr.url}/auth/keys`,
    revocation_endpoint: `${ehr.url}/auth/revoke`,
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'fhirUser', 'launch', 'online_access'],
    ...(ways.namesIssuer ? { authorization_response_iss_parameter_supported: true } : {}),
    capabilities: ['launch-ehr', 'launch-standalone', ...(ways.version === 2 ? ['permission-v2'] : [])],
  });

  const idTokenFor = async ({ nonce }: Code) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = ways.claims({
      iss: ehr.url,
      aud: 'vigie',
      sub: 'u1',
      fhirUser: `${ehr.url}/Practitioner/d1`,
      nonce,
      iat: now,
      exp: now + 300,
    });
    if (ways.sign === 'not at all') return new UnsecuredJWT(claims).encode();
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS384', kid: 'k1' })
      .sign(ways.sign === 'own key' ? own.privateKey : other.privateKey);
  };

  const answer = async (code: Code) => {
    const token = randomUUID();
    access.add(token);
    const next = randomUUID();
    if (ways.refreshes !== 'never given') refresh.set(next, code);
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: ways.expiresIn,
      scope: ways.scope(code.scope),
      need_patient_banner: false,
      locale: 'fr-CH',
      ...(code.patient === '' ? {} : { patient: code.patient }),
      ...(ways.appContext ? { appContext: ways.appContext } : {}),
      ...(ways.refreshes === 'never given' ? {} : { refresh_token: next }),
      ...(ways.sign === 'no id_token' ? {} : { id_token: await idTokenFor(code) }),
    };
  };

  const authorize = (response: ServerResponse, q: URLSearchParams) => {
    asked.authorize.push(q);
    const back = new URL(q.get('redirect_uri') ?? '');
    back.searchParams.set('state', q.get('state') ?? '');
    for (const iss of ways.answersAs) back.searchParams.append('iss', iss);
    if (ways.denies) back.searchParams.set('error', ways.denies);
    else {
      const code = randomUUID();
      const field = (name: string) => q.get(name) ?? '';
      codes.set(code, {
        challenge: field('code_challenge'),
        nonce: field('nonce'),
        scope: field('scope'),
        redirect: field('redirect_uri'),
        launch: field('launch'),
        // A launch of this EHR is the patient's name; without one the EHR's own choice counts.
        patient: field('launch') || (ways.patient ?? ''),
      });
      back.searchParams.set('code', code);
    }
    response.writeHead(302, { location: back.href }).end();
  };

  const token = async (request: IncomingMessage, response: ServerResponse) => {
    const form = await readForm(request);
    asked.token.push(form);
    asked.basic.push(request.headers.authorization ?? '');
    const invalid = () => json(response, { error: 'invalid_grant' }, 400);
    if (form.get('grant_type') === 'refresh_token') {
      if (ways.refreshes === 'broken') return void response.destroy();
      const given = form.get('refresh_token') ?? '';
      const code = refresh.get(given);
      refresh.delete(given);
      return code && ways.refreshes === 'rotating' ? json(response, await answer(code)) : invalid();
    }
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!code || code.challenge !== challenge || code.redirect !== form.get('redirect_uri')) return invalid();
    return json(response, await answer(code));
  };

  const fhir = (request: IncomingMessage, response: ServerResponse, path: string) => {
    const bearer = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!access.has(bearer)) return json(response, failure, 401);
    const [, type = '', id = ''] = path.split('/');
    if (type === 'Patient') return json(response, { ...patient, id });
    if (type === 'Practitioner')
      return json(response, {
        resourceType: type,
        id,
        name: [{ given: ['Ada'], family: 'Roux', prefix: ['Dr'] }],
      });
    return json(response, bundleOf([]));
  };

  const ehr = await startNeighbour((request, response, url) => {
    if (ways.isDown) return void response.destroy();
    if (url.pathname === '/.well-known/smart-configuration') return json(response, configuration());
    if (url.pathname === '/auth/authorize') return authorize(response, url.searchParams);
    if (url.pathname === '/auth/token') return void token(request, response);
    if (url.pathname === '/auth/keys') return json(response, { keys: [own.jwk] });
    if (url.pathname === '/auth/revoke')
      return void readForm(request).then((form) => {
        asked.revoked.push(form.get('token') ?? '');
        response.writeHead(200).end();
      });
    return fhir(request, response, url.pathname);
  });
  return {
    ...ehr,
    asked,
    /** From now on it behaves so, and as usual in all else. */
    behave: (changes: Partial<Ways> = {}) => {
      ways = { ...usual, ...changes };
    },
    isAccess: (token: string) => access.has(token),
  };
}
