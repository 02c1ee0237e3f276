import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { BadRequest } from '../lib/errors.ts';
import { type ContradictionParts, contradictionRoutes } from './contradiction-routes.ts';
import { type FilmRouteParts, filmRoutes } from './film-routes.ts';
import type { PatientEnv } from './patient-summary.ts';
import { type SummaryRouteParts, summaryRoutes } from './summary-routes.ts';
import type { Visit } from './visit.ts';

/** A program's visit: its FHIR token, and the server that the token is for. */
function visitWithToken(c: Context): Visit {
  const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const baseUrl = c.req.header('x-fhir-server');
  if (!token || !baseUrl)
    throw new BadRequest('send Authorization: Bearer <FHIR token> and x-fhir-server: <FHIR base address>');
  return {
    kind: 'token',
    reader: createHash('sha256').update(token).digest('hex'),
    patientId: c.req.param('id') ?? '',
    fhir: { baseUrl, accessToken: async () => token },
    notGranted: [],
    language: 'en',
  };
}

export type PatientRouteParts = SummaryRouteParts & FilmRouteParts & ContradictionParts;

/** Everything about one patient, for the app and for programs. @see SummaryView and its neighbours in contract.ts */
export function patientRoutes(parts: PatientRouteParts): Hono<PatientEnv> {
  const routes = new Hono<PatientEnv>();
  routes.use('/:id/*', async (c, next) => {
    c.set('visit', visitWithToken(c));
    await next();
  });
  routes.route('/', summaryRoutes(parts));
  routes.route('/', filmRoutes(parts));
  routes.route('/', contradictionRoutes(parts));
  return routes;
}
