import type { Chart } from '../chart/chart.ts';
import {
  measuredItem,
  mentationItem,
  missingItem,
  newest,
  type Score,
  type ScoreItem,
  scoreHours,
  totalOf,
  ureaMmolPerLitre,
} from './score.ts';

const seniorYears = 65;
const ureaLimit = 7;
/** Deaths within 30 days, per cent, for 0 to 5 points (Lim, Thorax 2003). */
const deaths = [0.7, 3.2, 13, 17, 41.5, 57] as const;

/** Either pressure alone can give the point; only both together can withhold it. */
function pressureItem(chart: Chart): ScoreItem {
  const name = 'systolic below 90 or diastolic of 60 or less';
  const systolic = newest(chart, 'systolicPressure', scoreHours.vitals);
  const diastolic = newest(chart, 'diastolicPressure', scoreHours.vitals);
  if (systolic && systolic.value < 90) return { name, points: 1, measurement: systolic };
  if (diastolic && diastolic.value <= 60) return { name, points: 1, measurement: diastolic };
  if (systolic && diastolic) return { name, points: 0, measurement: systolic };
  return missingItem(chart, name, systolic ? ['diastolicPressure'] : ['systolicPressure']);
}

function ageItem({ patient: { ageYears } }: Chart): ScoreItem {
  const name = 'age of 65 or more';
  return ageYears === undefined ? { name } : { name, points: ageYears >= seniorYears ? 1 : 0 };
}

function remarksFor(score: Score): readonly string[] {
  const madeFor = 'made for pneumonia acquired outside hospital, at presentation';
  if (score.name !== 'CURB-65' || score.missing.length > 0) return [madeFor];
  return [madeFor, `${deaths[score.points]} % of such patients died within 30 days (Lim, Thorax 2003)`];
}

/** CURB-65 (Lim, Thorax 2003) for pneumonia; without a urea it is CRB-65 and says so. */
export function curb65(chart: Chart): Score {
  const one = (isMet: boolean) => (isMet ? 1 : 0);
  const urea = measuredItem(chart, {
    ...{ name: 'urea above 7 mmol/L', concept: 'bun', hours: scoreHours.labs },
    points: (bun) => one(ureaMmolPerLitre(bun) > ureaLimit),
  });
  const hasUrea = urea.points !== undefined;
  const items = [
    mentationItem(chart, 'confusion', 1),
    ...(hasUrea ? [urea] : []),
    measuredItem(chart, {
      ...{ name: 'respiratory rate of 30 or more', concept: 'respiratoryRate', hours: scoreHours.vitals },
      points: (rate) => one(rate >= 30),
    }),
    pressureItem(chart),
    ageItem(chart),
  ];
  const bands = [
    [3, 'severe'],
    [hasUrea ? 2 : 1, 'moderate'],
    [0, 'low'],
  ] as const;
  const score = totalOf({ name: hasUrea ? 'CURB-65' : 'CRB-65', outOf: items.length, bands }, items);
  return { ...score, remarks: remarksFor(score) };
}
