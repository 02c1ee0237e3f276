import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { readObservations } from '../../../../src/sources/fhir/observations.ts';
import { asOf, observation } from './records.ts';

type Row = {
  readonly code: string;
  readonly display: string;
  readonly value: string;
  readonly unit: string;
  /** The value and unit it becomes, or the reason and the words of its refusal. */
  readonly expected: string;
  readonly expected_unit: string;
  readonly refused: string;
  readonly why: string;
};

/** Expected values are worked out by hand from molar masses and the units' definitions. */
const rows: readonly Row[] = parse(readFileSync(join(import.meta.dirname, 'values.csv'), 'utf8'), {
  columns: true,
});

function read({ code, display, value, unit }: Row) {
  const coding = [{ system: 'http://loinc.org', code, ...(display ? { display } : {}) }];
  const valueQuantity = { value: Number(value), ...(unit ? { unit } : {}) };
  return readObservations([observation('o', code, 0, { code: { coding }, valueQuantity })], asOf);
}

describe('code, name, unit and size of a value agree, or it is refused and the contradiction named', () => {
  for (const row of rows) {
    const { code, display, value, unit, expected, expected_unit: ucum, refused, why } = row;
    test(`${display || code} ${value} ${unit} → ${refused ? `refused: ${why || refused}` : `${expected} ${ucum}`}`, () => {
      const { measurements, gaps } = read(row);
      if (refused) {
        expect(measurements).toEqual([]);
        expect(gaps).toMatchObject([{ reason: refused }]);
        expect(gaps[0]?.detail ?? '').toContain(why);
        return;
      }
      expect(gaps).toEqual([]);
      expect(measurements).toMatchObject([{ ucum }]);
      expect(Math.abs((measurements[0]?.value ?? 0) / Number(expected) - 1)).toBeLessThan(0.001);
    });
  }

  test('two codes that contradict each other are no value', () => {
    const coding = ['2524-7', '2532-0'].map((code) => ({ system: 'http://loinc.org', code }));
    expect(readObservations([observation('o', '2524-7', 2, { code: { coding } })], asOf)).toMatchObject({
      measurements: [],
      gaps: [{ reason: 'contradiction', detail: 'its codes say lactate and lactate dehydrogenase' }],
    });
  });

  test('a unit coded one way and written another is no value', () => {
    const valueQuantity = {
      value: 20,
      ...{ code: 'mg/dL', unit: 'µmol/L', system: 'http://unitsofmeasure.org' },
    };
    expect(readObservations([observation('o', '2160-0', 20, { valueQuantity })], asOf).gaps).toMatchObject([
      { reason: 'contradiction', detail: 'the unit is coded mg/dL and written umol/L' },
    ]);
  });

  test('no word of the record is repeated', () => {
    const code = { coding: [{ system: 'http://loinc.org', code: '2524-7', display: 'LDH of Mrs Smith' }] };
    const named = readObservations([observation('o', '2524-7', 2, { code })], asOf);
    const valueQuantity = { value: 2, unit: 'kg{Smith}' };
    const measured = readObservations([observation('o', '2524-7', 2, { valueQuantity })], asOf);
    expect([...named.gaps, ...measured.gaps]).toHaveLength(2);
    expect(JSON.stringify([named, measured])).not.toContain('Smith');
  });
});

test('names as the demo hospital and LOINC write them contradict nothing', async () => {
  const { labTest } = await import('../../../../src/sandbox/patients/lab-tests.ts');
  const { vitalSigns } = await import('../../../../src/sandbox/patients/vital-signs.ts');
  const labs = (['sodium', 'urea', 'crp', 'ldh', 'lactate', 'bilirubin', 'ph', 'pao2', 'paco2'] as const).map(
    (name) => labTest(name, 'si'),
  );
  const values = [
    ...labs.map(({ loinc, display }) => ({ loinc, display })),
    ...Object.values(vitalSigns).map(({ loinc, display }) => ({ loinc: loinc[0] ?? '', display })),
  ];
  const gaps = values.flatMap(({ loinc, display }) => {
    const code = { coding: [{ system: 'http://loinc.org', code: loinc, display }], text: display };
    return readObservations([observation('o', loinc, 0, { code })], asOf).gaps;
  });
  expect(gaps.filter(({ detail }) => detail?.startsWith('the code says'))).toEqual([]);
});
