import { type Context, Hono } from 'hono';
import { standingOn } from '../contradictions/standing.ts';
import { toBundle } from '../fhir-bundle/bundle.ts';
import type { Told } from '../fhir-bundle/subject.ts';
import type { HeldSummary } from '../summary/summaries.ts';
import { type PatientEnv, type PatientParts, patientOf, summaryOf } from './patient-summary.ts';
import { reportOf } from './reports.ts';
import { type ViewParts, viewOf } from './summary-view.ts';
import type { Visit } from './visit.ts';

export type SummaryRouteParts = PatientParts & ViewParts & Pick<Told, 'overrideReasons'>;

const fhirJson = 'application/fhir+json';

async function bundleOf({ store, overrideReasons }: SummaryRouteParts, visit: Visit, held: HeldSummary) {
  const { chart, assessment, origin } = held;
  const standing = standingOn(await store.contradictions.of(patientOf(visit)), assessment);
  const report = await reportOf({ store }, visit, held);
  const bundle = toBundle({
    ...{ chart, assessment, standing, overrideReasons },
    ...(report ? { report } : {}),
    fhirBase: visit.fhir.baseUrl,
  });
  if (origin.kind === 'live') return bundle;
  const tag = [{ system: 'urn:vigie:origin', code: 'stored', display: origin.because }];
  return { ...bundle, meta: { ...bundle.meta, tag } };
}

function asksForFhir(c: Context): boolean {
  return (c.req.header('accept') ?? '').includes(fhirJson);
}

/** `GET /patients/{id}/summary`, as JSON or as a FHIR R4 Bundle. @see SummaryView */
export function summaryRoutes(parts: SummaryRouteParts): Hono<PatientEnv> {
  const routes = new Hono<PatientEnv>();
  routes.get('/:id/summary', async (c) => {
    const visit = c.get('visit');
    const held = await summaryOf(parts, visit, { refresh: c.req.query('refresh') === '1' });
    c.header('cache-control', 'no-store');
    c.header('vary', 'accept');
    if (!asksForFhir(c)) return c.json(await viewOf(parts, visit, held));
    return c.json(await bundleOf(parts, visit, held), 200, { 'content-type': fhirJson });
  });
  return routes;
}
