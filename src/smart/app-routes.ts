import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { type AppFile, readAppFile } from './app-files.ts';
import { appPolicy } from './pages/policy.ts';
import { LaunchRefused } from './pages/refused.ts';
import { sessionSecretOf } from './session/cookies.ts';
import type { Sessions } from './session/sessions.ts';

export type AppParts = {
  readonly sessions: Sessions;
  /** Folder of the built app: `index.html`, `assets/`. */
  readonly webFolder: string;
};

function send(c: Context, { bytes, type, encoding }: AppFile): Response {
  c.header('content-type', type);
  c.header('vary', 'accept-encoding');
  c.header('x-content-type-options', 'nosniff');
  if (encoding) c.header('content-encoding', encoding);
  return c.body(bytes);
}

/** The app's files, and its page for whoever holds the session that the address names. */
export function appRoutes({ sessions, webFolder }: AppParts): Hono {
  const routes = new Hono();
  routes.get('/assets/:name', async (c) => {
    const name = c.req.param('name');
    const file = await readAppFile(join(webFolder, 'assets'), name, c.req.header('accept-encoding'));
    if (!file) return c.notFound();
    // The name holds a hash of the content.
    c.header('cache-control', 'public, max-age=31536000, immutable');
    return send(c, file);
  });
  routes.get('/:handle', async (c) => {
    const handle = c.req.param('handle');
    const session = sessions.find(handle, sessionSecretOf(c, handle));
    if (!session) throw new LaunchRefused('session-over', sessions.ehrOf(handle));
    const page = await readAppFile(webFolder, 'index.html', c.req.header('accept-encoding'));
    if (!page) throw new LaunchRefused('app-not-built', session.ehr);
    appPolicy(c, session.ehr.frameAncestors);
    return send(c, page);
  });
  return routes;
}
