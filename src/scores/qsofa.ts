import type { Chart } from '../chart/chart.ts';
import { itemOf, newest, type Score, scoreHours, totalOf } from './score.ts';

/** qSOFA (Sepsis-3, JAMA 2016): one point each. */
export function qsofa(chart: Chart): Score {
  const vital = (concept: Parameters<typeof newest>[1]) => newest(chart, concept, scoreHours.vitals);
  const one = (isMet: boolean) => (isMet ? 1 : 0);
  return totalOf(
    {
      name: 'qSOFA',
      outOf: 3,
      bands: [
        [2, 'positive'],
        [0, 'negative'],
      ],
    },
    [
      itemOf('respiratory rate of 22 or more', vital('respiratoryRate'), (rate) => one(rate >= 22)),
      itemOf('systolic pressure of 100 or less', vital('systolicPressure'), (mmHg) => one(mmHg <= 100)),
      itemOf('altered mentation', vital('glasgowComaScore'), (score) => one(score < 15)),
    ],
  );
}
