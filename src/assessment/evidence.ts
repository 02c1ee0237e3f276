import { createHash } from 'node:crypto';
import type { Chart } from '../chart/chart.ts';
import type { Assessment } from './assessment.ts';

/**
 * A fingerprint of what an assessment rests on: what was measured, recorded and written, the film as it was read, the
 * models. Two assessments with the same one differ in their time alone.
 */
export function evidenceOf({ film, models }: Assessment, chart: Chart): string {
  const { measurements, conditions, procedures, devices, notes, oxygenTarget, encounter } = chart;
  const read = film.state === 'read' ? film.sopInstanceUid : `${film.state} ${film.because}`;
  const text = JSON.stringify([
    measurements.map(({ source, value, observedAt, status }) => [source, value, observedAt, status]),
    [...conditions, ...procedures, ...devices].map(({ source, state }) => [source, state]),
    notes.map(({ source, at }) => [source, at]),
    oxygenTarget?.source,
    encounter?.source,
    read,
    models,
  ]);
  return createHash('sha256').update(text).digest('hex');
}
