import type { Chart, Entry, Measurement } from '../chart/chart.ts';
import type { Concept } from '../chart/codes.ts';
import { findDiagnosis } from '../chart/diagnoses.ts';
import { hoursBetween } from '../lib/clock.ts';
import { missingItem, type Score, type ScoreItem, stepsOf, totalOf } from './score.ts';

/** SOFA takes the worst value of a day. */
const dayHours = 24;
/** An inspired fraction holds for gases drawn up to so many hours after it. */
const fractionHours = 12;
const roomAir = 0.21;

/** Points below each limit, from the lowest limit. */
type Steps = readonly (readonly [below: number, points: number])[];

const below = (value: number, steps: Steps) => steps.find(([limit]) => value < limit)?.[1] ?? 0;
/** Bilirubin and creatinine limits are written in tenths. */
const tenths = (value: number) => Math.round(value * 10) / 10;

function ofDay(chart: Chart, concept: Concept): Measurement[] {
  return chart.measurements.filter(
    (item) => item.concept === concept && hoursBetween(item.observedAt, chart.asOf) <= dayHours,
  );
}

type Scored = { readonly points: number; readonly measurement: Measurement };

/** The highest points; of equals the newest. */
function worstOf(scored: readonly Scored[]): Scored | undefined {
  return scored.reduce<Scored | undefined>((worst, next) => {
    if (!worst || next.points > worst.points) return next;
    const isNewer = Date.parse(next.measurement.observedAt) >= Date.parse(worst.measurement.observedAt);
    return next.points === worst.points && isNewer ? next : worst;
  }, undefined);
}

function worstItem(
  chart: Chart,
  { name, concept }: { readonly name: string; readonly concept: Concept },
  points: (value: number) => number,
): ScoreItem {
  const worst = worstOf(
    ofDay(chart, concept).map((measurement) => ({ measurement, points: points(measurement.value) })),
  );
  return worst ? { name, ...worst } : missingItem(chart, name, [concept]);
}

/** The fraction breathed when the gas was drawn: the newest one before it, or room air when no oxygen flowed. */
function fractionAt(chart: Chart, gas: Measurement): number | undefined {
  const before = (concept: Concept) =>
    chart.measurements
      .filter((item) => item.concept === concept)
      .filter(({ observedAt }) => {
        const hours = hoursBetween(observedAt, gas.observedAt);
        return hours >= 0 && hours <= fractionHours;
      })
      .sort((a, b) => Date.parse(a.observedAt) - Date.parse(b.observedAt))
      .at(-1);
  return before('fractionInspiredOxygen')?.value ?? (before('oxygenFlow')?.value === 0 ? roomAir : undefined);
}

/** A ventilator or CPAP that is on at the prediction time, by a procedure under way. */
function supportOf({ procedures }: Chart): Entry | undefined {
  return findDiagnosis(
    procedures.filter(({ isOngoing }) => isOngoing),
    'ventilation',
  );
}

const ratioSteps: Steps = [
  [100, 4],
  [200, 3],
  [300, 2],
  [400, 1],
];
/** More than this needs ventilatory support. */
const mostUnsupported = 2;

/** Points of every gas of the day, with and without the support that more than two of them need. */
function ratiosOf(chart: Chart, support: Entry | undefined): (Scored & { readonly ifSupported: number })[] {
  return ofDay(chart, 'pao2').flatMap((measurement) => {
    const fraction = fractionAt(chart, measurement);
    if (fraction === undefined) return [];
    const ifSupported = below(Number((measurement.value / fraction).toPrecision(6)), ratioSteps);
    const isSupported = support && Date.parse(support.at ?? '') <= Date.parse(measurement.observedAt);
    return [
      {
        measurement,
        ifSupported,
        points: isSupported ? ifSupported : Math.min(ifSupported, mostUnsupported),
      },
    ];
  });
}

function respirationItem(chart: Chart): ScoreItem {
  const name = 'respiration (PaO2/FiO2)';
  const support = supportOf(chart);
  const ratios = ratiosOf(chart, support);
  const worst = worstOf(ratios);
  if (!worst) {
    const isGasKnown = ofDay(chart, 'pao2').length > 0;
    return isGasKnown ? { name, open: 'no FiO2 at the time of the gas' } : missingItem(chart, name, ['pao2']);
  }
  const { points, measurement } = worst;
  const entries = support && points > mostUnsupported ? { entries: [support] } : {};
  const isOpen = ratios.some(({ ifSupported }) => ifSupported > points);
  return { name, points, measurement, ...entries, ...(isOpen ? { open: 'ventilation not on record' } : {}) };
}

/** From the measured mean pressure, else from both pressures of one moment. */
function meanPressures(chart: Chart): Measurement[] {
  const measured = ofDay(chart, 'meanArterialPressure');
  if (measured.length > 0) return measured;
  const systolic = ofDay(chart, 'systolicPressure');
  return ofDay(chart, 'diastolicPressure').flatMap((diastolic) => {
    const pair = systolic.find(({ observedAt }) => observedAt === diastolic.observedAt);
    if (!pair) return [];
    const value = Math.round((diastolic.value + (pair.value - diastolic.value) / 3) * 10) / 10;
    const { recorded: _, ...origin } = diastolic;
    return [{ ...origin, concept: 'meanArterialPressure' as const, value }];
  });
}

/** Vasopressors would give 2 to 4 points; medication is not gathered, so they stay unknown. */
function circulationItem(chart: Chart): ScoreItem {
  const name = 'circulation';
  const open = 'vasopressors not gathered';
  const worst = worstOf(
    meanPressures(chart).map((measurement) => ({ measurement, points: measurement.value < 70 ? 1 : 0 })),
  );
  return worst
    ? { name, ...worst, open }
    : { name, open: 'no mean pressure in date and vasopressors not gathered' };
}

const bands = [
  [2, 'organ dysfunction; with an infection, sepsis if it is new'],
  [0, 'below 2'],
] as const;

/** SOFA (Vincent 1996) from the worst values of the last 24 hours. Urine output is not read. */
export function sofa(chart: Chart): Score {
  const remarks = ['worst values of 24 h; kidney by creatinine alone, urine output is not read'];
  return totalOf({ name: 'SOFA', outOf: 24, bands, remarks }, [
    respirationItem(chart),
    worstItem(chart, { name: 'coagulation (platelets)', concept: 'platelets' }, (count) =>
      below(count, [
        [20, 4],
        [50, 3],
        [100, 2],
        [150, 1],
      ]),
    ),
    worstItem(chart, { name: 'liver (bilirubin)', concept: 'bilirubin' }, (value) =>
      stepsOf(tenths(value), [
        [12, 4],
        [6, 3],
        [2, 2],
        [1.2, 1],
      ]),
    ),
    circulationItem(chart),
    worstItem(chart, { name: 'brain (coma score)', concept: 'glasgowComaScore' }, (score) =>
      below(score, [
        [6, 4],
        [10, 3],
        [13, 2],
        [15, 1],
      ]),
    ),
    worstItem(chart, { name: 'kidney (creatinine)', concept: 'creatinine' }, (value) =>
      stepsOf(tenths(value), [
        [5, 4],
        [3.5, 3],
        [2, 2],
        [1.2, 1],
      ]),
    ),
  ]);
}
