import { describe, expect, test } from 'vitest';
import { readPrefetch } from '../../../../src/sources/fhir/prefetch.ts';
import { bundleOf, failure, observation, patient } from './records.ts';

const lab = observation('l1', '2524-7', 2.1, {
  category: [{ coding: [{ code: 'laboratory' }] }],
});

describe('prefetch', () => {
  test('is understood under renamed keys by what it holds', () => {
    const given = readPrefetch({ 'epic-77-a': bundleOf([lab]), pat_x: patient });
    expect(given.get('labs')).toMatchObject({ resources: [{ id: 'l1' }] });
    expect(given.get('patient')).toMatchObject({ resources: [{ id: 'p1' }] });
    expect(given.has('vitals')).toBe(false);
  });

  test('that is null says that there is none; a key that is absent says nothing', () => {
    const given = readPrefetch({ imaging: null });
    expect(given.get('imaging')).toEqual({ resources: [] });
    expect(given.has('labs')).toBe(false);
  });

  test('with an OperationOutcome in place of a Bundle has failed', () => {
    expect(readPrefetch({ labs: failure }).get('labs')).toBe('failed');
    expect(readPrefetch({ labs: bundleOf([failure], { total: undefined }) }).get('labs')).toBe('failed');
  });

  test('with an outcome beside total 0 is an empty answer, as some EHRs say it', () => {
    const empty = { ...bundleOf([]), entry: [{ resource: failure, search: { mode: 'outcome' } }] };
    expect(readPrefetch({ labs: empty }).get('labs')).toEqual({ resources: [] });
  });

  test('keeps the link to the next page', () => {
    const first = bundleOf([lab], { link: [{ relation: 'next', url: 'http://ehr/fhir?page=2' }] });
    expect(readPrefetch({ labs: first }).get('labs')).toMatchObject({ next: 'http://ehr/fhir?page=2' });
  });

  test('of labs and vitals under keys without meaning is told apart by category', () => {
    const vital = observation('v1', '8867-4', 88, { category: [{ coding: [{ code: 'vital-signs' }] }] });
    const given = readPrefetch({ item1: bundleOf([vital]), item2: bundleOf([lab]) });
    expect(given.get('vitals')).toMatchObject({ resources: [{ id: 'v1' }] });
    expect(given.get('labs')).toMatchObject({ resources: [{ id: 'l1' }] });
  });
});
