import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { drawMarks, drawRange } from './draw-marks.ts';
import { longestJoined, withGaps } from './gaps.ts';
import { onSchemeChange, readPalette } from './palette.ts';
import { nearest, type Plotted, scaleOf } from './point.ts';
import type { TimeWindow } from './window.ts';

/** What one plot shows. */
export type PlotSpec = {
  readonly plotted: readonly Plotted[];
  /** All of the concept's times, for what is usual between them. */
  readonly allTimes: readonly number[];
  readonly range: { readonly low?: number; readonly high?: number } | undefined;
  readonly window: TimeWindow;
  readonly tickText: (seconds: number, isDay: boolean) => string;
  readonly valueText: (value: number) => string;
};

/** A plot that is drawn. */
export type DrawnPlot = {
  readonly show: (spec: PlotSpec, chosen: number) => void;
  /** The value nearest to a place of the page, as a finger or mouse points at it. */
  readonly pointAt: (clientX: number) => number;
  readonly stop: () => void;
};

const heightPx = 96;
const axisFont = { size: 38, ticks: 4 } as const;

type Held = { spec: PlotSpec; chosen: number };

function axesOf(held: Held, palette: ReturnType<typeof readPalette>): UPlot.Axis[] {
  const common = { font: palette.font, stroke: palette.inkSoft } as const;
  const grid = { stroke: palette.line, width: 1 };
  const ticks = { stroke: palette.line, width: 1, size: axisFont.ticks };
  const isLong = () => held.spec.window.to - held.spec.window.from > 2 * 86_400;
  return [
    {
      ...{ ...common, ticks, grid: { show: false }, size: 24, gap: 2, space: 46 },
      incrs: [1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 720].map((hours) => hours * 3600),
      values: (_, splits) => splits.map((at) => held.spec.tickText(at, isLong())),
    },
    {
      ...{ ...common, ticks, grid, size: axisFont.size, gap: 3, space: 18 },
      values: (_, splits) => splits.map(held.spec.valueText),
    },
  ];
}

function dataOf({ plotted, allTimes }: PlotSpec): UPlot.AlignedData {
  const times = plotted.map(({ time }) => time);
  const values = plotted.map(({ point }) => point.value);
  const line = withGaps(times, values, longestJoined(allTimes));
  return [[...line.times], [...line.values]];
}

/** A little room behind the prediction time, so that the newest value is not cut. */
function endsOf({ from, to }: TimeWindow): [number, number] {
  const room = (to - from) * 0.03;
  return [from - room, to + room];
}

function build(place: HTMLElement, held: Held): UPlot {
  const palette = readPalette(place);
  const marks = () => ({ ...held.spec, asOf: held.spec.window.to, chosen: held.chosen, palette });
  const options: UPlot.Options = {
    ...{ width: place.clientWidth || 240, height: heightPx, padding: [8, 20, 0, 0] },
    ...{ legend: { show: false }, cursor: { show: false }, select: { show: false } as UPlot.Select },
    scales: {
      x: { time: true, range: () => endsOf(held.spec.window) },
      y: {
        range: () => [
          ...scaleOf(
            held.spec.plotted.map(({ point }) => point.value),
            held.spec.range,
          ),
        ],
      },
    },
    series: [{}, { stroke: palette.accent, width: 1.5, points: { show: false }, spanGaps: false }],
    axes: axesOf(held, palette),
    hooks: {
      drawClear: [(plot) => drawRange(plot, marks())],
      draw: [(plot) => drawMarks(plot, marks())],
    },
  };
  return new UPlot(options, dataOf(held.spec), place);
}

/** Draws into `place` until stopped; keeps to its width and to the reader's scheme. */
export function drawPlot(place: HTMLElement, spec: PlotSpec, chosen: number): DrawnPlot {
  const held: Held = { spec, chosen };
  let plot = build(place, held);
  const forgetScheme = onSchemeChange(() => {
    plot.destroy();
    plot = build(place, held);
  });
  const resized = new ResizeObserver(() => {
    if (place.clientWidth > 0 && place.clientWidth !== plot.width)
      plot.setSize({ width: place.clientWidth, height: heightPx });
  });
  resized.observe(place);
  return {
    show: (next, at) => {
      const isSame = held.spec === next;
      held.spec = next;
      held.chosen = at;
      if (isSame) plot.redraw(false, false);
      else plot.setData(dataOf(next));
    },
    pointAt: (clientX) => {
      const moment = plot.posToVal(clientX - plot.over.getBoundingClientRect().left, 'x');
      return nearest(
        held.spec.plotted.map(({ time }) => time),
        moment,
      );
    },
    stop: () => {
      forgetScheme();
      resized.disconnect();
      plot.destroy();
    },
  };
}
