/** How a reader looks at a film: the same for the picture, the pixels and what is drawn over them. */
export type View = {
  /** 1 shows the whole film. */
  readonly zoom: number;
  /** The point in the middle of the pane, in fractions of the film. */
  readonly centre: readonly [x: number, y: number];
  /** The grey, 0 to 1, that becomes the middle grey, and the width of greys between black and white. */
  readonly level: number;
  readonly width: number;
  readonly isInverted: boolean;
};

/** The film as its own window shows it. */
export const asTaken: View = { zoom: 1, centre: [0.5, 0.5], level: 0.5, width: 1, isInverted: false };

/** A film (its pixels) and the pane it is shown in (CSS pixels). */
export type Frame = {
  readonly film: { readonly rows: number; readonly columns: number };
  readonly pane: { readonly width: number; readonly height: number };
};

const zooms = { least: 1, most: 16 };
const widths = { least: 0.02, most: 2 };

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

/** CSS pixels for one pixel of the film. */
export function scaleOf({ zoom }: View, { film, pane }: Frame): number {
  return Math.min(pane.width / film.columns, pane.height / film.rows) * zoom;
}

/** The film's rectangle on the pane, in CSS pixels; its corners may lie outside. */
export function filmOn(view: View, frame: Frame) {
  const scale = scaleOf(view, frame);
  const [width, height] = [frame.film.columns * scale, frame.film.rows * scale];
  const left = frame.pane.width / 2 - view.centre[0] * width;
  const top = frame.pane.height / 2 - view.centre[1] * height;
  return { left, top, width, height };
}

type Shift = readonly [dx: number, dy: number];

/** Moved by CSS pixels; the middle of the pane stays on the film. */
export function panned(view: View, [dx, dy]: Shift, frame: Frame): View {
  const { width, height } = filmOn(view, frame);
  const [x, y] = view.centre;
  return { ...view, centre: [clamp(x - dx / width, 0, 1), clamp(y - dy / height, 0, 1)] };
}

/** Zoomed so that what lies `from` the middle of the pane (CSS pixels) stays where it is. */
export function zoomed(
  view: View,
  { by, from = [0, 0], frame }: { by: number; from?: Shift; frame: Frame },
): View {
  const near = closer(view, by);
  if (near.zoom === zooms.least) return near;
  const kept = 1 - view.zoom / near.zoom;
  const { width, height } = filmOn(view, frame);
  const [x, y] = view.centre;
  const centre = [x + (from[0] / width) * kept, y + (from[1] / height) * kept] as const;
  return { ...near, centre: [clamp(centre[0], 0, 1), clamp(centre[1], 0, 1)] };
}

/** Zoomed about the middle of the pane, whatever its size. */
export function closer(view: View, by: number): View {
  const zoom = clamp(view.zoom * by, zooms.least, zooms.most);
  return { ...view, zoom, centre: zoom === zooms.least ? asTaken.centre : view.centre };
}

/** To the right: less contrast; down: darker. The same way as in other viewers; half the pane is half of all greys. */
export function windowed(view: View, [dx, dy]: Shift, { pane }: Frame): View {
  const most = Math.max(pane.width, pane.height, 1);
  const width = clamp(view.width * 2 ** ((2 * dx) / most), widths.least, widths.most);
  return { ...view, width, level: clamp(view.level + (view.width * dy) / most, 0, 1) };
}

/** A shown grey is `slope` × grey + `intercept`, cut to black and white. */
export function curveOf({ level, width, isInverted }: View): {
  readonly slope: number;
  readonly intercept: number;
} {
  const slope = 1 / width;
  const intercept = 0.5 - level / width;
  return isInverted ? { slope: -slope, intercept: 1 - intercept } : { slope, intercept };
}

export function hasOwnWindow({ level, width, isInverted }: View): boolean {
  return level === asTaken.level && width === asTaken.width && !isInverted;
}
