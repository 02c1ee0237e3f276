import { describe, expect, test } from 'vitest';
import { readEntries } from '../../../../src/sources/fhir/entries.ts';
import { readNotes } from '../../../../src/sources/fhir/notes.ts';
import { readObservations } from '../../../../src/sources/fhir/observations.ts';
import { asOf, observation } from './records.ts';

const before = '2026-11-24T09:59:59Z';
const after = '2026-11-24T10:00:01Z';
const years = '2027-06-01T00:00:00Z';

/** What a record states of its times, and whether its value was known at 10:00 on 24 November 2026. */
const cases: readonly (readonly [string, Record<string, unknown>, 'enters' | 'later' | 'no time'])[] = [
  ['drawn before, issue not stated', { effectiveDateTime: before }, 'enters'],
  ['drawn at that very moment', { effectiveDateTime: asOf }, 'enters'],
  ['drawn after', { effectiveDateTime: after }, 'later'],
  ['drawn before, issued before', { effectiveDateTime: before, issued: before }, 'enters'],
  ['drawn before, issued after', { effectiveDateTime: before, issued: after }, 'later'],
  ['drawn after, issued before', { effectiveDateTime: after, issued: before }, 'later'],
  ['only issued, before', { effectiveDateTime: undefined, issued: before }, 'enters'],
  ['only issued, after', { effectiveDateTime: undefined, issued: after }, 'later'],
  ['loaded into a new server long after', { meta: { lastUpdated: years } }, 'enters'],
  ['loaded before, but drawn after', { effectiveDateTime: after, meta: { lastUpdated: before } }, 'later'],
  ['corrected after', { status: 'corrected', effectiveDateTime: before, issued: after }, 'later'],
  ['before in another zone', { effectiveDateTime: '2026-11-24T11:59:59+02:00' }, 'enters'],
  ['after in another zone', { effectiveDateTime: '2026-11-24T08:00:01-02:00' }, 'later'],
  [
    'of a period that ends after',
    { effectiveDateTime: undefined, effectivePeriod: { start: before, end: after } },
    'later',
  ],
  [
    'of a period that ended before',
    { effectiveDateTime: undefined, effectivePeriod: { start: '2026-11-23T10:00:00Z', end: before } },
    'enters',
  ],
  ['dated yesterday without a time of day', { effectiveDateTime: '2026-11-23' }, 'enters'],
  ['dated today without a time of day', { effectiveDateTime: '2026-11-24' }, 'later'],
  ['dated today, issued before', { effectiveDateTime: '2026-11-24', issued: before }, 'enters'],
  [
    'dated today, on its server before',
    { effectiveDateTime: '2026-11-24', meta: { lastUpdated: before } },
    'enters',
  ],
  ['dated by its month', { effectiveDateTime: '2026-11' }, 'no time'],
  ['without any time', { effectiveDateTime: undefined }, 'no time'],
  ['with a time nobody can read', { effectiveDateTime: 'yesterday' }, 'no time'],
  ['that only its server dates', { effectiveDateTime: undefined, meta: { lastUpdated: before } }, 'no time'],
];

describe('a value enters only if it was known at the prediction time', () => {
  test.each(cases)('%s', (_, fields, expected) => {
    const { measurements, gaps, laterDropped } = readObservations(
      [observation('l1', '2524-7', 2, fields)],
      asOf,
    );
    expect(measurements).toHaveLength(expected === 'enters' ? 1 : 0);
    expect(laterDropped).toBe(expected === 'later' ? 1 : 0);
    expect(gaps).toEqual(
      expected === 'no time' ? [{ modality: 'labs', reason: 'no-time', what: 'lactate' }] : [],
    );
  });

  test('and keeps its three times', () => {
    const fields = { issued: before, meta: { lastUpdated: years } };
    expect(readObservations([observation('l1', '2524-7', 2, fields)], asOf).measurements).toMatchObject([
      {
        observedAt: '2026-11-24T08:00:00.000Z',
        issuedAt: '2026-11-24T09:59:59.000Z',
        receivedAt: '2027-06-01T00:00:00.000Z',
      },
    ]);
  });

  test('and each value of a panel is counted', () => {
    const part = (code: string) => ({
      code: { coding: [{ system: 'http://loinc.org', code }] },
      valueQuantity: { value: 90, unit: 'mmHg' },
    });
    const panel = { valueQuantity: undefined, effectiveDateTime: after };
    const pressure = observation('bp', '85354-9', 0, {
      ...panel,
      component: [part('8480-6'), part('8462-4')],
    });
    expect(readObservations([pressure], asOf).laterDropped).toBe(2);
  });
});

describe('the status of a value', () => {
  const statuses = (status: string) =>
    readObservations([observation('l1', '2524-7', 2, { status })], asOf).measurements;
  test.each(['entered-in-error', 'cancelled', 'registered'])('%s: it is not there', (status) => {
    expect(statuses(status)).toEqual([]);
  });
  test.each(['final', 'amended', 'corrected'])('%s: it is taken as it is', (status) => {
    expect(statuses(status)).toHaveLength(1);
    expect(statuses(status)[0]).not.toHaveProperty('status');
  });
  test.each(['preliminary', 'unknown'])('%s: it is taken and marked', (status) => {
    expect(statuses(status)).toMatchObject([{ value: 2, status }]);
  });
  test('preliminary: it gives way to the final value of the same moment', () => {
    const early = observation('l1', '2524-7', 2.4, { status: 'preliminary' });
    const { measurements } = readObservations([early, observation('l2', '2524-7', 2.1)], asOf);
    expect(measurements.map(({ source }) => source)).toEqual(['Observation/l2']);
  });
});

describe('what is told in words has its time too', () => {
  test('a report issued after the prediction time was not known, whenever the film was taken', async () => {
    const report = (issued: string) => ({
      resourceType: 'DiagnosticReport',
      id: issued,
      status: 'final',
      effectiveDateTime: before,
      issued,
      conclusion: 'No effusion.',
    });
    const read = await readNotes([report(before), report(after)], asOf, undefined);
    expect(read.notes.map(({ source }) => source)).toEqual([`DiagnosticReport/${before}`]);
    expect(read.laterDropped).toBe(1);
  });

  test('a diagnosis counts from when it was recorded, a procedure from when it began', () => {
    const code = { text: 'pneumonia' };
    const condition = {
      resourceType: 'Condition',
      id: 'c',
      code,
      onsetDateTime: before,
      recordedDate: after,
    };
    const begun = { start: before, end: after };
    const procedure = { resourceType: 'Procedure', id: 'p', code, performedPeriod: begun };
    const read = readEntries([condition, procedure], asOf);
    expect(read.entries.map(({ source }) => source)).toEqual(['Procedure/p']);
    expect(read.laterDropped).toBe(1);
  });
});
