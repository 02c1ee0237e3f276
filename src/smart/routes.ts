import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { type AppParts, appRoutes } from './app-routes.ts';
import { type LaunchParts, launchRoutes } from './launch/launch-routes.ts';
import { refusalPage } from './pages/page.ts';
import { LaunchRefused } from './pages/refused.ts';
import { answerRefusal } from './refusal.ts';
import { sessionRoutes } from './session/session-routes.ts';
import type { VisitParts } from './session/visit-of.ts';

export type SmartParts = LaunchParts & AppParts & VisitParts;

/** The app's own colours and sizes, and what the pages add. */
const styleSheets = ['../web/tokens.css', './pages/page.css'].map((path) => new URL(path, import.meta.url));

/** The keys with which Vigie signs its client assertions, one for each EHR that wants them. */
function publishedKeys({ ehrs }: SmartParts) {
  return ehrs.all().flatMap(({ authentication: a }) => (a.kind === 'key' ? [a.key.publicJwk] : []));
}

/** SMART App Launch 2: sign-in through the EHR, sessions, the app's page and files. Not for other origins: no CORS. */
export function smartRoutes(parts: SmartParts): Hono {
  const routes = new Hono();
  routes.get('/page.css', async (c) => {
    c.header('cache-control', 'public, max-age=3600');
    const sheets = await Promise.all(styleSheets.map((sheet) => readFile(sheet, 'utf8')));
    return c.body(sheets.join('\n'), 200, { 'content-type': 'text/css; charset=utf-8' });
  });
  routes.get('/jwks.json', (c) => c.json({ keys: publishedKeys(parts) }));
  routes.route('/', launchRoutes(parts));
  routes.route('/', sessionRoutes(parts));
  routes.route('/app', appRoutes(parts));
  routes.onError((error, c) => {
    if (!(error instanceof LaunchRefused)) return answerRefusal(c, error, parts.log);
    parts.log.warn({ refusal: error.kind, ehr: error.ehr?.name }, 'launch refused');
    // A page that names no EHR may stand wherever the app may.
    const frames =
      error.ehr?.frameAncestors ?? parts.ehrs.all().flatMap(({ frameAncestors }) => frameAncestors);
    return refusalPage(c, error, frames);
  });
  return routes;
}
