import type { Chart } from '../chart/chart.ts';
import { measuredItem, mentationItem, type Score, scoreHours, totalOf } from './score.ts';

const bands = [
  [2, 'positive'],
  [0, 'negative'],
] as const;

/** qSOFA (Sepsis-3, JAMA 2016): one point each. */
export function qsofa(chart: Chart): Score {
  const one = (isMet: boolean) => (isMet ? 1 : 0);
  const hours = scoreHours.vitals;
  return totalOf({ name: 'qSOFA', outOf: 3, bands }, [
    measuredItem(chart, {
      ...{ name: 'respiratory rate of 22 or more', concept: 'respiratoryRate', hours },
      points: (rate) => one(rate >= 22),
    }),
    measuredItem(chart, {
      ...{ name: 'systolic pressure of 100 or less', concept: 'systolicPressure', hours },
      points: (mmHg) => one(mmHg <= 100),
    }),
    mentationItem(chart, 'altered mentation', 1),
  ]);
}
