import { describe, expect, test } from 'vitest';
import { type Contour, smoothed, traceContours } from '../../../src/outline/contours.ts';
import { toRuns } from '../../../src/outline/runs.ts';

/** A structure as it looks: `#` inside. */
function contoursOf(rows: readonly string[]): Contour[] {
  const cells = Uint8Array.from(rows.join(''), (cell) => (cell === '#' ? 1 : 0));
  return traceContours(toRuns(cells), rows.length);
}

/** Signed: positive when the line runs clockwise on the screen. */
function area(contour: Contour): number {
  const doubled = contour.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = contour[(at + 1) % contour.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return doubled / 2;
}

describe('the line around a structure', () => {
  test('goes around exactly its cells, one corner a side', () => {
    const [contour, ...others] = contoursOf(['....', '.##.', '.##.', '....']);
    expect(others).toEqual([]);
    expect(contour).toHaveLength(8);
    expect(area(contour!)).toBe(4);
    expect(contour).toContainEqual([1, 1]);
    expect(contour).toContainEqual([3, 3]);
  });

  test('leaves a hole out: a second line, the other way round', () => {
    const contours = contoursOf(['#####', '#...#', '#.#.#', '#...#', '#####']);
    expect(contours.map(area).sort((a, b) => b - a)).toEqual([25, 1, -9]);
  });

  test('keeps cells apart that touch by a corner alone', () => {
    expect(contoursOf(['#...', '.#..', '....', '...#']).map(area)).toEqual([1, 1, 1]);
    const round = contoursOf(['.##.', '#..#', '#..#', '.##.']);
    expect(round.reduce((sum, contour) => sum + area(contour), 0)).toBe(8);
  });

  test('runs along the edge of the film without leaving it', () => {
    const [contour] = contoursOf(['###', '###', '###']);
    expect(area(contour!)).toBe(9);
    expect(contour!.flat().every((at) => at >= 0 && at <= 3)).toBe(true);
  });

  test('is nowhere where there is nothing', () => {
    expect(contoursOf(['...', '...', '...'])).toEqual([]);
  });

  test('drawn smoothly stays with the shape, to a cell and a half, and keeps its area', () => {
    const side = 64;
    const isInside = (x: number, y: number) => Math.hypot(x - 31.5, y - 31.5) <= 20;
    const rows = Array.from({ length: side }, (_, y) =>
      Array.from({ length: side }, (_unused, x) => (isInside(x, y) ? '#' : '.')).join(''),
    );
    const [contour] = contoursOf(rows);
    const smooth = smoothed(contour!);
    const radii = smooth.map(([x, y]) => Math.hypot(x - 32, y - 32));
    expect(Math.max(...radii) - Math.min(...radii)).toBeLessThan(1.5);
    expect(area(smooth) / area(contour!)).toBeGreaterThan(0.97);
    const rough = contour!.map(([x, y]) => Math.hypot(x - 32, y - 32));
    expect(Math.max(...radii) - Math.min(...radii)).toBeLessThan(Math.max(...rough) - Math.min(...rough));
  });
});
