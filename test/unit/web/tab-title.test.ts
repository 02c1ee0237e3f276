import { expect, test } from 'vitest';
import { tabTitle } from '../../../src/web/components/patient-banner/tab-title.ts';

test('the tab tells two patients apart without naming them', () => {
  const title = tabTitle({
    id: 'x',
    name: 'Osman Demirci',
    identifiers: ['H-198834'],
    sex: 'male',
    ageYears: 67,
  });
  expect(title).toBe('67 M …8834 · Vigie');
});

test('a patient without sex, age or number still has a tab of their own', () => {
  expect(tabTitle({ id: 'unknown-7731', identifiers: [] })).toBe('…7731 · Vigie');
});
