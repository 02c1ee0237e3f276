import { describe, expect, test } from 'vitest';
import { measureOutline, type OutlineRules, type Planes } from '../../../src/outline/measure.ts';
import type { MeasuredOutline } from '../../../src/outline/outline.ts';
import { toCells, toFlags, toRuns } from '../../../src/outline/runs.ts';

const side = 128;
const rules: OutlineRules = {
  limits: {
    area: {
      leftLung: { from: 0.03, to: 0.25 },
      rightLung: { from: 0.04, to: 0.27 },
      heart: { from: 0.03, to: 0.2 },
    },
    lungBalance: { from: 0.4, to: 1.4 },
    heartBeyondChest: 0.03,
    air: 0.2,
    uncertainty: 0.5,
  },
  doubt: { base: 0.01, perUncertainty: 0.1 },
};

/** Centre and half-axes as fractions of the film. */
type Ellipse = { readonly x: number; readonly y: number; readonly rx: number; readonly ry: number };
type Chest = {
  readonly left: Ellipse | undefined;
  readonly right: Ellipse | undefined;
  readonly heart: Ellipse | undefined;
  /** How sharp the net sees the borders. */
  readonly sharp?: number;
  readonly lungGrey?: number;
};

const healthy: Chest = {
  left: { x: 0.72, y: 0.45, rx: 0.14, ry: 0.3 },
  right: { x: 0.3, y: 0.45, rx: 0.15, ry: 0.3 },
  heart: { x: 0.53, y: 0.6, rx: 0.16, ry: 0.15 },
};

function plane(ellipse: Ellipse | undefined, sharp: number) {
  const values = Float32Array.from({ length: side * side }, (_, at) => {
    if (!ellipse) return 0;
    const [x, y] = [((at % side) + 0.5) / side, (Math.floor(at / side) + 0.5) / side];
    const { x: cx, y: cy, rx, ry } = ellipse;
    return 1 / (1 + Math.exp(sharp * (Math.hypot((x - cx) / rx, (y - cy) / ry) - 1)));
  });
  return { values, side };
}

function planesOf({ left, right, heart, sharp = 60, lungGrey = -0.5 }: Chest): Planes {
  const [leftLung, rightLung, middle] = [left, right, heart].map((ellipse) => plane(ellipse, sharp)) as [
    Planes['heart'],
    Planes['heart'],
    Planes['heart'],
  ];
  const film = Float32Array.from({ length: side * side }, (_, at) =>
    (leftLung.values[at] as number) > 0.5 || (rightLung.values[at] as number) > 0.5 ? lungGrey : 0.5,
  );
  return { film, leftLung, rightLung, heart: middle };
}

const outline = (chest: Chest) => measureOutline(planesOf(chest), rules, 'outline@1');
const measured = (chest: Chest) => outline(chest) as MeasuredOutline;

describe('the cardiothoracic ratio', () => {
  test('is the width of the heart over that of the chest, to a fraction of a cell', () => {
    const { ratio, heart, chest } = measured(healthy);
    // Heart .37–.69; lungs .15–.86.
    expect(ratio.value).toBeCloseTo(0.32 / 0.71, 2);
    expect(heart.left).toBeCloseTo(0.37, 2);
    expect(heart.right).toBeCloseTo(0.69, 2);
    expect(heart.row).toBeCloseTo(0.6, 1);
    expect([chest.left, chest.right].map((edge) => Math.round(edge * 100))).toEqual([15, 86]);
  });

  test('follows a heart that grows by less than a cell', () => {
    const wider = { ...healthy, heart: { x: 0.53, y: 0.6, rx: 0.162, ry: 0.15 } };
    const growth = measured(wider).ratio.value - measured(healthy).ratio.value;
    // A cell on either side would be .022.
    expect(Math.abs(growth - 0.004 / 0.71)).toBeLessThan(0.002);
  });

  test('has a wider interval the vaguer the outlines are', () => {
    const widths = [60, 20, 12].map((sharp) => {
      const { ratio } = measured({ ...healthy, sharp });
      return ratio.high - ratio.low;
    });
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(widths[2]).toBeGreaterThan((widths[0] as number) * 1.5);
  });

  test('does not count a speck outside the heart', () => {
    const planes = planesOf(healthy);
    planes.heart.values.fill(0.99, 5 * side + 2, 5 * side + 6);
    expect(measureOutline(planes, rules, 'outline@1')).toEqual(outline(healthy));
  });
});

const lungless = 'lung-missing';
test.each<[string, Partial<Chest>, string]>([
  ['a lung that is not there', { left: undefined }, lungless],
  ['a lung shrunken to a rest', { right: { x: 0.3, y: 0.3, rx: 0.07, ry: 0.1 } }, lungless],
  ['no heart', { heart: undefined }, 'heart-missing'],
  ['a heart as large as the chest', { heart: { x: 0.5, y: 0.5, rx: 0.3, ry: 0.3 } }, 'area-out-of-range'],
  ['one lung a third of the other', { left: { x: 0.72, y: 0.45, rx: 0.08, ry: 0.17 } }, 'lungs-unequal'],
  ['a heart beside the lungs', { heart: { x: 0.9, y: 0.6, rx: 0.13, ry: 0.15 } }, 'heart-outside'],
  ['a lung as dense as the heart', { lungGrey: 0.45 }, 'white-lung'],
  ['borders seen nowhere clearly', { sharp: 4 }, 'outline-uncertain'],
])('%s is refused by name', (_, change, because) => {
  const refused = outline({ ...healthy, ...change });
  expect(refused).toMatchObject({ state: 'refused', because });
  expect(refused).not.toHaveProperty('ratio');
});

describe('stored outlines', () => {
  test('come back from their runs cell by cell', () => {
    const cells = Uint8Array.from({ length: 16 }, (_, at) => (at % 5 < 2 ? 1 : 0));
    expect(toCells(toRuns(cells), 4)).toEqual(cells);
    expect(toRuns(Uint8Array.from([1, 1, 0, 1]))).toEqual([0, 2, 1, 1]);
  });

  test('are drawn at the film’s own size, each structure in its own bit', () => {
    const { shapes } = outline(healthy);
    const [rows, columns] = [300, 200];
    const flags = toFlags(shapes, rows, columns);
    const at = (x: number, y: number) => flags[Math.floor(y * rows) * columns + Math.floor(x * columns)];
    expect(at(0.72, 0.3)).toBe(1);
    expect(at(0.3, 0.45)).toBe(2);
    expect(at(0.53, 0.65)).toBe(4);
    expect(at(0.05, 0.05)).toBe(0);
    const heart = flags.filter((flag) => (flag & 4) !== 0).length / (rows * columns);
    expect(heart).toBeCloseTo(Math.PI * 0.16 * 0.15, 3);
  });
});
