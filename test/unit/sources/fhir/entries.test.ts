import { describe, expect, test } from 'vitest';
import { findDiagnosis } from '../../../../src/chart/diagnoses.ts';
import { readEntries } from '../../../../src/sources/fhir/entries.ts';
import { asOf } from './records.ts';

const icd = 'http://hl7.org/fhir/sid/icd-10-cm';
const snomed = 'http://snomed.info/sct';
const status = (code: string) => ({ coding: [{ code }] });

function condition(fields: Record<string, unknown>) {
  return {
    resourceType: 'Condition',
    id: 'c',
    code: { coding: [{ system: icd, code: 'E11.9' }] },
    ...fields,
  };
}

const isDiabetic = (fields: Record<string, unknown>) =>
  findDiagnosis(readEntries([condition(fields)], asOf).entries, 'diabetes') !== undefined;

describe('a diagnosis is held', () => {
  test.each([
    [{}, true],
    [{ clinicalStatus: status('active'), verificationStatus: status('confirmed') }, true],
    [{ clinicalStatus: status('recurrence') }, true],
    [{ verificationStatus: status('provisional') }, true],
    [{ verificationStatus: status('unconfirmed') }, true],
    [{ verificationStatus: status('differential') }, false],
    [{ verificationStatus: status('refuted') }, false],
    [{ verificationStatus: status('entered-in-error') }, false],
    [{ clinicalStatus: status('resolved') }, false],
    [{ clinicalStatus: status('inactive') }, false],
    [{ clinicalStatus: status('remission') }, false],
    [{ abatementDateTime: '2026-11-20' }, false],
    [{ clinicalStatus: status('resolved'), abatementDateTime: '2026-11-30' }, true],
    [{ recordedDate: '2026-11-25' }, false],
    [{ code: { coding: [{ system: snomed, code: '44054006' }] } }, true],
    [{ code: { coding: [{ system: snomed, code: '44054006', display: 'anything' }] } }, true],
    [{ code: { coding: [{ system: 'urn:local', code: 'E11.9' }] } }, false],
    [{ code: { text: 'Diabète de type 2' } }, true],
    [{ code: { text: 'Type 2 diabetes with retinopathy' } }, true],
    [{ code: { text: 'Diabetes insipidus' } }, false],
    [{ code: { text: 'Gestational diabetes' } }, false],
    [{ code: { text: 'Family history of diabetes' } }, false],
    [{ code: { text: 'Screening for diabetes' } }, false],
    [{ code: { text: 'No diabetes' } }, false],
  ])('%j: %s', (fields, held) => {
    expect(isDiabetic(fields)).toBe(held);
  });

  test('also past, where the past counts', () => {
    const stroke = condition({ code: { text: 'History of stroke' }, clinicalStatus: status('resolved') });
    expect(findDiagnosis(readEntries([stroke], asOf).entries, 'cerebrovascular')).toBeDefined();
  });
});

describe('a procedure is under way', () => {
  test.each([
    [{ status: 'in-progress', performedDateTime: '2026-11-24T06:00:00Z' }, true],
    [{ status: 'completed', performedDateTime: '2026-11-24T06:00:00Z' }, undefined],
    [
      {
        status: 'completed',
        performedPeriod: { start: '2026-11-24T06:00:00Z', end: '2026-11-26T06:00:00Z' },
      },
      true,
    ],
    [
      {
        status: 'completed',
        performedPeriod: { start: '2026-11-24T06:00:00Z', end: '2026-11-24T07:00:00Z' },
      },
      undefined,
    ],
  ])('%j: %s', (fields, expected) => {
    const procedure = { resourceType: 'Procedure', id: 'p', code: { text: 'CPAP' }, ...fields };
    expect(readEntries([procedure], asOf).entries[0]?.isOngoing).toBe(expected);
  });
});
