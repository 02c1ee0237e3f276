import { Hono } from 'hono';
import type { SessionView } from '../contract.ts';
import { relaunchAt } from '../pages/page.ts';
import { sessionCookieName, takeBackCookie } from './cookies.ts';
import type { Session } from './sessions.ts';
import { sessionOf, type VisitParts } from './visit-of.ts';

function viewOf({ patientId, viewer, needsPatientBanner, language, ehr, endsAt }: Session): SessionView {
  return {
    patientId,
    ...(viewer ? { viewer } : {}),
    needsPatientBanner,
    ...(language ? { language } : {}),
    ehr: ehr.name,
    expiresAt: endsAt.toISOString(),
    relaunch: relaunchAt(ehr),
  };
}

/** Who looks at whom, and the end of it. @see SessionView */
export function sessionRoutes(parts: VisitParts): Hono {
  const routes = new Hono();
  routes.get('/session', (c) => {
    c.header('cache-control', 'no-store');
    return c.json(viewOf(sessionOf(c, parts)));
  });
  routes.post('/logout', async (c) => {
    const { handle } = sessionOf(c, parts);
    takeBackCookie(c, parts.publicUrl, { name: sessionCookieName(handle), path: '/' });
    await parts.sessions.end(handle);
    return c.body(null, 204);
  });
  return routes;
}
