import type { Chart, Entry, Measurement } from '../../../src/chart/chart.ts';
import { type Concept, specOf } from '../../../src/chart/codes.ts';

export const asOf = '2026-11-24T12:00:00Z';
export const anHourAgo = '2026-11-24T11:00:00Z';

export type Values = Partial<Record<Concept, number>>;

/** A woman of 50 with these values, all of one moment. */
export function chartWith(values: Values, fields: Partial<Chart> = {}, observedAt = anHourAgo): Chart {
  const measurements = Object.entries(values).map(([concept, value]): Measurement => {
    const known = concept as Concept;
    return { concept: known, value, ucum: specOf(known).ucum, observedAt, source: 'Observation/x' };
  });
  return {
    patient: { id: 'p', identifiers: [], sex: 'female', ageYears: 50 },
    asOf,
    measurements,
    conditions: [],
    procedures: [],
    devices: [],
    notes: [],
    films: [],
    gaps: [],
    laterDropped: 0,
    ...fields,
  };
}

export function coded(system: string, code: string): Entry {
  return { text: code, code, codings: [{ system, code }], source: `Condition/${code}` };
}
