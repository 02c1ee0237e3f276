import { describe, expect, test } from 'vitest';
import type { Chart, Entry } from '../../../src/chart/chart.ts';
import { curb65 } from '../../../src/scores/curb65.ts';
import { fourC } from '../../../src/scores/four-c.ts';
import { news2 } from '../../../src/scores/news2.ts';
import { psi } from '../../../src/scores/psi.ts';
import { publishedScores } from '../../../src/scores/published-scores.ts';
import { qsofa } from '../../../src/scores/qsofa.ts';
import { sofa } from '../../../src/scores/sofa.ts';
import { chartWith, coded, type Values } from './charts.ts';

const icd10 = 'http://hl7.org/fhir/sid/icd-10';

const well: Values = {
  respiratoryRate: 16,
  oxygenSaturation: 97,
  oxygenFlow: 0,
  systolicPressure: 125,
  diastolicPressure: 75,
  heartRate: 70,
  glasgowComaScore: 15,
  temperature: 37,
  bun: 14,
};

/** What the PSI asks of the laboratory, all of it normal. */
const normalLabs: Values = { ph: 7.4, sodium: 140, glucose: 100, hematocrit: 40, pao2: 80 };

function withConditions(...codes: readonly string[]): Partial<Chart> {
  return { conditions: codes.map((code) => coded(icd10, code)) };
}
const pneumonia = withConditions('J18.9');

function aged(ageYears: number, sex: 'male' | 'female' = 'male'): Partial<Chart> {
  return { patient: { id: 'p', identifiers: [], sex, ageYears } };
}

describe('NEWS2', () => {
  test.each([
    [{}, 'low'],
    [{ heartRate: 131 }, 'low-medium, one item at 3: urgent ward review'],
    [{ heartRate: 120, respiratoryRate: 22, temperature: 38.5 }, 'medium: urgent review'],
    [{ heartRate: 131, respiratoryRate: 25, temperature: 38.5 }, 'high: emergency assessment'],
  ])('%j is %s', (values, band) => {
    expect(news2(chartWith({ ...well, ...values })).band).toBe(band);
  });

  test('is "at least" with items missing, and never low then', () => {
    const { temperature: _, ...rest } = well;
    const score = news2(chartWith(rest));
    expect(score).toMatchObject({ points: 0, missing: ['temperature'] });
    expect(score.band).toBeUndefined();
    expect(news2(chartWith({ respiratoryRate: 30, systolicPressure: 85, heartRate: 115 })).band).toBe(
      'high: emergency assessment',
    );
  });

  test('values of another day are missing, and said to be old', () => {
    const { missing } = news2(chartWith(well, {}, '2026-11-23T23:00:00Z'));
    expect(missing).toHaveLength(7);
    expect(missing[0]).toBe('respiratory rate: newest 13 h old');
  });

  test('says by whose word it reads scale 2, and that it reads scale 1 without one', () => {
    const oxygenTarget = { low: 88, high: 92, at: '2026-11-24T08:00:00Z', source: 'Flag/9' };
    expect(news2(chartWith(well, { oxygenTarget })).remarks).toEqual([
      'SpO2 scale 2: target of 88–92 % documented in Flag/9, 2026-11-24',
    ]);
    expect(news2(chartWith(well, withConditions('J44.9'))).remarks?.[0]).toContain('scale 1');
  });
});

test('the highest band stands whatever is missing; a lower one may rise', () => {
  const chart = chartWith({ respiratoryRate: 30, systolicPressure: 85, heartRate: 115 });
  expect(news2(chart)).toMatchObject({ band: 'high: emergency assessment', isHighestBand: true });
  expect(news2(chartWith({ respiratoryRate: 30, heartRate: 115 }))).not.toHaveProperty('isHighestBand');
});

describe('qSOFA', () => {
  test('is positive from two points', () => {
    const worse = { ...well, respiratoryRate: 22 };
    expect(qsofa(chartWith(worse))).toMatchObject({ points: 1, band: 'negative' });
    expect(qsofa(chartWith({ ...worse, systolicPressure: 100 }))).toMatchObject({
      points: 2,
      band: 'positive',
    });
  });
  test('is not called negative while an item is missing', () => {
    expect(qsofa(chartWith({ respiratoryRate: 18 }))).not.toHaveProperty('band');
  });
  test('takes the newer of coma score and ACVPU', () => {
    const later = chartWith({ consciousness: 3 }, {}, '2026-11-24T11:30:00Z').measurements;
    const { measurements } = chartWith(well);
    expect(qsofa(chartWith({}, { measurements: [...measurements, ...later] })).points).toBe(1);
  });
});

describe('CURB-65', () => {
  test('says how many such patients died only when nothing is missing', () => {
    const whole = curb65(chartWith({ ...well, bun: 30 }, aged(70)));
    expect(whole).toMatchObject({ name: 'CURB-65', points: 2, outOf: 5, band: 'moderate' });
    expect(whole.remarks).toContain('13 % of such patients died within 30 days (Lim, Thorax 2003)');
    const { glasgowComaScore: _, ...rest } = well;
    expect(curb65(chartWith(rest)).remarks).toHaveLength(1);
  });

  test('is CRB-65 without a urea, and one pressure alone cannot withhold its point', () => {
    const { bun: _, diastolicPressure: __, ...rest } = well;
    const score = curb65(chartWith(rest));
    expect(score).toMatchObject({ name: 'CRB-65', outOf: 4, points: 0 });
    expect(score.missing).toEqual(['systolic below 90 or diastolic of 60 or less']);
  });
});

