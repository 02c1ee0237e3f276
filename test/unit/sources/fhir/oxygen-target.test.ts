import { describe, expect, test } from 'vitest';
import type { Note } from '../../../../src/chart/chart.ts';
import { readOxygenTarget } from '../../../../src/sources/fhir/oxygen-target.ts';
import { asOf, observation } from './records.ts';

const none = { observations: [], flags: [] };

function note(text: string, at = '2026-11-24T08:00:00.000Z'): Note {
  return { text, title: 'note', at, source: `DocumentReference/${at}` };
}

function flag(text: string, fields: Record<string, unknown> = {}) {
  return { resourceType: 'Flag', id: 'f1', status: 'active', code: { text }, ...fields };
}

describe('a target saturation is documented', () => {
  test.each([
    ['Oxygen: target SpO2 88-92 %.', '88-92'],
    ['Titrate O2 to sats 88–92%', '88-92'],
    ['Aim for saturations of 88 to 92 %, Venturi mask.', '88-92'],
    ['Objectif SpO2 : 88 à 92 %', '88-92'],
    ['Use NEWS2 SpO2 scale 2', '88-92'],
    ['Target saturation 94-98 %', '94-98'],
    ['SpO2 88-92 % on 2 L/min', undefined],
    ['SpO2 88–92 % at rest (target 94–98 %)', '94-98'],
    ['COPD, GOLD 3. Oxygen 2 L/min.', undefined],
    ['Not for target 88-92 %', undefined],
    ['Target 88-92 % discontinued', undefined],
    ['Consider target 88-92 % if CO2 rises', undefined],
    ['Target 88-92 %? Ask respiratory team', undefined],
    ['Target 94-98 %, on transfer target 88-92 %', undefined],
  ])('in a note: "%s" is %s', (text, expected) => {
    const target = readOxygenTarget(none, [note(text)], asOf);
    expect(target ? `${target.low}-${target.high}` : undefined).toBe(expected);
  });

  test('in a Flag, while it is active', () => {
    const alert = flag('Oxygen alert card: target SpO2 88–92 %', { period: { start: '2026-01-02' } });
    expect(readOxygenTarget({ ...none, flags: [alert] }, [], asOf)).toMatchObject({
      ...{ low: 88, high: 92, source: 'Flag/f1', at: '2026-01-02T00:00:00.000Z' },
    });
    const over = { ...alert, period: { start: '2026-01-02', end: '2026-02-01' } };
    const off = { ...alert, status: 'inactive' };
    const later = { ...alert, period: { start: '2026-11-25' } };
    expect(readOxygenTarget({ ...none, flags: [over, off, later] }, [], asOf)).toBeUndefined();
  });

  test('in an Observation whose name says target, not in one that measures', () => {
    const valueRange = { low: { value: 88, unit: '%' }, high: { value: 92, unit: '%' } };
    const named = (text: string) =>
      observation('t', '0-0', 0, { code: { text }, valueQuantity: undefined, valueRange });
    const read = (text: string) => readOxygenTarget({ ...none, observations: [named(text)] }, [], asOf);
    expect(read('Target oxygen saturation')).toMatchObject({ low: 88, high: 92, source: 'Observation/t' });
    expect(read('Oxygen saturation')).toBeUndefined();
  });

  test('the newest word counts', () => {
    const notes = [note('Target 88-92 %', '2026-11-23T08:00:00.000Z'), note('Target sats 94-98 %')];
    expect(readOxygenTarget(none, notes, asOf)).toMatchObject({ low: 94, high: 98 });
  });
});
