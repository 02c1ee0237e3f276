import { expect, test } from 'vitest';
import { layAxis } from '../../../src/web/components/risk-axis/layout.ts';

test('the axis always runs from 0 to 100 %, so that two patients can be compared by eye', () => {
  expect(layAxis({ value: 0.5, low: 0.25, high: 0.75 })).toEqual({
    left: 25,
    width: 50,
    point: 50,
    label: 'middle',
  });
});

test('an interval too narrow to see is drawn wide enough, about its own middle', () => {
  const { left, width } = layAxis({ value: 0.5, low: 0.499, high: 0.501 });
  expect(width).toBeCloseTo(1.2);
  expect(left + width / 2).toBeCloseTo(50);
});

test.each([
  [0.01, 'start'],
  [0.995, 'end'],
] as const)('nothing leaves the axis for a risk of %s', (value, label) => {
  const layout = layAxis({ value, low: value - 0.004, high: value + 0.004 });
  expect(layout.left).toBeGreaterThanOrEqual(0);
  expect(layout.left + layout.width).toBeLessThanOrEqual(100);
  expect(layout.label).toBe(label);
});
