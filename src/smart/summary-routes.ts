import { Hono } from 'hono';
import { type PatientEnv, type PatientParts, summaryOf } from './patient-summary.ts';
import { type ViewParts, viewOf } from './summary-view.ts';

export type SummaryRouteParts = PatientParts & ViewParts;

/** `GET /patients/{id}/summary`. @see SummaryView */
export function summaryRoutes(parts: SummaryRouteParts): Hono<PatientEnv> {
  const routes = new Hono<PatientEnv>();
  routes.get('/:id/summary', async (c) => {
    const visit = c.get('visit');
    const held = await summaryOf(parts, visit, { refresh: c.req.query('refresh') === '1' });
    c.header('cache-control', 'no-store');
    return c.json(await viewOf(parts, visit, held));
  });
  return routes;
}
