import { expect, test } from 'vitest';
import {
  amount,
  birthday,
  figure,
  interval,
  moment,
  percent,
  quantity,
  signed,
} from '../../../src/words/figures.ts';

test('a probability is never said to be 0 or 100 %', () => {
  expect([0, 0.004, 0.01, 0.5, 0.99, 1].map(percent)).toEqual([
    '<1\u00a0%',
    '<1\u00a0%',
    '1\u00a0%',
    '50\u00a0%',
    '99\u00a0%',
    '>99\u00a0%',
  ]);
});

test('an interval names both ends once, and a single number where they are said alike', () => {
  expect(interval({ low: 0.06, high: 0.22 })).toBe('6–22\u00a0%');
  expect(interval({ low: 0.061, high: 0.064 })).toBe('6\u00a0%');
});

test('numbers are written as each language writes them', () => {
  expect(amount(4.1234, 'en')).toBe('4.12');
  expect(amount(4.1234, 'fr')).toBe('4,12');
  expect(amount(12345.6, 'fr')).toBe('12\u202f346');
  expect(figure('8,000', 'fr')).toBe('8\u202f000');
  expect(figure('31.4', 'fr')).toBe('31,4');
  expect(figure('31.4', 'en')).toBe('31.4');
});

test('a share has its sign, and nothing is neither plus nor minus', () => {
  expect([0.421, -0.1, 0.001, -0.001].map((share) => signed(share, 'en'))).toEqual([
    '+0.42',
    '−0.10',
    '0.00',
    '0.00',
  ]);
});

test('a unit is printed as on a chart, and a score has none', () => {
  expect(quantity(90, 'mm[Hg]', 'en')).toBe('90\u00a0mmHg');
  expect(quantity(12, '10*3/uL', 'fr')).toBe('12\u00a010³/µL');
  expect(quantity(15, '{score}', 'en')).toBe('15');
});

test('a moment of another day carries its day, of another year its year', () => {
  const beside = '2026-11-24T12:00:00';
  expect(moment('2026-11-24T03:10:00', { language: 'en', beside })).toBe('03:10');
  expect(moment('2026-11-22T03:10:00', { language: 'en', beside })).toBe('22 Nov, 03:10');
  expect(moment('2025-11-22T03:10:00', { language: 'fr', beside })).toBe('22 nov. 2025, 03:10');
  expect(moment('not a time', { language: 'en', beside })).toBe('not a time');
});

test('a birth date is shown to the precision it was recorded with', () => {
  expect(['1953', '1953-03', '1953-03-12'].map((date) => birthday(date, 'en'))).toEqual([
    '1953',
    'March 1953',
    '12 March 1953',
  ]);
});
