import { expect, test } from 'vitest';
import { readPatient } from '../../../../src/sources/fhir/patient.ts';
import { asOf, patient } from './records.ts';

test.each([
  [
    'the official name before the nickname',
    [
      { use: 'nickname', text: 'Lou' },
      { use: 'official', family: 'Martin', given: ['Louise', 'Anne'] },
    ],
    'Louise Anne Martin',
  ],
  [
    'the name in use, not the maiden name',
    [
      { use: 'maiden', text: 'L. Petit' },
      { use: 'usual', text: 'L. Martin' },
    ],
    'L. Martin',
  ],
  ['a name without a use', [{ use: 'old', text: 'Old' }, { family: 'Martin' }], 'Martin'],
  [
    'the record’s own order of the parts',
    [{ text: '山田 花子', family: '山田', given: ['花子'] }],
    '山田 花子',
  ],
  [
    'a name written from the right',
    [{ use: 'official', given: ['فاطمة'], family: 'الزهراء' }],
    'فاطمة الزهراء',
  ],
  ['nothing of an empty name', [{ use: 'official', text: ' ' }], undefined],
  ['nothing where there is no name', undefined, undefined],
  ['nothing where the name is no name', 'Louise', undefined],
])('the banner has %s', (_, name, said) => {
  expect(readPatient({ ...patient, ...(name ? { name } : {}) }, 'p1', asOf).name).toBe(said);
  expect(readPatient({ ...patient, ...(name ? { name } : {}) }, 'p1', asOf).ageYears).toBe(76);
});
