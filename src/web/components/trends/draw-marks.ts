import type uPlot from 'uplot';
import type { Palette } from './palette.ts';
import type { Plotted } from './point.ts';

export type Marks = {
  readonly plotted: readonly Plotted[];
  readonly range: { readonly low?: number; readonly high?: number } | undefined;
  /** Seconds since 1970. */
  readonly asOf: number;
  readonly chosen: number;
  readonly palette: Palette;
};

type Pen = { readonly plot: uPlot; readonly context: CanvasRenderingContext2D; readonly ratio: number };

function penOf(plot: uPlot): Pen {
  return { plot, context: plot.ctx, ratio: window.devicePixelRatio || 1 };
}

/** The laboratory's range as a band; an open side runs to the plot's edge. */
export function drawRange(plot: uPlot, { range, palette }: Marks): void {
  if (!range) return;
  const { context, ratio } = penOf(plot);
  const { left, top, width, height } = plot.bbox;
  const yOf = (value: number) => Math.min(Math.max(plot.valToPos(value, 'y', true), top), top + height);
  const upper = range.high === undefined ? top : yOf(range.high);
  const lower = range.low === undefined ? top + height : yOf(range.low);
  context.save();
  context.fillStyle = palette.band;
  context.fillRect(left, upper, width, lower - upper);
  context.strokeStyle = palette.bandEdge;
  context.lineWidth = ratio;
  context.setLineDash([2 * ratio, 3 * ratio]);
  for (const limit of [range.high, range.low]) {
    if (limit === undefined) continue;
    context.beginPath();
    context.moveTo(left, yOf(limit));
    context.lineTo(left + width, yOf(limit));
    context.stroke();
  }
  context.restore();
}

/** The moment up to which the statement knows the record. */
function drawAsOf({ plot, context, ratio }: Pen, { asOf, palette }: Marks): void {
  const { top, height } = plot.bbox;
  const x = plot.valToPos(asOf, 'x', true);
  context.save();
  context.strokeStyle = palette.inkSoft;
  context.lineWidth = 1.5 * ratio;
  context.setLineDash([5 * ratio, 3 * ratio]);
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, top + height);
  context.stroke();
  context.restore();
}

function trace(context: CanvasRenderingContext2D, side: Plotted['side'], [x, y, size]: readonly number[]) {
  if (x === undefined || y === undefined || size === undefined) return;
  context.beginPath();
  if (side === 'inside') {
    context.arc(x, y, size, 0, 2 * Math.PI);
    return;
  }
  const tip = side === 'above' ? -1 : 1;
  const reach = size * 1.45;
  context.moveTo(x, y + tip * reach);
  context.lineTo(x - reach, y - tip * reach * 0.75);
  context.lineTo(x + reach, y - tip * reach * 0.75);
  context.closePath();
}

/** Marks of one kind that lie closer than this are one mark: the line between them tells the rest. */
const leastPixelsApart = 6;

/** Each value by its shape: a dot inside its range, a triangle up above it, down below it; hollow when not final. */
export function drawMarks(plot: uPlot, marks: Marks): void {
  const pen = penOf(plot);
  const { context, ratio } = pen;
  const { plotted, chosen, palette } = marks;
  drawAsOf(pen, marks);
  context.save();
  context.lineWidth = 1.5 * ratio;
  let drawn: { readonly x: number; readonly side: Plotted['side'] } | undefined;
  for (const [at, { point, time, side }] of plotted.entries()) {
    const x = plot.valToPos(time, 'x', true);
    const isChosen = at === chosen;
    const isCrowded = drawn?.side === side && x - drawn.x < leastPixelsApart * ratio && x !== drawn.x;
    if (isCrowded && !isChosen && at < plotted.length - 1) continue;
    drawn = { x, side };
    const colour = side === 'inside' ? palette.accent : palette.out;
    context.strokeStyle = colour;
    context.fillStyle = point.status ? palette.surface : colour;
    trace(context, side, [x, plot.valToPos(point.value, 'y', true), 3 * ratio]);
    context.fill();
    context.stroke();
    if (isChosen) drawChosen(pen, x, plot.valToPos(point.value, 'y', true), palette);
  }
  context.restore();
}

function drawChosen({ context, ratio }: Pen, x: number, y: number, palette: Palette): void {
  context.strokeStyle = palette.ink;
  context.beginPath();
  context.arc(x, y, 7.5 * ratio, 0, 2 * Math.PI);
  context.stroke();
}
