import { randomBytes } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { outcomeResponse } from './fhir/outcome.ts';

const lifeSeconds = 3600;

export type Token = { readonly accessToken: string; readonly expiresInSeconds: number };

/** What an app was allowed: one patient's record, as far as its scopes reach. */
export type Grant = {
  readonly clientId: string;
  /** As granted, separated by spaces. */
  readonly scope: string;
  readonly patientId: string;
  readonly encounterId?: string;
  /** `Practitioner/<id>`. */
  readonly user: string;
};

/** The EHR itself, or an app with what it was granted. */
export type Bearer =
  | { readonly kind: 'ehr'; readonly expiresAt: number }
  | { readonly kind: 'app'; readonly expiresAt: number; readonly grant: Grant };

/** The bearer tokens that this hospital hands out; they live an hour and die with the process. */
export type Access = {
  /** For the EHR itself without a grant, for an app with one. */
  readonly issue: (grant?: Grant) => Token;
  readonly bearerOf: (accessToken: string) => Bearer | undefined;
  readonly revoke: (accessToken: string) => void;
};

export type AccessEnv = { Variables: { bearer: Bearer } };

export function createAccess(): Access {
  const bearers = new Map<string, Bearer>();
  const forgetExpired = () => {
    for (const [token, { expiresAt }] of bearers) if (expiresAt <= Date.now()) bearers.delete(token);
  };
  return {
    issue: (grant) => {
      forgetExpired();
      const accessToken = randomBytes(24).toString('base64url');
      const expiresAt = Date.now() + lifeSeconds * 1000;
      bearers.set(accessToken, grant ? { kind: 'app', expiresAt, grant } : { kind: 'ehr', expiresAt });
      return { accessToken, expiresInSeconds: lifeSeconds };
    },
    bearerOf: (accessToken) => {
      forgetExpired();
      return bearers.get(accessToken);
    },
    revoke: (accessToken) => bearers.delete(accessToken),
  };
}

/** The token of an Authorization header. */
export function tokenOf(authorization: string | undefined): string {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
}

/** Turns away whoever comes without a token of this hospital. */
export function requireToken(access: Access): MiddlewareHandler<AccessEnv> {
  return async (c, next) => {
    const bearer = access.bearerOf(tokenOf(c.req.header('authorization')));
    if (bearer) {
      c.set('bearer', bearer);
      return next();
    }
    return outcomeResponse(401, 'a bearer token of this hospital is required', {
      'www-authenticate': 'Bearer realm="demo-hospital"',
    });
  };
}
