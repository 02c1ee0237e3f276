import type { Estimate } from '../../summary-types.ts';

/** A narrow interval is drawn this wide all the same, in per cent of the axis, so that it can be seen. */
const narrowest = 1.2;

export type AxisLayout = {
  /** Per cent of the axis from its left end. */
  readonly left: number;
  readonly width: number;
  readonly point: number;
  /** To which side of the point its label stands, so that it never leaves the axis. */
  readonly label: 'start' | 'middle' | 'end';
};

const percentOf = (probability: number) => Math.min(Math.max(probability, 0), 1) * 100;

/** An estimate on an axis that always runs from 0 to 100 %: two patients' pictures can be compared by eye. */
export function layAxis({ value, low, high }: Pick<Estimate, 'value' | 'low' | 'high'>): AxisLayout {
  const [from, to, point] = [percentOf(low), percentOf(high), percentOf(value)];
  const width = Math.max(to - from, narrowest);
  const left = Math.min(Math.max(from - (width - (to - from)) / 2, 0), 100 - width);
  return { left, width, point, label: point < 12 ? 'start' : point > 88 ? 'end' : 'middle' };
}
