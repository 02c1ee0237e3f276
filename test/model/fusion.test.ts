import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Chart, Measurement } from '../../src/chart/chart.ts';
import { createFusion } from '../../src/fusion/fuse.ts';
import { type Held, openShipped, worstOf } from './parity.ts';

type Rows = readonly (readonly (number | null)[])[];
/** Row by row: inputs (null = not known) and what each member answered. */
type Parity = {
  readonly tolerance: number;
  readonly tabular: Rows;
  readonly film: Rows;
  readonly member_logits: readonly (readonly number[])[];
};

let shipped: Held<Parity>;
beforeAll(async () => {
  shipped = await openShipped<Parity>('fusion');
});
afterAll(() => shipped[Symbol.asyncDispose]());

function tensorOf(rows: Rows) {
  const data = Float32Array.from(rows.flat(), (value) => value ?? Number.NaN);
  return { data, shape: [rows.length, rows[0]!.length] };
}

test('the fusion graph answers here as it did where it was trained', async () => {
  const { tabular, film, member_logits: expected, tolerance } = shipped.parity;
  expect(tolerance).toBeLessThanOrEqual(1e-4);
  expect(expected.length).toBeGreaterThanOrEqual(5);
  const outputs = await shipped.engine.run('fusion', { tabular: tensorOf(tabular), film: tensorOf(film) });
  expect(worstOf(outputs.member_logits?.data, expected.flat())).toBeLessThan(tolerance);
});

test('what each part alone would have said stands beside the risk, and is never surer than the whole', async () => {
  const asOf = '2026-03-01T12:00:00.000Z';
  const measured = (concept: Measurement['concept'], value: number, ucum: string): Measurement => {
    return { concept, value, ucum, observedAt: asOf, source: `Observation/${concept}` };
  };
  const chart: Chart = {
    patient: { id: 'p', identifiers: [], sex: 'male', ageYears: 71 },
    asOf,
    measurements: [measured('heartRate', 128, '/min'), measured('bun', 60, 'mg/dL')],
    ...{ conditions: [], procedures: [], devices: [], notes: [], films: [], gaps: [], laterDropped: 0 },
  };
  const { risk, subsets } = await createFusion(shipped).fuse(chart, undefined);
  expect(subsets.map(({ heard }) => heard)).toEqual([[], ['labs'], ['vitals'], ['labs', 'vitals']]);
  expect(subsets.at(-1)?.risk).toEqual(risk);
  const [none, labs, vitals, both] = subsets.map(({ risk: { low, high } }) => high - low);
  for (const part of [labs, vitals]) expect(part).toBeGreaterThan(both ?? 1);
  expect(none).toBeGreaterThan(0);
});
