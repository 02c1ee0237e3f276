import { randomBytes } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { outcomeResponse } from './fhir/outcome.ts';

const lifeSeconds = 3600;

export type Token = { readonly accessToken: string; readonly expiresInSeconds: number };

/** The bearer tokens that this hospital's EHR hands out; they live an hour and die with the process. */
export type Access = {
  readonly issue: () => Token;
  readonly allows: (authorization: string | undefined) => boolean;
};

export function createAccess(): Access {
  const expiries = new Map<string, number>();
  const forgetExpired = () => {
    for (const [token, expiry] of expiries) if (expiry <= Date.now()) expiries.delete(token);
  };
  return {
    issue: () => {
      forgetExpired();
      const accessToken = randomBytes(24).toString('base64url');
      expiries.set(accessToken, Date.now() + lifeSeconds * 1000);
      return { accessToken, expiresInSeconds: lifeSeconds };
    },
    allows: (authorization) => {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
      return token !== undefined && (expiries.get(token) ?? 0) > Date.now();
    },
  };
}

/** Turns away whoever comes without a token of this hospital. */
export function requireToken(access: Access): MiddlewareHandler {
  return async (c, next) => {
    if (access.allows(c.req.header('authorization'))) return next();
    return outcomeResponse(401, 'a bearer token of this hospital is required', {
      'www-authenticate': 'Bearer realm="demo-hospital"',
    });
  };
}
