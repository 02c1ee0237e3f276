import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Chart, Entry } from '../../../src/chart/chart.ts';
import type { Concept } from '../../../src/chart/codes.ts';
import { toConceptUnit } from '../../../src/chart/units.ts';
import { curb65 } from '../../../src/scores/curb65.ts';
import { fourC } from '../../../src/scores/four-c.ts';
import { news2 } from '../../../src/scores/news2.ts';
import { psi } from '../../../src/scores/psi.ts';
import { qsofa } from '../../../src/scores/qsofa.ts';
import type { Score } from '../../../src/scores/score.ts';
import { sofa } from '../../../src/scores/sofa.ts';
import { anHourAgo, chartWith, coded } from './charts.ts';

/** One boundary of a published table: what the chart holds, and the points of the item. */
type Cell = {
  readonly score: string;
  readonly item: string;
  readonly given: string;
  readonly points: string;
};

const cells: readonly Cell[] = parse(readFileSync(join(import.meta.dirname, 'cells.csv'), 'utf8'), {
  columns: true,
});

const scores: Readonly<Record<string, (chart: Chart) => Score>> = {
  NEWS2: news2,
  qSOFA: qsofa,
  SOFA: sofa,
  'CURB-65': curb65,
  '4C Mortality': fourC,
  PSI: (chart) => psi(chart, undefined),
};

const ventilation: Entry = {
  ...coded('http://snomed.info/sct', '40617009'),
  at: '2026-11-24T06:00:00Z',
};

/** A chart from `key=value` words; urea is given in mmol/L as a laboratory sends it. */
function chartOf(given: string): Chart {
  const words = given.split(' ').filter((word) => word !== '');
  const pairs = words.map((word) => word.split('=') as [string, string]);
  const all = (key: string) => pairs.filter(([name]) => name === key).map(([, value]) => value);
  const [age = '50'] = all('age');
  const [sex = 'female'] = all('sex');
  const [urea] = all('urea');
  const [target] = all('target');
  const [admitSource] = all('admit');
  const [ventilated] = all('ventilated');
  const apart = ['age', 'sex', 'urea', 'target', 'admit', 'ventilated', 'icd', 'snomed'];
  const values = Object.fromEntries(
    pairs.filter(([key]) => !apart.includes(key)).map(([key, value]) => [key as Concept, Number(value)]),
  );
  const bun = urea ? toConceptUnit('bun', { value: Number(urea), unit: 'mmol/L' }, '22664-7') : undefined;
  const [low, high] = (target ?? '').split('-').map(Number);
  return chartWith(bun?.kind === 'value' ? { ...values, bun: bun.value } : values, {
    patient: {
      id: 'p',
      identifiers: [],
      ageYears: Number(age),
      ...(sex === 'unknown' ? {} : { sex: sex as 'male' }),
    },
    conditions: [
      ...all('icd').map((code) => coded('http://hl7.org/fhir/sid/icd-10-cm', code)),
      ...all('snomed').map((code) => coded('http://snomed.info/sct', code)),
    ],
    procedures: ventilated ? [{ ...ventilation, ...(ventilated === 'yes' ? { isOngoing: true } : {}) }] : [],
    ...(admitSource ? { encounter: { source: 'Encounter/1', admitSource } } : {}),
    ...(low && high ? { oxygenTarget: { low, high, at: anHourAgo, source: 'Flag/1' } } : {}),
  });
}

describe('every boundary of the published tables', () => {
  for (const { score, item, given, points } of cells) {
    test(`${score}, ${item}: ${given || 'nothing'} gives ${points}`, () => {
      const { items, missing } = scores[score]!(chartOf(given));
      const found = items.find(({ name }) => name.startsWith(item))!;
      const isMissing = missing.some((name) => name.startsWith(found.name));
      expect(found.points).toBe(points === 'missing' ? undefined : Number(points.replace('at least ', '')));
      expect(isMissing).toBe(points === 'missing' || points.startsWith('at least'));
    });
  }
});
