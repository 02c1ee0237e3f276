import { describe, expect, test } from 'vitest';
import { readObservations } from '../../../../src/sources/fhir/observations.ts';
import { asOf, observation } from './records.ts';

describe('observations', () => {
  test('are kept in the concept’s unit with the recorded value and its source', () => {
    const { measurements } = readObservations(
      [observation('c1', '14682-9', 177, { valueQuantity: { value: 177, unit: 'µmol/L' } })],
      asOf,
    );
    expect(measurements).toHaveLength(1);
    expect(measurements[0]).toMatchObject({
      concept: 'creatinine',
      ucum: 'mg/dL',
      observedAt: '2026-11-24T08:00:00.000Z',
      source: 'Observation/c1',
      recorded: { value: 177, unit: 'µmol/L' },
    });
    expect(measurements[0]?.value).toBeCloseTo(2.0, 1);
  });

  test('after the prediction time do not enter and are counted', () => {
    const later = observation('l2', '2524-7', 9, { effectiveDateTime: '2026-11-24T10:00:01Z' });
    const read = readObservations([observation('l1', '2524-7', 2), later], asOf);
    expect(read.measurements.map(({ value }) => value)).toEqual([2]);
    expect(read.laterDropped).toBe(1);
  });

  test('in a unit nobody knows become a gap, never a guess', () => {
    const odd = observation('l1', '2524-7', 2, { valueQuantity: { value: 2, unit: 'furlongs' } });
    const read = readObservations([odd], asOf);
    expect(read.measurements).toEqual([]);
    expect(read.gaps).toEqual([{ modality: 'labs', reason: 'unit-unknown', what: 'lactate' }]);
  });

  test('that no patient can have become a gap', () => {
    const read = readObservations([observation('l1', '2524-7', 900)], asOf);
    expect(read.gaps).toEqual([{ modality: 'labs', reason: 'not-readable', what: 'lactate' }]);
  });

  test('entered in error are not there', () => {
    expect(readObservations([observation('l1', '2524-7', 2, { status: 'entered-in-error' })], asOf)).toEqual({
      measurements: [],
      gaps: [],
      laterDropped: 0,
    });
  });

  test('of consciousness are told by their code, in words', () => {
    const answer = (code: string) =>
      observation('a', '67775-7', 0, {
        valueQuantity: undefined,
        valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code }] },
      });
    expect(readObservations([answer('300202002')], asOf).measurements).toMatchObject([
      { concept: 'consciousness', value: 2, words: 'responds to voice' },
    ]);
    expect(readObservations([answer('1')], asOf)).toMatchObject({
      measurements: [],
      gaps: [{ reason: 'not-readable', what: 'level of consciousness' }],
    });
  });

  test('with components are read part by part, and once when two searches found them', () => {
    const part = (code: string, value: number) => ({
      code: { coding: [{ system: 'http://loinc.org', code }] },
      valueQuantity: { value, unit: 'mmHg' },
    });
    const pressure = observation('bp', '85354-9', 0, {
      valueQuantity: undefined,
      component: [part('8480-6', 121), part('8462-4', 74)],
    });
    const { measurements } = readObservations([pressure, pressure], asOf);
    expect(measurements.map(({ concept, value }) => [concept, value])).toEqual([
      ['systolicPressure', 121],
      ['diastolicPressure', 74],
    ]);
  });
});
