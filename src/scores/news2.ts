import type { Chart } from '../chart/chart.ts';
import { itemOf, newest, type Score, type ScoreItem, scoreHours, totalOf } from './score.ts';

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

/** Air or oxygen: from the flow, else from the inspired fraction; nothing on record is not air. */
function oxygenItem(chart: Chart): ScoreItem {
  const name = 'supplemental oxygen';
  const flow = newest(chart, 'oxygenFlow', scoreHours.vitals);
  if (flow) return itemOf(name, flow, (litres) => (litres > 0 ? 2 : 0));
  const fraction = newest(chart, 'fractionInspiredOxygen', scoreHours.vitals);
  return itemOf(name, fraction, (share) => (share > 0.22 ? 2 : 0));
}

function bandOf({ points, items, missing }: Score): string | undefined {
  if (points >= 7) return 'high: emergency assessment';
  if (points >= 5) return 'medium: urgent review';
  if (items.some((item) => item.points === 3)) return 'low-medium, one item at 3: urgent ward review';
  return missing.length === 0 ? 'low' : undefined;
}

/** NEWS2 on SpO2 scale 1: scale 2 needs a clinician's documented target and is never inferred. */
export function news2(chart: Chart): Score {
  const vital = (concept: Parameters<typeof newest>[1]) => newest(chart, concept, scoreHours.vitals);
  const { band: _, ...score } = totalOf({ name: 'NEWS2', outOf: 20, bands: [] }, [
    itemOf('respiratory rate', vital('respiratoryRate'), pointsIn(respiratoryRate, 1)),
    itemOf('oxygen saturation', vital('oxygenSaturation'), pointsIn(saturationScale1, 1)),
    oxygenItem(chart),
    itemOf('systolic pressure', vital('systolicPressure'), pointsIn(systolicPressure, 1)),
    itemOf('pulse', vital('heartRate'), pointsIn(pulse, 1)),
    itemOf('consciousness', vital('glasgowComaScore'), (score) => (score < 15 ? 3 : 0)),
    itemOf('temperature', vital('temperature'), pointsIn(temperature, 0.1)),
  ]);
  const band = bandOf(score);
  return { ...score, ...(band ? { band } : {}) };
}
