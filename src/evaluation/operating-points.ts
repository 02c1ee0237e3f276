import { type Sample, tiesOf } from './sample.ts';

/** What calling every case at or above `threshold` positive would do. */
export type OperatingPoint = {
  readonly threshold: number;
  readonly sensitivity: number;
  readonly specificity: number;
  /** Predictive values at the stated prevalence; NaN where nobody would be called so. */
  readonly ppv: number;
  readonly npv: number;
  readonly prevalence: number;
};

type Rates = Pick<OperatingPoint, 'threshold' | 'sensitivity' | 'specificity'>;

/** Every distinct threshold from the highest down, each with its sensitivity and specificity. */
export function rocOf(sample: Sample): Rates[] {
  const ties = tiesOf(sample).reverse();
  const positives = ties.reduce((sum, { positive }) => sum + positive, 0);
  const negatives = ties.reduce((sum, { negative }) => sum + negative, 0);
  let [hits, falseAlarms] = [0, 0];
  return ties.map(({ score, positive, negative }) => {
    hits += positive;
    falseAlarms += negative;
    return { threshold: score, sensitivity: hits / positives, specificity: 1 - falseAlarms / negatives };
  });
}

/** Predictive values of a sensitivity and specificity where that share of the patients is affected (Bayes). */
export function atPrevalence(rates: Rates, prevalence: number): OperatingPoint {
  const { sensitivity, specificity } = rates;
  const hits = sensitivity * prevalence;
  const missed = (1 - sensitivity) * prevalence;
  const cleared = specificity * (1 - prevalence);
  const falseAlarms = (1 - specificity) * (1 - prevalence);
  return {
    ...rates,
    ppv: hits / (hits + falseAlarms),
    npv: cleared / (cleared + missed),
    prevalence,
  };
}

/** The rates at one threshold, whether or not a case lies on it. */
export function pointAt(sample: Sample, threshold: number): Rates {
  const reached = rocOf(sample).filter((rates) => rates.threshold >= threshold);
  const { sensitivity, specificity } = reached.at(-1) ?? { sensitivity: 0, specificity: 1 };
  return { threshold, sensitivity, specificity };
}

/** The most specific threshold that is at least so sensitive; undefined without positives. */
export function mostSpecific(sample: Sample, leastSensitivity: number): Rates | undefined {
  return rocOf(sample).find(({ sensitivity }) => sensitivity >= leastSensitivity);
}

/** The most sensitive threshold that is at least so specific; undefined when none is. */
export function mostSensitive(sample: Sample, leastSpecificity: number): Rates | undefined {
  return rocOf(sample).findLast(({ specificity }) => specificity >= leastSpecificity);
}

/** The threshold of the greatest sensitivity + specificity − 1 (Youden 1950). */
export function youden(sample: Sample): Rates | undefined {
  const index = ({ sensitivity, specificity }: Rates) => sensitivity + specificity;
  return rocOf(sample).reduce<Rates | undefined>(
    (best, rates) => (best && index(best) >= index(rates) ? best : rates),
    undefined,
  );
}
