import { useTranslation } from 'react-i18next';
import type { FilmView } from '../../../smart/contract.ts';
import { type Frame, filmOn, type View } from './film-view.ts';

/** What a reader asked to have drawn over the film. */
export type Marks = { readonly outlines: boolean; readonly places: boolean };

type Outlines = NonNullable<FilmView['outlines']>;
type Polygon = Outlines['heart'][number];
type Point = Polygon[number];
type Rectangle = ReturnType<typeof filmOn>;

type Drawn = { readonly plan: FilmView; readonly on: Rectangle };

function at(
  [x, y]: Point,
  { left, top, width, height }: Rectangle,
): { readonly x: number; readonly y: number } {
  return { x: left + x * width, y: top + y * height };
}

function pathOf(polygons: readonly Polygon[], on: Rectangle): string {
  return polygons
    .map((polygon) => {
      const corners = polygon.map((point) => {
        const { x, y } = at(point, on);
        return `${x.toFixed(1)} ${y.toFixed(1)}`;
      });
      return `M${corners.join('L')}Z`;
    })
    .join('');
}

/** A line that is seen on black and on white: a dark one under a light one. */
function Line({ d, kind }: { d: string; kind: string }) {
  return (
    <>
      <path className="film-mark-under" d={d} />
      <path className={`film-mark film-mark-${kind}`} d={d} />
    </>
  );
}

function Label({ x, y, text, isAbove = false }: { x: number; y: number; text: string; isAbove?: boolean }) {
  return (
    <text className={`film-mark-label${isAbove ? ' film-mark-above' : ''}`} x={x} y={y}>
      {text}
    </text>
  );
}

/** The middle of what lies highest and widest: where a structure's name stands clear of its neighbour's. */
function above(polygons: readonly Polygon[]): Point | undefined {
  const points = polygons.flat();
  if (points.length === 0) return undefined;
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return [(Math.min(...xs) + Math.max(...xs)) / 2, Math.min(...ys)];
}

const structures = ['rightLung', 'leftLung', 'heart'] as const;

function OutlineMarks({ outlines, on }: { outlines: Outlines; on: Rectangle }) {
  const { t } = useTranslation('film');
  return structures.map((structure) => {
    const polygons = outlines[structure];
    const top = above(polygons);
    const place = top && at(top, on);
    return (
      <g key={structure}>
        <Line d={pathOf(polygons, on)} kind={structure === 'heart' ? 'heart' : 'lung'} />
        {place ? <Label x={place.x} y={place.y - 8} text={t(`structure.${structure}`)} isAbove /> : null}
      </g>
    );
  });
}

/** A measuring line with its two ends. */
function measure([from, to]: readonly [Point, Point], on: Rectangle): string {
  const [a, b] = [at(from, on), at(to, on)];
  return `M${a.x} ${a.y - 7}V${a.y + 7}M${b.x} ${b.y - 7}V${b.y + 7}M${a.x} ${a.y}L${b.x} ${b.y}`;
}

function RatioMarks({ lines, on }: { lines: NonNullable<Outlines['ratioLines']>; on: Rectangle }) {
  const { t } = useTranslation('film');
  return (['heart', 'chest'] as const).map((name) => {
    const { x, y } = at(lines[name][0], on);
    return (
      <g key={name}>
        <Line d={measure(lines[name], on)} kind="ratio" />
        <Label x={x} y={y - 12} text={t(`ratioLine.${name}`)} />
      </g>
    );
  });
}

function PlaceMarks({ plan, on }: Drawn) {
  const { t } = useTranslation(['film', 'terms']);
  return plan.places.map(({ name, box: [left, top, right, bottom] }) => {
    const corner = at([left, top], on);
    const corners: Polygon = [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ];
    return (
      <g key={name}>
        <Line d={pathOf([corners], on)} kind="place" />
        <Label x={corner.x} y={corner.y - 8} text={t(`terms:finding.${name}`, { defaultValue: name })} />
      </g>
    );
  });
}

/** Drawn over the film and moved with it; hidden from screen readers, to whom the list beneath says the same. */
export function FilmMarks({
  plan,
  marks,
  view,
  frame,
}: {
  plan: FilmView;
  marks: Marks;
  view: View;
  frame: Frame;
}) {
  const on = filmOn(view, frame);
  const { outlines } = plan;
  return (
    <svg className="film-marks" aria-hidden="true" focusable="false">
      {marks.outlines && outlines ? <OutlineMarks outlines={outlines} on={on} /> : null}
      {marks.outlines && outlines?.ratioLines ? <RatioMarks lines={outlines.ratioLines} on={on} /> : null}
      {marks.places ? <PlaceMarks plan={plan} on={on} /> : null}
    </svg>
  );
}
