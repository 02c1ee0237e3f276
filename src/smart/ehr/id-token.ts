import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { SourceUnavailable } from '../../lib/errors.ts';
import type { AuthorisationServer } from './discovery.ts';
import type { Ehr } from './registration.ts';

/** Signatures of the server's own key; `none` and shared secrets are not among them. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'ES256', 'ES384', 'ES512'];
const toleranceSeconds = 60;

export type IdTokenParts = {
  readonly ehr: Ehr;
  readonly server: AuthorisationServer;
  readonly nonce: string;
};

/** Verified against the keys that the EHR publishes. */
export type IdTokens = {
  /** @throws SourceUnavailable where the keys cannot be had, else an error that says what is wrong */
  readonly verify: (idToken: string, parts: IdTokenParts) => Promise<JWTPayload>;
};

/** The keys could not be had, which says nothing about the token. */
function areKeysOutOfReach(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID'].includes(error.code);
}

/**
 * Servers in the wild sign as their issuer or as their FHIR base address; the SMART App Launcher 2 as `…/auth/fhir` beside
 * its token endpoint. All are the registered server's own addresses, and the keys, audience and nonce are checked as ever.
 * @see https://github.com/smart-on-fhir/smart-launcher-v2/issues/22
 */
function issuersOf({ iss }: Ehr, { issuer, tokenEndpoint }: AuthorisationServer): string[] {
  const besideTokens = new URL('fhir', tokenEndpoint).href;
  return [...(issuer ? [issuer] : []), iss, `${iss}/`, besideTokens];
}

/** @see https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation */
export function createIdTokens(): IdTokens {
  const keys = new Map<string, JWTVerifyGetKey>();
  const keysAt = (uri: string) => {
    const known = keys.get(uri) ?? createRemoteJWKSet(new URL(uri), { timeoutDuration: 8000 });
    keys.set(uri, known);
    return known;
  };
  return {
    verify: async (idToken, { ehr, server, nonce }) => {
      if (!server.jwksUri) throw new Error('the EHR names no keys to check an id_token with');
      const { payload } = await jwtVerify(idToken, keysAt(server.jwksUri), {
        issuer: issuersOf(ehr, server),
        audience: ehr.clientId,
        algorithms,
        clockTolerance: toleranceSeconds,
        requiredClaims: ['exp', 'sub'],
      }).catch((error: unknown) => {
        if (!areKeysOutOfReach(error)) throw error;
        throw new SourceUnavailable('ehr-keys-unreachable', { cause: error });
      });
      if (payload.nonce !== nonce) throw new Error('the id_token carries another nonce');
      if (payload.azp !== undefined && payload.azp !== ehr.clientId)
        throw new Error('the id_token was given to another client');
      return payload;
    },
  };
}
