import { describe, expect, test } from 'vitest';
import {
  asTaken,
  curveOf,
  type Frame,
  filmOn,
  panned,
  windowed,
  zoomed,
} from '../../../src/web/components/film-viewer/film-view.ts';

const frame: Frame = { film: { rows: 3000, columns: 2400 }, pane: { width: 800, height: 600 } };

/** Where a point of the film, in fractions, lies on the pane. */
function seen(view: typeof asTaken, [x, y]: readonly [number, number]): [number, number] {
  const { left, top, width, height } = filmOn(view, frame);
  return [left + x * width, top + y * height];
}

describe('a film on its pane', () => {
  test('is seen whole and in the middle as it was taken', () => {
    expect(filmOn(asTaken, frame)).toEqual({ left: 160, top: 0, width: 480, height: 600 });
  });

  test('zoomed about a point, keeps that point where the finger is', () => {
    const from = [120, -90] as const;
    const before = [(120 + 240) / 480, (300 - 90) / 600] as const;
    const closer = zoomed(asTaken, { by: 3, from, frame });
    expect(closer.zoom).toBe(3);
    const [x, y] = seen(closer, before);
    expect([x, y].map(Math.round)).toEqual([520, 210]);
  });

  test('zoomed out again is whole and in the middle, wherever it had been moved', () => {
    const moved = panned(zoomed(asTaken, { by: 4, frame }), [300, 200], frame);
    expect(zoomed(moved, { by: 0.01, frame })).toEqual(asTaken);
  });

  test('moved follows the finger pixel by pixel and never leaves the pane', () => {
    const close = zoomed(asTaken, { by: 2, frame });
    const before = seen(close, [0.5, 0.5]);
    const after = seen(panned(close, [37, -21], frame), [0.5, 0.5]);
    expect(after[0] - before[0]).toBeCloseTo(37);
    expect(after[1] - before[1]).toBeCloseTo(-21);
    const far = panned(close, [1e6, 1e6], frame);
    expect(seen(far, [0, 0])).toEqual([400, 300]);
  });
});

describe('the window', () => {
  test('as taken changes no grey; inverted turns each over', () => {
    expect(curveOf(asTaken)).toEqual({ slope: 1, intercept: 0 });
    const { slope, intercept } = curveOf({ ...asTaken, isInverted: true });
    expect([0, 0.25, 1].map((grey) => slope * grey + intercept)).toEqual([1, 0.75, 0]);
  });

  test('dragged down is darker, dragged right has less contrast, and greys at its ends are black and white', () => {
    const darker = curveOf(windowed(asTaken, [0, 50], frame));
    expect(darker.slope * 0.5 + darker.intercept).toBeLessThan(0.5);
    expect(curveOf(windowed(asTaken, [50, 0], frame)).slope).toBeLessThan(1);
    const { slope, intercept } = curveOf({ ...asTaken, level: 0.3, width: 0.2 });
    expect(slope * 0.2 + intercept).toBeCloseTo(0);
    expect(slope * 0.4 + intercept).toBeCloseTo(1);
  });
});
