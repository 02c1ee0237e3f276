import { describe, expect, test } from 'vitest';
import { decisionCurve } from '../../../src/evaluation/decision-curve.ts';
import {
  atPrevalence,
  mostSensitive,
  mostSpecific,
  pointAt,
  youden,
} from '../../../src/evaluation/operating-points.ts';
import { areaUnder, riskCoverage } from '../../../src/evaluation/risk-coverage.ts';
import { sampleOf } from '../../../src/evaluation/sample.ts';
import { inventedCases, tied, untied } from './cases.ts';

describe('operating points, as scikit-learn finds them', () => {
  const known = [
    ['most specific with sensitivity ≥ .9', mostSpecific(tied, 0.9), 0.185, 0.945945, 0.260869],
    ['most sensitive with specificity ≥ .9', mostSensitive(tied, 0.9), 0.905, 0.081081, 0.913043],
    ['Youden', youden(tied), 0.365, 0.783783, 0.521739],
    ['at a threshold between two cases', pointAt(tied, 0.36), 0.36, 0.783783, 0.521739],
  ] as const;
  test.each(known)('%s', (_, point, threshold, sensitivity, specificity) => {
    expect(point?.threshold).toBeCloseTo(threshold, 9);
    expect(point?.sensitivity).toBeCloseTo(sensitivity, 5);
    expect(point?.specificity).toBeCloseTo(specificity, 5);
  });

  test('predictive values are those of the stated prevalence, not of the sample', () => {
    const point = atPrevalence({ threshold: 0.5, sensitivity: 0.9, specificity: 0.8 }, 0.01);
    // 1,000 people: 9 of 10 ill found, 198 of 990 well called.
    expect(point.ppv).toBeCloseTo(9 / 207, 9);
    expect(point.npv).toBeCloseTo(792 / 793, 9);
  });
});

describe('net benefit', () => {
  test.each([
    [0.1, 0.5462962963, 0.5740740741],
    [0.3, 0.3833333333, 0.4523809524],
    [0.5, 0.2, 0.2333333333],
  ])('at a threshold of %f', (threshold, model, all) => {
    const [benefit] = decisionCurve(tied, [threshold]);
    expect(benefit?.model).toBeCloseTo(model, 9);
    expect(benefit?.all).toBeCloseTo(all, 9);
  });
});

describe('risk and coverage', () => {
  test('answering everyone costs the Brier score; the surest come first', () => {
    const curve = riskCoverage(untied);
    expect(curve.at(-1)).toEqual({ coverage: 1, risk: expect.closeTo(0.2602213, 6) });
    expect(
      areaUnder([
        { coverage: 0.5, risk: 0.1 },
        { coverage: 1, risk: 0.3 },
      ]),
    ).toBeCloseTo(0.2, 9);
  });

  test('the doubt is the width of the stated interval where there is one', () => {
    const cases = inventedCases({ steps: false }).map((one, at) => {
      const right = Math.abs(one.score - Number(one.outcome)) < 0.5;
      return { ...one, low: 0, high: right ? 0.1 : 0.9, patient: String(at) };
    });
    const [first] = riskCoverage(sampleOf(cases));
    expect(first?.risk).toBeLessThan(0.12);
  });
});
