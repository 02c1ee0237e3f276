import { expect, test } from 'vitest';
import { layShares } from '../../../src/web/components/shares/layout.ts';

test('shares grow from one common zero, the largest to its end, the others in proportion', () => {
  expect(layShares([1, -0.5, 0])).toEqual([
    { left: 50, width: 50 },
    { left: 25, width: 25 },
    { left: 50, width: 0 },
  ]);
});

test('where nobody moved anything nothing is drawn', () => {
  expect(layShares([0, 0])).toEqual([
    { left: 50, width: 0 },
    { left: 50, width: 0 },
  ]);
});
