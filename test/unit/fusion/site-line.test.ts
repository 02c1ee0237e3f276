import { describe, expect, test } from 'vitest';
import { onSiteLine, type SiteLine } from '../../../src/fusion/site-line.ts';

const line: SiteLine = {
  ...{ model: 'fusion@1', sha256: 'a', date: '2026-11-24', cases: 400, patients: 400, events: 60 },
  ...{ slope: 1, intercept: 0 },
  cov: [
    [0, 0],
    [0, 0],
  ],
};
const risk = { value: 0.2, low: 0.1, high: 0.35 };

describe('a risk on the line of a site', () => {
  test('is the risk as shipped, interval and all, when the line changes nothing', () => {
    const { value, low, high } = onSiteLine(risk, line);
    expect([value, low, high]).toEqual([0.2, 0.1, 0.35].map((p) => expect.closeTo(p, 9)));
  });

  test('has its odds doubled by an intercept of ln 2', () => {
    expect(onSiteLine(risk, { ...line, intercept: Math.log(2) }).value).toBeCloseTo(0.5 / 1.5, 9);
  });

  test('is less sure for a line that is itself unsure', () => {
    const unsure = onSiteLine(risk, {
      ...line,
      cov: [
        [0.01, 0],
        [0, 0.04],
      ],
    });
    expect(unsure.value).toBeCloseTo(0.2, 9);
    expect(unsure.low).toBeLessThan(0.1);
    expect(unsure.high).toBeGreaterThan(0.35);
  });
});
