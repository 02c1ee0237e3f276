import { describe, expect, test } from 'vitest';
import { createUniform } from '../../../src/evaluation/bootstrap.ts';
import { ece } from '../../../src/evaluation/metrics.ts';
import { fitPlatt, onLine } from '../../../src/evaluation/platt.ts';
import { onesFor, sampleOf } from '../../../src/evaluation/sample.ts';
import { sigmoid } from '../../../src/lib/estimate.ts';

/** Raw logits of a model whose truth is known: log-odds = .5 × logit − 1; two films a patient. */
function drawn(count: number, seed: number, intercept = -1) {
  const uniform = createUniform(seed);
  const logits = Array.from({ length: count }, () => 6 * uniform() - 3);
  const labels = logits.map((logit) => uniform() < sigmoid(0.5 * logit + intercept));
  return { logits, labels, groups: logits.map((_, at) => `patient ${at >> 1}`) };
}

describe('Platt calibration', () => {
  const cases = drawn(4000, 7);
  const line = fitPlatt(cases);

  test('finds the line the truth was drawn from, and says how sure it is', () => {
    expect(line.slope).toBeCloseTo(0.5, 1);
    expect(line.intercept).toBeCloseTo(-1, 1);
    const [[slopeVariance = 0, both = 0] = [], [other, interceptVariance = 0] = []] = line.cov;
    expect(both).toBe(other);
    // The inverse Fisher information at the true line, computed with NumPy: sd .0234 and .0393.
    expect(Math.sqrt(slopeVariance)).toBeCloseTo(0.0234, 2);
    expect(Math.sqrt(interceptVariance)).toBeCloseTo(0.0393, 2);
  });

  test('is calibrated on cases it has not seen', () => {
    const { logits, labels, groups } = drawn(4000, 8);
    const sample = sampleOf(
      logits.map((logit, at) => ({
        score: onLine(line, logit),
        outcome: labels[at] === true,
        patient: groups[at] ?? '',
      })),
    );
    expect(ece(sample, onesFor(sample))).toBeLessThan(0.025);
  });

  test('for a declared prevalence it is the line of a hospital where the finding is so frequent', () => {
    // Keep every positive and a quarter of the negatives: another prevalence, the same films within each kind.
    const kept = cases.labels.map((label, at) => label || at % 4 === 0);
    const among = <Value>(values: readonly Value[]) => values.filter((_, at) => kept[at]);
    const share = cases.labels.filter(Boolean).length / cases.labels.length;
    const enriched = {
      logits: among(cases.logits),
      labels: among(cases.labels),
      groups: among(cases.groups),
    };
    const back = fitPlatt(enriched, { declaredPrevalence: share });
    expect(back.observedPrevalence).toBeGreaterThan(share + 0.2);
    expect(back.slope).toBeCloseTo(line.slope, 1);
    expect(back.intercept).toBeCloseTo(line.intercept, 1);
  });

  test('refuses cases that are all alike, and survives cases that separate completely', () => {
    const { logits, groups } = cases;
    expect(() => fitPlatt({ logits, labels: logits.map(() => false), groups })).toThrow('with and without');
    const separated = fitPlatt({ logits, labels: logits.map((logit) => logit > 0), groups });
    expect(Number.isFinite(separated.slope)).toBe(true);
    expect(onLine(separated, 3)).toBeGreaterThan(0.99);
    const few = {
      logits: logits.slice(0, 20),
      labels: logits.slice(0, 20).map((logit) => logit > 0),
      groups: groups.slice(0, 20),
    };
    expect(onLine(fitPlatt(few), 1)).toBeGreaterThan(0.99);
    expect(onLine(fitPlatt(few, { isSmoothed: true }), 1)).toBeLessThan(0.95);
  });
});
