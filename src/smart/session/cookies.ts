import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** Where a cookie has to work: the browser decides by how the page is shown and whether it came over TLS. */
type Style =
  | { readonly secure: true; readonly sameSite: 'None'; readonly partitioned: true }
  | { readonly sameSite: 'Lax' };

/**
 * Over https a cookie must also come back inside the EHR's frame, so it is SameSite=None and partitioned by the page
 * around it. Over plain http, which is for this machine only, browsers differ in whether they take a Secure cookie; a
 * frame of another port is the same site there and Lax is enough. Only a frame of another name needs the other kind.
 */
function styleOf(c: Context, publicUrl: string): Style {
  const isForeignFrame =
    c.req.header('sec-fetch-site') === 'cross-site' && /^i?frame$/.test(c.req.header('sec-fetch-dest') ?? '');
  return publicUrl.startsWith('https:') || isForeignFrame
    ? { secure: true, sameSite: 'None', partitioned: true }
    : { sameSite: 'Lax' };
}

export type CookieGiven = {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly maxAge: number;
};

export function giveCookie(c: Context, publicUrl: string, { name, value, path, maxAge }: CookieGiven): void {
  setCookie(c, name, value, { ...styleOf(c, publicUrl), httpOnly: true, path, maxAge });
}

export function takeBackCookie(
  c: Context,
  publicUrl: string,
  given: Pick<CookieGiven, 'name' | 'path'>,
): void {
  deleteCookie(c, given.name, { ...styleOf(c, publicUrl), httpOnly: true, path: given.path });
}

/** Two tabs hold two sessions, so each has a cookie of its own. */
export function sessionCookieName(handle: string): string {
  return `vigie-${handle}`;
}

export function sessionSecretOf(c: Context, handle: string): string | undefined {
  return getCookie(c, sessionCookieName(handle));
}