describe('4C Mortality', () => {
  test.each([
    [{ crp: 20 }, aged(50, 'female'), 2, 'low'],
    [{ crp: 60 }, aged(50, 'male'), 4, 'intermediate'],
    [{ crp: 100 }, aged(70, 'male'), 9, 'high'],
    [{ crp: 100, respiratoryRate: 30, oxygenSaturation: 91, bun: 40 }, aged(80, 'male'), 17, 'very high'],
  ] as [Values, Partial<Chart>, number, string][])('%j %j is %i, %s', (values, fields, points, band) => {
    const score = fourC(chartWith({ ...well, ...values }, { ...withConditions('U07.1'), ...fields }));
    expect(score).toMatchObject({ points, outOf: 21, missing: [] });
    expect(score.band?.startsWith(`${band}:`)).toBe(true);
    expect(score.remarks?.[0]).toContain('derived from adults admitted with COVID-19');
  });

  test('keeps the diagnoses that gave the points', () => {
    const { items } = fourC(chartWith(well, withConditions('U07.1', 'E11.9')));
    const item = items.find(({ name }) => name === 'comorbidities');
    expect(item?.entries?.map(({ source }) => source)).toEqual(['Condition/E11.9']);
  });
});

describe('PSI', () => {
  const young = { ...well, ...normalLabs };
  const home = { encounter: { source: 'Encounter/1', admitSource: 'nursing' } };

  test('is class I up to 50 years without the five comorbidities and signs, whatever the laboratory says', () => {
    expect(
      psi(chartWith({ ...young, bun: 60, sodium: 120 }, { ...pneumonia, ...aged(50) }), undefined).band,
    ).toBe('class I: low risk');
    expect(psi(chartWith(young, { ...pneumonia, ...aged(51) }), undefined).band).not.toBe(
      'class I: low risk',
    );
    expect(
      psi(chartWith({ ...young, heartRate: 125 }, { ...pneumonia, ...aged(50) }), undefined).band,
    ).not.toBe('class I: low risk');
    const cancer = { ...withConditions('J18.9', 'C34.9'), ...aged(50) };
    expect(psi(chartWith(young, cancer), undefined).band).not.toBe('class I: low risk');
  });

  test('is not class I while one of the signs is missing', () => {
    const { temperature: _, ...rest } = young;
    expect(psi(chartWith(rest, { ...pneumonia, ...aged(50) }), undefined)).not.toHaveProperty('band');
  });

  test.each([
    [60, ['J18.9', 'J90'], {}, 80, 'class III'],
    [50, ['J18.9', 'J90'], { heartRate: 125 }, 80, 'class III'],
    [60, ['J18.9', 'J90', 'I50.9'], {}, 90, 'class III'],
    [61, ['J18.9', 'J90', 'I50.9'], {}, 91, 'class IV'],
    [70, ['J18.9', 'J90', 'C34.9', 'I50.9'], {}, 130, 'class IV'],
    [71, ['J18.9', 'J90', 'C34.9', 'I50.9'], {}, 131, 'class V'],
    [51, ['J18.9', 'J90'], {}, 71, 'class III'],
  ] as [number, string[], Values, number, string][])(
    'a man of %i from a nursing home with %j and %j has %i, %s',
    (age, codes, values, points, band) => {
      const chart = chartWith(
        { ...young, ...values },
        { ...withConditions(...codes), ...aged(age), ...home },
      );
      const score = psi(chart, undefined);
      expect(score).toMatchObject({ points, missing: [] });
      expect(score.band?.startsWith(`${band}:`)).toBe(true);
    },
  );

  test('is class II up to 70', () => {
    const chart = chartWith(young, { ...withConditions('J18.9', 'J90'), ...aged(60, 'female'), ...home });
    expect(psi(chart, undefined)).toMatchObject({ points: 70, band: 'class II: low risk', missing: [] });
  });

  test('with an effusion on the film says both sums, and the class changes only with a diagnosis', () => {
    const fields = { ...aged(74), ...home };
    const unread = psi(chartWith(young, { ...pneumonia, ...fields }), 'seen');
    expect(unread).toMatchObject({
      points: 84,
      band: 'class III: low risk',
      unconfirmed: { points: 94, band: 'class IV: moderate risk', finding: 'pleural effusion' },
    });
    expect(unread.missing).toEqual(["pleural effusion on film: the model's reading is not confirmed"]);
    const confirmed = psi(chartWith(young, { ...withConditions('J18.9', 'J90'), ...fields }), 'seen');
    expect(confirmed).toMatchObject({ points: 94, band: 'class IV: moderate risk', missing: [] });
    expect(confirmed).not.toHaveProperty('unconfirmed');
  });

  test('a film on which the model sees no effusion does not withhold the points', () => {
    const { missing, unconfirmed } = psi(chartWith(young, pneumonia), 'not-seen');
    expect(missing.some((name) => name.startsWith('pleural effusion'))).toBe(true);
    expect(unconfirmed).toBeUndefined();
  });
});

