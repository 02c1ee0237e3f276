import type { Context } from 'hono';

const closed = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"];

/** Its own files and calls, and pictures it was sent; no inline code, no worker, no WebAssembly, nothing from elsewhere. */
const forApp = [
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
];
const forPage = ["style-src 'self'", 'img-src data:'];

const permissions = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb'];

/** What every answer with a face carries; `frames` are the origins that may show it inside their page. */
function setPolicy(c: Context, rules: readonly string[], frames: readonly string[]): void {
  const ancestors = `frame-ancestors ${frames.length > 0 ? frames.join(' ') : "'none'"}`;
  c.header('content-security-policy', [...closed, ...rules, ancestors].join('; '));
  c.header('x-content-type-options', 'nosniff');
  c.header('referrer-policy', 'no-referrer');
  c.header('permissions-policy', permissions.map((name) => `${name}=()`).join(', '));
  c.header('cache-control', 'no-store');
}

/** The headers of the app's page; `frames` are the origins that may show it in a panel. */
export function appPolicy(c: Context, frames: readonly string[]): void {
  setPolicy(c, forApp, frames);
}

/** The headers of a page without code; `frames` are the origins that may show it in a panel. */
export function pagePolicy(c: Context, frames: readonly string[]): void {
  setPolicy(c, forPage, frames);
}
