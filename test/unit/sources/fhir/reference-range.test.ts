import { describe, expect, test } from 'vitest';
import { type RangedFor, readObservations } from '../../../../src/sources/fhir/observations.ts';
import { asOf, observation } from './records.ts';

const mmol = (value: number) => ({ value, unit: 'mmol/L', code: 'mmol/L' });
const woman: RangedFor = { sex: 'female', ageYears: 76 };

function rangeOf(fields: Record<string, unknown>, patient: RangedFor = woman, loinc = '2823-3', value = 4) {
  return readObservations([observation('k', loinc, value, fields)], asOf, patient).measurements[0]?.range;
}
const creatinine = { valueQuantity: { value: 177, unit: 'µmol/L' } };

describe('a reference range', () => {
  test('is kept with its value, both limits or one', () => {
    expect(rangeOf({ referenceRange: [{ low: mmol(3.5), high: mmol(5.1), text: '3.5-5.1' }] })).toEqual({
      low: 3.5,
      high: 5.1,
    });
    expect(rangeOf({ referenceRange: [{ high: mmol(2) }] }, woman, '2524-7')).toEqual({ high: 2 });
    expect(rangeOf({ referenceRange: [{ low: mmol(3.5) }] })).toEqual({ low: 3.5 });
  });

  test('in words alone is none, and costs the value nothing', () => {
    const read = readObservations(
      [observation('k', '2823-3', 4, { referenceRange: [{ text: '3,5 à 5,1 mmol/L' }] })],
      asOf,
    );
    expect(read.measurements).toMatchObject([{ value: 4 }]);
    expect(read.measurements[0]).not.toHaveProperty('range');
  });

  test.each([[[null, { low: 'low' }]], ['3.5-5.1'], [{ low: 3 }]])(
    'that breaks FHIR (%j) costs the value nothing',
    (referenceRange) => {
      const read = readObservations([observation('k', '2823-3', 4, { referenceRange })], asOf);
      expect(read.measurements).toMatchObject([{ value: 4 }]);
    },
  );

  test('is converted like its value', () => {
    const um = (value: number) => ({ value, unit: 'umol/L' });
    const range = rangeOf(
      { ...creatinine, referenceRange: [{ low: um(44), high: um(97) }] },
      woman,
      '2160-0',
    );
    expect(range?.low).toBeCloseTo(0.498, 2);
    expect(range?.high).toBeCloseTo(1.097, 2);
  });

  test('without a unit is in its value’s unit', () => {
    const range = rangeOf(
      { ...creatinine, referenceRange: [{ low: { value: 44 }, high: { value: 97 } }] },
      woman,
      '2160-0',
    );
    expect(range?.high).toBeCloseTo(1.097, 2);
  });

  test('that is impossible in its unit, or upside down, is dropped whole', () => {
    const mg = (value: number) => ({ value, unit: 'mg/dL' });
    const value = { valueQuantity: mg(1.1) };
    expect(rangeOf({ ...value, referenceRange: [{ low: mg(44), high: mg(97) }] }, woman, '2160-0')).toBe(
      undefined,
    );
    expect(rangeOf({ referenceRange: [{ low: mmol(5.1), high: mmol(3.5) }] })).toBe(undefined);
    expect(rangeOf({ referenceRange: [{ low: { value: 3, unit: 'furlongs' } }] })).toBe(undefined);
  });

  test('from 0 has no lower limit', () => {
    const u = (value: number) => ({ value, unit: 'U/L' });
    const range = rangeOf(
      { valueQuantity: u(80), referenceRange: [{ low: u(0), high: u(41) }] },
      woman,
      '1742-6',
    );
    expect(range).toEqual({ high: 41 });
  });

  test('is the first of normal values, not a goal of treatment', () => {
    const type = (code: string) => ({ coding: [{ code }] });
    const ranges = [
      { type: type('therapeutic'), low: mmol(4), high: mmol(5) },
      { type: type('normal'), low: mmol(3.5), high: mmol(5.1) },
    ];
    expect(rangeOf({ referenceRange: ranges })).toEqual({ low: 3.5, high: 5.1 });
  });

  test('is the one of the patient’s sex', () => {
    const g = (value: number) => ({ value, unit: 'g/dL' });
    const of = (code: string, low: number, high: number) => ({
      appliesTo: [{ coding: [{ system: 'http://snomed.info/sct', code }] }],
      low: g(low),
      high: g(high),
    });
    const fields = {
      valueQuantity: g(12.5),
      referenceRange: [of('248153007', 13, 17), of('248152002', 12, 16)],
    };
    expect(rangeOf(fields, woman, '718-7')).toEqual({ low: 12, high: 16 });
    expect(rangeOf(fields, { sex: 'male' }, '718-7')).toEqual({ low: 13, high: 17 });
    expect(rangeOf(fields, {}, '718-7')).toBe(undefined);
  });

  test('is the one of the patient’s age, and of no group the record does not name', () => {
    const aged = (low: number, high: number) => ({
      age: { low: { value: low, code: 'a' }, high: { value: high, code: 'a' } },
      high: mmol(high),
    });
    const inMonths = { age: { high: { value: 6, code: 'mo' } }, high: mmol(6) };
    expect(rangeOf({ referenceRange: [inMonths, aged(0, 5), aged(60, 90)] })).toBe(undefined);
    expect(rangeOf({ referenceRange: [inMonths, { age: { low: { value: 60 } }, high: mmol(5.3) }] })).toEqual(
      {
        high: 5.3,
      },
    );
    const pregnant = { appliesTo: [{ coding: [{ code: '77386006' }], text: 'Pregnant' }], high: mmol(5) };
    expect(rangeOf({ referenceRange: [pregnant] })).toBe(undefined);
  });

  test('of a component is its own', () => {
    const part = (code: string, value: number, high: number) => ({
      code: { coding: [{ system: 'http://loinc.org', code }] },
      valueQuantity: { value, unit: 'mmHg' },
      referenceRange: [{ high: { value: high, unit: 'mmHg' } }],
    });
    const pressure = observation('bp', '85354-9', 0, {
      valueQuantity: undefined,
      component: [part('8480-6', 121, 140), part('8462-4', 74, 90)],
    });
    const { measurements } = readObservations([pressure], asOf);
    expect(measurements.map(({ concept, range }) => [concept, range])).toEqual([
      ['systolicPressure', { high: 140 }],
      ['diastolicPressure', { high: 90 }],
    ]);
  });
});
