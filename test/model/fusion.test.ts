import { afterAll, beforeAll, expect, test } from 'vitest';
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
