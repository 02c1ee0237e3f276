import type { Chart } from '../chart/chart.ts';
import { itemOf, newest, type Score, type ScoreItem, scoreHours, totalOf } from './score.ts';

/** Urea of 7 mmol/L, as urea nitrogen in mg/dL. */
const ureaLimit = 7 * 2.8014;
const seniorYears = 65;

/** Either pressure alone can give the point; only both together can withhold it. */
function pressureItem(chart: Chart): ScoreItem {
  const name = 'systolic below 90 or diastolic of 60 or less';
  const systolic = newest(chart, 'systolicPressure', scoreHours.vitals);
  const diastolic = newest(chart, 'diastolicPressure', scoreHours.vitals);
  if (systolic && systolic.value < 90) return { name, points: 1, measurement: systolic };
  if (diastolic && diastolic.value <= 60) return { name, points: 1, measurement: diastolic };
  return systolic && diastolic ? { name, points: 0, measurement: systolic } : { name };
}

function ageItem({ patient: { ageYears } }: Chart): ScoreItem {
  const name = 'age of 65 or more';
  return ageYears === undefined ? { name } : { name, points: ageYears >= seniorYears ? 1 : 0 };
}

/** CURB-65 (Lim, Thorax 2003) for pneumonia; without a urea it is CRB-65 and says so. */
export function curb65(chart: Chart): Score {
  const one = (isMet: boolean) => (isMet ? 1 : 0);
  const vital = (concept: Parameters<typeof newest>[1]) => newest(chart, concept, scoreHours.vitals);
  const urea = newest(chart, 'bun', scoreHours.labs);
  const items = [
    itemOf('confusion (coma score below 15)', vital('glasgowComaScore'), (score) => one(score < 15)),
    ...(urea ? [itemOf('urea above 7 mmol/L', urea, (bun) => one(bun > ureaLimit))] : []),
    itemOf('respiratory rate of 30 or more', vital('respiratoryRate'), (rate) => one(rate >= 30)),
    pressureItem(chart),
    ageItem(chart),
  ];
  const bands = urea
    ? ([
        [3, 'severe'],
        [2, 'moderate'],
        [0, 'low'],
      ] as const)
    : ([
        [3, 'severe'],
        [1, 'moderate'],
        [0, 'low'],
      ] as const);
  return totalOf({ name: urea ? 'CURB-65' : 'CRB-65', outOf: items.length, bands }, items);
}
