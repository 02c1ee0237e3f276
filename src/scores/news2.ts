import type { Chart } from '../chart/chart.ts';
import type { Concept } from '../chart/codes.ts';
import {
  measuredItem,
  mentationItem,
  missingItem,
  newest,
  type Score,
  type ScoreItem,
  scoreHours,
  totalOf,
} from './score.ts';

/** Cells of a row: values up to and including the first number have the second as points. */
type Cells = readonly (readonly [upTo: number, points: number])[];

const above = Number.POSITIVE_INFINITY;

/** Royal College of Physicians, National Early Warning Score 2 (2017). */
const respiratoryRate: Cells = [
  [8, 3],
  [11, 1],
  [20, 0],
  [24, 2],
  [above, 3],
];
const saturationScale1: Cells = [
  [91, 3],
  [93, 2],
  [95, 1],
  [above, 0],
];
/** For a documented target of 88–92 %; above it, points are for too much oxygen, so none on air. */
const saturationScale2OnOxygen: Cells = [
  [83, 3],
  [85, 2],
  [87, 1],
  [92, 0],
  [94, 1],
  [96, 2],
  [above, 3],
];
const systolicPressure: Cells = [
  [90, 3],
  [100, 2],
  [110, 1],
  [219, 0],
  [above, 3],
];
const pulse: Cells = [
  [40, 3],
  [50, 1],
  [90, 0],
  [110, 1],
  [130, 2],
  [above, 3],
];
const temperature: Cells = [
  [35, 3],
  [36, 1],
  [38, 0],
  [39, 1],
  [above, 2],
];

/** The table is written in whole numbers, temperature in tenths: a value is rounded to its step first. */
function pointsIn(cells: Cells, step: number): (value: number) => number {
  return (value) => {
    const rounded = Math.round(value / step) * step;
    return cells.find(([upTo]) => rounded <= upTo + step / 1000)?.[1] ?? 0;
  };
}

const { vitals } = scoreHours;

/** Air or oxygen: from the flow, else from the inspired fraction; nothing on record is not air. */
function oxygenItem(chart: Chart): ScoreItem {
  const name = 'supplemental oxygen';
  const flow = newest(chart, 'oxygenFlow', vitals);
  if (flow) return { name, points: flow.value > 0 ? 2 : 0, measurement: flow };
  const fraction = newest(chart, 'fractionInspiredOxygen', vitals);
  if (fraction) return { name, points: fraction.value > 0.22 ? 2 : 0, measurement: fraction };
  return missingItem(chart, name, ['oxygenFlow', 'fractionInspiredOxygen']);
}

const scale2From = 88;
const scale2To = 92;

function hasScale2({ oxygenTarget }: Chart): boolean {
  return oxygenTarget?.low === scale2From && oxygenTarget.high === scale2To;
}

function saturationItem(chart: Chart, oxygen: ScoreItem): ScoreItem {
  const concept = 'oxygenSaturation';
  if (!hasScale2(chart)) {
    const name = 'oxygen saturation (scale 1)';
    return measuredItem(chart, { name, concept, hours: vitals, points: pointsIn(saturationScale1, 1) });
  }
  const name = 'oxygen saturation (scale 2)';
  const points = pointsIn(saturationScale2OnOxygen, 1);
  const item = measuredItem(chart, { name, concept, hours: vitals, points });
  const isAbove = item.measurement !== undefined && Math.round(item.measurement.value) > scale2To;
  if (!isAbove || oxygen.points === 2) return item;
  return { ...item, points: 0, ...(oxygen.points === undefined ? { open: 'air or oxygen not known' } : {}) };
}

/** Which scale the saturation was read on, and by whose word. */
function scaleRemark(chart: Chart): string {
  const { oxygenTarget } = chart;
  if (!hasScale2(chart) || !oxygenTarget) return 'SpO2 scale 1: no target of 88–92 % is documented';
  const at = oxygenTarget.at ? `, ${oxygenTarget.at.slice(0, 10)}` : '';
  return `SpO2 scale 2: target of 88–92 % documented in ${oxygenTarget.source}${at}`;
}

const highFrom = 7;

function bandOf({ points, items, missing }: Score): string | undefined {
  if (points >= highFrom) return 'high: emergency assessment';
  if (points >= 5) return 'medium: urgent review';
  if (items.some((item) => item.points === 3)) return 'low-medium, one item at 3: urgent ward review';
  return missing.length === 0 ? 'low' : undefined;
}

/** NEWS2; SpO2 scale 2 only for a target of 88–92 % that a clinician has documented, never inferred. */
export function news2(chart: Chart): Score {
  const oxygen = oxygenItem(chart);
  const rule = (name: string, concept: Concept, points: (value: number) => number) =>
    measuredItem(chart, { name, concept, hours: vitals, points });
  const frame = { name: 'NEWS2', outOf: 20, bands: [], remarks: [scaleRemark(chart)] } as const;
  const { band: _, ...score } = totalOf(frame, [
    rule('respiratory rate', 'respiratoryRate', pointsIn(respiratoryRate, 1)),
    saturationItem(chart, oxygen),
    oxygen,
    rule('systolic pressure', 'systolicPressure', pointsIn(systolicPressure, 1)),
    rule('pulse', 'heartRate', pointsIn(pulse, 1)),
    mentationItem(chart, 'consciousness', 3),
    rule('temperature', 'temperature', pointsIn(temperature, 0.1)),
  ]);
  const band = bandOf(score);
  const isHighest = score.points >= highFrom;
  return { ...score, ...(band ? { band } : {}), ...(isHighest ? { isHighestBand: true } : {}) };
}
