import type { Chart } from '../chart/chart.ts';
import { comorbiditiesItem } from './comorbidities.ts';
import {
  measuredItem,
  mentationItem,
  missingItem,
  newest,
  type Score,
  type ScoreItem,
  scoreHours,
  stepsOf,
  totalOf,
  ureaMmolPerLitre,
} from './score.ts';

const remarks = [
  'derived from adults admitted with COVID-19, United Kingdom 2020; scored there at admission',
];

/** Deaths in hospital by band (Knight, BMJ 2020; 370:m3339). */
const bands = [
  [15, 'very high: 61.5 % of such patients died in hospital (Knight, BMJ 2020)'],
  [9, 'high: 31.4 % of such patients died in hospital (Knight, BMJ 2020)'],
  [4, 'intermediate: 9.9 % of such patients died in hospital (Knight, BMJ 2020)'],
  [0, 'low: 1.2 % of such patients died in hospital (Knight, BMJ 2020)'],
] as const;

const ageSteps = [
  [80, 7],
  [70, 6],
  [60, 4],
  [50, 2],
] as const;
const rateSteps = [
  [30, 2],
  [20, 1],
] as const;
const crpSteps = [
  [100, 2],
  [50, 1],
] as const;

function ageItem({ patient: { ageYears } }: Chart): ScoreItem {
  if (ageYears === undefined) return { name: 'age' };
  return { name: `age ${ageYears}`, points: stepsOf(ageYears, ageSteps) };
}

function sexItem({ patient: { sex } }: Chart): ScoreItem {
  return sex === undefined ? { name: 'sex' } : { name: `sex ${sex}`, points: sex === 'male' ? 1 : 0 };
}

function isOnAir(chart: Chart): boolean {
  const flow = newest(chart, 'oxygenFlow', scoreHours.vitals);
  const fraction = newest(chart, 'fractionInspiredOxygen', scoreHours.vitals);
  return flow ? flow.value === 0 : fraction !== undefined && fraction.value <= 0.22;
}

/** Below 92 % on oxygen is below it on air too; 92 % or more says so only when it was on air. */
function saturationItem(chart: Chart): ScoreItem {
  const name = 'oxygen saturation below 92 % on room air';
  const measurement = newest(chart, 'oxygenSaturation', scoreHours.vitals);
  if (!measurement) return missingItem(chart, name, ['oxygenSaturation']);
  if (measurement.value < 92) return { name, points: 2, measurement };
  return isOnAir(chart)
    ? { name, points: 0, measurement }
    : { name, points: 0, measurement, open: 'not known to be on room air' };
}

/** 4C Mortality Score (ISARIC 4C: Knight, BMJ 2020), made from adults in hospital with COVID-19. */
export function fourC(chart: Chart): Score {
  const { vitals, labs } = scoreHours;
  return totalOf({ name: '4C Mortality', outOf: 21, bands, remarks }, [
    ageItem(chart),
    sexItem(chart),
    comorbiditiesItem(chart),
    measuredItem(chart, {
      ...{ name: 'respiratory rate', concept: 'respiratoryRate', hours: vitals },
      points: (rate) => stepsOf(rate, rateSteps),
    }),
    saturationItem(chart),
    mentationItem(chart, 'coma score below 15', 2),
    measuredItem(chart, {
      ...{ name: 'urea', concept: 'bun', hours: labs },
      points: (bun) => (ureaMmolPerLitre(bun) > 14 ? 3 : ureaMmolPerLitre(bun) >= 7 ? 1 : 0),
    }),
    measuredItem(chart, {
      ...{ name: 'C-reactive protein', concept: 'crp', hours: labs },
      points: (crp) => stepsOf(crp, crpSteps),
    }),
  ]);
}