describe('SOFA', () => {
  test('is always at least, because vasopressors are not gathered', () => {
    const labs = { platelets: 200, bilirubin: 1, creatinine: 1, meanArterialPressure: 80 };
    const gases = { pao2: 95, fractionInspiredOxygen: 0.21 };
    const score = sofa(chartWith({ ...labs, ...gases, glasgowComaScore: 15 }));
    expect(score).toMatchObject({ points: 0, missing: ['circulation: vasopressors not gathered'] });
    expect(score).not.toHaveProperty('band');
  });

  test('takes the worst value of 24 hours, and nothing older', () => {
    const early = chartWith({ platelets: 40 }, {}, '2026-11-23T11:00:00Z').measurements;
    const night = chartWith({ platelets: 90 }, {}, '2026-11-23T22:00:00Z').measurements;
    const now = chartWith({ platelets: 160 }).measurements;
    const { items } = sofa(chartWith({}, { measurements: [...early, ...night, ...now] }));
    expect(items.find(({ name }) => name.startsWith('coagulation'))).toMatchObject({
      points: 2,
      measurement: { value: 90 },
    });
  });

  test('a ventilator turned on after the gas was drawn does not count for it', () => {
    const procedure: Entry = { ...coded('http://snomed.info/sct', '40617009'), isOngoing: true };
    const values = { pao2: 60, fractionInspiredOxygen: 0.6 };
    const points = (at: string) =>
      sofa(chartWith(values, { procedures: [{ ...procedure, at }] })).items[0]?.points;
    expect(points('2026-11-24T10:00:00Z')).toBe(3);
    expect(points('2026-11-24T11:30:00Z')).toBe(2);
  });
});

describe('which scores are given', () => {
  const names = (chart: Chart) => publishedScores(chart).given.map(({ name }) => name);
  const reasons = (chart: Chart) =>
    Object.fromEntries(publishedScores(chart).withheld.map(({ name, because }) => [name, because]));
  const entry = (text: string, fields: Partial<Entry> = {}): Partial<Chart> => ({
    conditions: [{ text, source: 'Condition/1', ...fields }],
  });

  test('CURB-65 and PSI with pneumonia on record, 4C with COVID-19, and else the reason', () => {
    expect(names(chartWith(well))).toEqual(['NEWS2', 'qSOFA', 'SOFA']);
    expect(reasons(chartWith(well))).toEqual({
      'CURB-65': 'no-pneumonia',
      PSI: 'no-pneumonia',
      '4C Mortality': 'no-covid',
    });
    expect(names(chartWith(well, pneumonia))).toEqual(['NEWS2', 'qSOFA', 'SOFA', 'CURB-65', 'PSI']);
    expect(names(chartWith(well, withConditions('U07.1')))).toContain('4C Mortality');
  });

  test.each([
    ['Community acquired pneumonia', {}, true],
    ['Pneumonie à pneumocoque', {}, true],
    ['Pneumonia', { state: 'over' }, false],
    ['Pneumonia', { state: 'considered' }, false],
    ['History of pneumonia', {}, false],
    ['No pneumonia', {}, false],
    ['Pneumonia vaccination', {}, false],
    ['Family history of pneumonia', {}, false],
    ['Hospital-acquired pneumonia', {}, false],
  ] as [string, Partial<Entry>, boolean][])('%s %j: pneumonia on record is %s', (text, fields, isGiven) => {
    expect(names(chartWith(well, entry(text, fields))).includes('PSI')).toBe(isGiven);
  });

  test('none for a child, in pregnancy or of unknown age, and each says why', () => {
    const child = { patient: { id: 'p', identifiers: [], ageYears: 17 } };
    const unfit = [
      [chartWith(well, child), 'child'],
      [chartWith(well, { patient: { id: 'p', identifiers: [] } }), 'age-unknown'],
      [chartWith(well, entry('Pregnancy')), 'pregnancy'],
      [chartWith(well, withConditions('Z33')), 'pregnancy'],
    ] as const;
    for (const [chart, because] of unfit) {
      expect(names(chart)).toEqual([]);
      expect(reasons(chart)).toEqual({
        ...{ NEWS2: because, qSOFA: because, SOFA: because },
        ...{ 'CURB-65': because, '4C Mortality': because, PSI: because },
      });
    }
  });

  test('a pregnancy that is over, or a pregnancy test, withholds nothing', () => {
    expect(names(chartWith(well, entry('Pregnancy', { state: 'over' })))).toContain('NEWS2');
    expect(names(chartWith(well, entry('Pregnancy test negative')))).toContain('NEWS2');
  });

  test('none without a single value', () => {
    expect(reasons(chartWith({}))).toMatchObject({ NEWS2: 'nothing-in-date', SOFA: 'nothing-in-date' });
  });
});
