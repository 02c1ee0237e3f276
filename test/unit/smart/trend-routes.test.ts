import { describe, expect, test } from 'vitest';
import type { Measurement } from '../../../src/chart/chart.ts';
import { buildTrends } from '../../../src/smart/trend-routes.ts';

const asOf = '2026-11-24T10:00:00.000Z';
const lactate = (at: string, value: number, fields: Partial<Measurement> = {}): Measurement => ({
  concept: 'lactate',
  ucum: 'mmol/L',
  value,
  observedAt: `2026-11-24T${at}:00.000Z`,
  source: `Observation/l${at}`,
  ...fields,
});

describe('trends', () => {
  test('run from the oldest value to the newest, vitals before labs, with their sources', () => {
    const pulse: Measurement = { ...lactate('08:00', 92), concept: 'heartRate', ucum: '/min' };
    const view = buildTrends({ asOf, measurements: [lactate('09:00', 3), pulse, lactate('03:00', 4)] });
    expect(view.trends.map(({ concept, modality }) => `${concept} ${modality}`)).toEqual([
      'heartRate vitals',
      'lactate labs',
    ]);
    expect(view.trends[1]).toMatchObject({
      words: 'lactate',
      ucum: 'mmol/L',
      points: [
        { at: '2026-11-24T03:00:00.000Z', value: 4, source: 'Observation/l03:00' },
        { at: '2026-11-24T09:00:00.000Z', value: 3 },
      ],
    });
  });

  test('keep two values of one time, both of them', () => {
    const { trends } = buildTrends({
      asOf,
      measurements: [lactate('03:00', 4), lactate('03:00', 1.1, { source: 'Observation/x' })],
    });
    expect(trends[0]?.points.map(({ value }) => value)).toEqual([4, 1.1]);
  });

  test('take the range of the newest value that states one', () => {
    const { trends } = buildTrends({
      asOf,
      measurements: [
        lactate('09:00', 3),
        lactate('08:00', 3, { range: { high: 2 } }),
        lactate('01:00', 3, { range: { high: 1.6 } }),
      ],
    });
    expect(trends[0]?.range).toEqual({ high: 2 });
  });

  test('tell what is not final, and what was recorded in another unit', () => {
    const recorded = { value: 36, unit: 'mg/dL' };
    const { trends } = buildTrends({
      asOf,
      measurements: [lactate('08:00', 4, { status: 'preliminary', recorded })],
    });
    expect(trends[0]?.points).toMatchObject([{ status: 'preliminary', recorded }]);
  });
});
