import { describe, expect, test } from 'vitest';
import { bootstrap, bootstrapDifference, quantileOf } from '../../../src/evaluation/bootstrap.ts';
import { calibrationIntercept, calibrationSlope } from '../../../src/evaluation/calibration-line.ts';
import {
  auprc,
  auroc,
  binsInsideIntervals,
  brier,
  ece,
  eceEqualWidth,
} from '../../../src/evaluation/metrics.ts';
import { onesFor, sampleOf } from '../../../src/evaluation/sample.ts';
import { inventedCases, tied, untied } from './cases.ts';

describe('figures that scikit-learn 1.9 and NumPy give for the same cases', () => {
  const known = [
    ['AUROC with ties', auroc, tied, 0.6539365452],
    ['AUROC without ties', auroc, untied, 0.6545240893],
    ['average precision with ties', auprc, tied, 0.7018175301],
    ['average precision without ties', auprc, untied, 0.7138559232],
    ['Brier score', brier, tied, 0.2535774999],
    ['calibration error, equal width', eceEqualWidth, tied, 0.2351666666],
    ['calibration error, equal count', ece, untied, 0.2204918032],
    ['calibration slope', calibrationSlope, tied, 0.345924333],
    ['calibration intercept', calibrationIntercept, tied, 0.4999184],
  ] as const;
  test.each(known)('%s', (_, metric, sample, value) => {
    expect(metric(sample, onesFor(sample))).toBeCloseTo(value, 4);
  });

  test('a metric of weighted cases is that of the cases written out as often', () => {
    const cases = inventedCases({ steps: true });
    const twice = sampleOf(cases.flatMap((one, at) => (at % 3 === 0 ? [one, one] : [one])));
    const sorted = cases.map((one, at) => ({ one, at })).sort((a, b) => a.one.score - b.one.score);
    const weights = Float64Array.from(sorted, ({ at }) => (at % 3 === 0 ? 2 : 1));
    for (const metric of [auroc, auprc, brier, ece, calibrationSlope])
      expect(metric(tied, weights)).toBeCloseTo(metric(twice, onesFor(twice)), 9);
  });
});

describe('where a figure cannot be said, it is not a number', () => {
  test('AUROC, average precision and slope of patients who all lived', () => {
    const lived = sampleOf(inventedCases({ steps: true }).map((one) => ({ ...one, outcome: false })));
    for (const metric of [auroc, auprc, calibrationSlope]) expect(metric(lived, onesFor(lived))).toBeNaN();
  });
  test('a quantile of resamples of which more than a tenth failed', () => {
    expect(quantileOf([1, 2, 3, 4, Number.NaN], 0.5)).toBeNaN();
    expect(quantileOf([1, 2, 3, 4], 0.5)).toBe(2.5);
  });
});

describe('the bootstrap', () => {
  test('agrees with the normal approximation for a mean', () => {
    const cases = Array.from({ length: 400 }, (_, i) => {
      return { score: 0, outcome: (i * 7919) % 10 < 3, patient: String(i) };
    });
    const { rate } = bootstrap(sampleOf(cases), { rate: brier }, { repeats: 2000, seed: 3 });
    const sd = Math.sqrt((0.3 * 0.7) / 400);
    expect(rate.value).toBeCloseTo(0.3, 9);
    expect(rate.low).toBeCloseTo(0.3 - 1.96 * sd, 2);
    expect(rate.high).toBeCloseTo(0.3 + 1.96 * sd, 2);
  });

  test('draws whole patients: the same films counted three times make nothing surer', () => {
    const cases = inventedCases({ steps: false }).map((one, at) => ({ ...one, patient: `q${at}` }));
    const once = bootstrap(sampleOf(cases), { auroc });
    const thrice = bootstrap(sampleOf([...cases, ...cases, ...cases]), { auroc });
    expect(thrice.auroc.low).toBeCloseTo(once.auroc.low, 9);
    expect(thrice.auroc.high).toBeCloseTo(once.auroc.high, 9);
    const torn = sampleOf(
      [0, 1, 2].flatMap((n) => cases.map((one) => ({ ...one, patient: `${one.patient}/${n}` }))),
    );
    const { auroc: narrower } = bootstrap(torn, { auroc });
    expect(narrower.high - narrower.low).toBeLessThan(0.75 * (once.auroc.high - once.auroc.low));
  });

  test('of a difference is exactly zero between a model and itself, and repeats itself', () => {
    expect(bootstrapDifference({ a: tied, b: tied }, auroc)).toEqual({ value: 0, low: 0, high: 0 });
    expect(bootstrap(tied, { brier })).toEqual(bootstrap(tied, { brier }));
  });
});

test('stated intervals are held against the observed rate of each tenth of the cases', () => {
  const cases = inventedCases({ steps: false });
  const wide = sampleOf(cases.map((one) => ({ ...one, low: 0, high: 1 })));
  const narrow = sampleOf(cases.map((one) => ({ ...one, low: one.score, high: one.score })));
  expect(binsInsideIntervals(wide, onesFor(wide))).toBe(1);
  expect(binsInsideIntervals(narrow, onesFor(narrow))).toBeLessThan(0.2);
  expect(binsInsideIntervals(untied, onesFor(untied))).toBeNaN();
});
