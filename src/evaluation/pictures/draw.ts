import type { Benefit } from '../decision-curve.ts';
import { equalCountBins } from '../metrics.ts';
import type { Coverage } from '../risk-coverage.ts';
import { onesFor, type Sample } from '../sample.ts';
import { type Axis, type Style, toSvg } from './frame.ts';

const percent = (value: number) => `${Math.round(value * 100)} %`;

/** About five round numbers from 0 to at least `highest`. */
export function ticksUpTo(highest: number): number[] {
  const rough = Math.max(highest, 1e-6) / 5;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * magnitude).find((n) => n >= rough) ?? rough;
  const count = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(6)));
}

function shareAxis(words: string, highest: number): Axis {
  const ticks = ticksUpTo(Math.min(highest, 1));
  return { words, from: 0, to: ticks.at(-1) ?? 1, ticks, tickWords: percent };
}

/** Wilson's 95 % interval of a share. */
export function wilson(share: number, count: number): { low: number; high: number } {
  const z = 1.96;
  const middle = (share + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half =
    (z / (1 + (z * z) / count)) * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  return { low: middle - half, high: middle + half };
}

/** What was said against what came true, in ten bins of equal count. */
export function drawReliability(title: string, sample: Sample): string {
  const bins = equalCountBins(sample, onesFor(sample));
  const points = bins.map(({ meanScore, observed, count }) => ({
    x: meanScore,
    y: observed,
    ...wilson(observed, count),
  }));
  const highest = Math.max(...points.flatMap(({ x, high }) => [x, high]));
  const axis = (words: string) => shareAxis(words, highest);
  const { to } = axis('');
  return toSvg({
    title,
    description: bins
      .map(
        ({ meanScore, observed, count }) =>
          `said ${percent(meanScore)}, observed ${percent(observed)} of ${count}`,
      )
      .join('; '),
    x: axis('probability said'),
    y: axis('share observed'),
    marks: [
      {
        kind: 'line',
        style: 'guide',
        words: 'as said',
        points: [
          { x: 0, y: 0 },
          { x: to, y: to },
        ],
      },
      {
        kind: 'dots',
        style: 'main',
        words: `tenths of the ${sample.outcomes.length} cases, 95 % interval`,
        points,
      },
    ],
  });
}

/** How wrong the answers are when only the surest share of the cases is answered. */
export function drawRiskCoverage(title: string, curve: readonly Coverage[]): string {
  const ticks = ticksUpTo(Math.max(...curve.map(({ risk }) => risk)));
  // One point for each hundredth of coverage is all that can be seen.
  const seen = curve.filter(({ coverage }, at) => {
    const before = curve[at - 1]?.coverage ?? 0;
    return Math.floor(coverage * 100) > Math.floor(before * 100) || at === curve.length - 1;
  });
  return toSvg({
    title,
    description: 'Mean squared error of the probability against the share of cases that is answered.',
    x: {
      words: 'share answered, surest first',
      from: 0,
      to: 1,
      ticks: [0, 0.25, 0.5, 0.75, 1],
      tickWords: percent,
    },
    y: { words: 'mean squared error', from: 0, to: ticks.at(-1) ?? 1, ticks },
    marks: [
      {
        kind: 'line',
        style: 'main',
        words: 'answered cases',
        points: seen.map(({ coverage, risk }) => ({ x: coverage, y: risk })),
      },
    ],
  });
}

export type NamedCurve = { readonly words: string; readonly curve: readonly Benefit[] };

/** Net benefit over the thresholds at which one would act, beside acting on all and on none. */
export function drawDecisionCurve(title: string, curves: readonly NamedCurve[]): string {
  const [first] = curves;
  const thresholds = first?.curve.map(({ threshold }) => threshold) ?? [];
  const ticks = ticksUpTo(Math.max(...curves.flatMap(({ curve }) => curve.map(({ model }) => model)), 0.01));
  const step = ticks[1] ?? 0.01;
  const styles: readonly Style[] = ['main', 'second', 'third'];
  const line = (points: readonly Benefit[], of: (benefit: Benefit) => number) =>
    points.map((benefit) => ({ x: benefit.threshold, y: of(benefit) }));
  return toSvg({
    title,
    description: 'Net benefit per patient, in true positives, against the risk from which one would act.',
    x: shareAxis('risk from which one would act', thresholds.at(-1) ?? 1),
    y: {
      words: 'net benefit per patient',
      from: -step / 2,
      to: (ticks.at(-1) ?? 1) + step,
      ticks,
    },
    marks: [
      ...curves.map(({ words, curve }, at) => ({
        kind: 'line' as const,
        style: styles[at % styles.length] ?? 'main',
        words,
        points: line(curve, ({ model }) => model),
      })),
      {
        kind: 'line',
        style: 'guide',
        words: 'act on all (falling)',
        points: line(first?.curve ?? [], ({ all }) => all).filter(({ y }) => y >= -step / 2),
      },
      {
        kind: 'line',
        style: 'guide',
        words: 'act on none (level)',
        points: thresholds.map((x) => ({ x, y: 0 })),
      },
    ],
  });
}
