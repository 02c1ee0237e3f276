import { Hono } from 'hono';
import type { Chart, Measurement } from '../chart/chart.ts';
import { type Concept, conceptNames, specOf } from '../chart/codes.ts';
import type { Trend, TrendPoint, TrendsView } from './contract.ts';
import { type PatientEnv, type PatientParts, summaryOf } from './patient-summary.ts';

function pointOf({ observedAt, value, source, status, words, recorded }: Measurement): TrendPoint {
  return {
    at: observedAt,
    value,
    source,
    ...(status ? { status } : {}),
    ...(words ? { words } : {}),
    ...(recorded ? { recorded } : {}),
  };
}

/** Instants of one form and zone, which sort as text; values of one time stay in the order of the record. */
function byTime(a: Measurement, b: Measurement): number {
  if (a.observedAt === b.observedAt) return 0;
  return a.observedAt < b.observedAt ? -1 : 1;
}

function trendOf(concept: Concept, measurements: readonly Measurement[]): Trend {
  const sorted = measurements.toSorted(byTime);
  const { words, modality, ucum } = specOf(concept);
  const range = sorted.findLast((measurement) => measurement.range !== undefined)?.range;
  return { concept, words, modality, ucum, ...(range ? { range } : {}), points: sorted.map(pointOf) };
}

/** Every lab and vital of a chart over time, in the order of the concepts; what was never measured is left out. */
export function buildTrends({ measurements, asOf }: Pick<Chart, 'measurements' | 'asOf'>): TrendsView {
  const byConcept = Map.groupBy(measurements, ({ concept }) => concept);
  const trends = conceptNames.flatMap((concept) => {
    const own = byConcept.get(concept);
    return own ? [trendOf(concept, own)] : [];
  });
  return { asOf, trends };
}

/** `GET /patients/{id}/trends`. @see TrendsView */
export function trendRoutes(parts: PatientParts): Hono<PatientEnv> {
  const routes = new Hono<PatientEnv>();
  routes.get('/:id/trends', async (c) => {
    const { chart } = await summaryOf(parts, c.get('visit'));
    return c.json(buildTrends(chart));
  });
  return routes;
}
