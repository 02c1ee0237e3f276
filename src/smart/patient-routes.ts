import { Hono } from 'hono';
import type { Logger } from '../lib/logger.ts';
import { type ContradictionParts, contradictionRoutes } from './contradiction-routes.ts';
import { type FilmRouteParts, filmRoutes } from './film-routes.ts';
import type { PatientEnv } from './patient-summary.ts';
import { type QuestionParts, questionRoutes } from './question-routes.ts';
import { answerRefusal } from './refusal.ts';
import type { ReportParts } from './report-desk.ts';
import { reportRoutes } from './report-routes.ts';
import { resourceRoutes } from './resource-routes.ts';
import { type VisitParts, visitOf } from './session/visit-of.ts';
import { type SummaryRouteParts, summaryRoutes } from './summary-routes.ts';
import { trendRoutes } from './trend-routes.ts';

/** What the parts' routes need, each one's beside the others'. */
export type PatientRouteParts = SummaryRouteParts &
  QuestionParts &
  FilmRouteParts &
  ContradictionParts &
  ReportParts &
  VisitParts & { readonly log: Logger };

/** Everything about one patient, for the app and for programs. @see SummaryView and its neighbours in contract.ts */
export function patientRoutes(parts: PatientRouteParts): Hono<PatientEnv> {
  const routes = new Hono<PatientEnv>();
  routes.use('/:id/*', async (c, next) => {
    c.set('visit', visitOf(c, parts));
    c.header('cache-control', 'no-store');
    await next();
  });
  routes.route('/', summaryRoutes(parts));
  routes.route('/', filmRoutes(parts));
  routes.route('/', contradictionRoutes(parts));
  routes.route('/', reportRoutes(parts));
  routes.route('/', trendRoutes(parts));
  routes.route('/', resourceRoutes());
  routes.route('/', questionRoutes(parts));
  routes.onError((error, c) => answerRefusal(c, error, parts.log));
  return routes;
}
