import { prevalenceOf, type Sample, tiesOf } from './sample.ts';

/** Net benefit of acting on everyone at or above a risk, per patient, in true positives. */
export type Benefit = { readonly threshold: number; readonly model: number; readonly all: number };

/**
 * Net benefit at each risk threshold t: hits − false alarms × t / (1 − t), per patient; acting on nobody is 0.
 * @see Vickers, Elkin, Medical Decision Making 2006
 */
export function decisionCurve(sample: Sample, thresholds: readonly number[]): Benefit[] {
  const ties = tiesOf(sample);
  const total = sample.scores.length;
  const share = prevalenceOf(sample);
  return thresholds.map((threshold) => {
    const odds = threshold / (1 - threshold);
    const called = ties.filter(({ score }) => score >= threshold);
    const hits = called.reduce((sum, { positive }) => sum + positive, 0);
    const falseAlarms = called.reduce((sum, { negative }) => sum + negative, 0);
    return {
      threshold,
      model: (hits - falseAlarms * odds) / total,
      all: share - (1 - share) * odds,
    };
  });
}
