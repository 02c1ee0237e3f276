import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../../../../src/web/components/source-drawer/markdown-blocks.ts';
import { type Fact, readFacts } from '../../../../../src/web/components/source-drawer/read-facts.ts';

function shown(fact: Fact): string {
  if (fact.kind === 'quantity') return `${fact.comparator}${fact.value} ${fact.unit}`;
  if (fact.kind === 'range') return `${fact.low ?? ''}–${fact.high ?? ''} ${fact.unit}`;
  return fact.kind === 'moment' ? fact.at : fact.text;
}
const said = (fact: Fact) => `${fact.name}: ${shown(fact)}`;

describe('a record in words', () => {
  test('says what, how much, against which range, when, how final and by whom', () => {
    const facts = readFacts({
      resourceType: 'Observation',
      id: 'l1',
      status: 'preliminary',
      code: { coding: [{ system: 'http://loinc.org', code: '2524-7', display: 'Lactate' }], text: 'Lactat' },
      valueQuantity: { value: 0.5, unit: 'mmol/L', comparator: '<' },
      referenceRange: [{ high: { value: 2 } }],
      interpretation: [{ coding: [{ code: 'H', display: 'High' }] }],
      effectiveDateTime: '2026-11-24T03:10:00Z',
      issued: '2026-11-24T03:40:00Z',
      performer: [{ reference: 'Organization/lab', display: 'Central laboratory' }],
    });
    expect(facts.map(said)).toEqual([
      'code: Lactat',
      'value: <0.5 mmol/L',
      'range: –2 mmol/L',
      'interpretation: High',
      'at: 2026-11-24T03:10:00Z',
      'issued: 2026-11-24T03:40:00Z',
      'status: preliminary',
      'performer: Central laboratory',
      'codes: loinc.org 2524-7',
      'id: Observation/l1',
    ]);
  });

  test('of a blood pressure says each part', () => {
    const part = (text: string, value: number) => ({
      code: { text },
      valueQuantity: { value, unit: 'mmHg' },
    });
    const facts = readFacts({
      resourceType: 'Observation',
      id: 'b',
      component: [part('Systolic', 121), part('Diastolic', 74)],
    });
    expect(facts.map(said)).toEqual([
      ...['component: Systolic', 'value: 121 mmHg', 'component: Diastolic', 'value: 74 mmHg'],
      'id: Observation/b',
    ]);
  });

  test('says why there is no value, and a range in the laboratory’s own words', () => {
    const facts = readFacts({
      resourceType: 'Observation',
      id: 'b',
      dataAbsentReason: { text: 'haemolysed' },
      referenceRange: [{ text: 'negative' }],
    });
    expect(facts.map(said)).toEqual(['absent: haemolysed', 'range: negative', 'id: Observation/b']);
  });

  test('of a diagnosis and of a procedure says whether it still holds, and from when until when', () => {
    const condition = readFacts({
      resourceType: 'Condition',
      id: 'c',
      code: { text: 'Heart failure' },
      clinicalStatus: { coding: [{ code: 'active' }] },
      recordedDate: '2026-11-20',
    });
    expect(condition.map(said)).toContain('clinicalStatus: active');
    const procedure = readFacts({
      resourceType: 'Procedure',
      id: 'p',
      performedPeriod: { start: '2026-11-20', end: '2026-11-21' },
      performer: [{ actor: { display: 'Dr Adler' } }],
    });
    expect(procedure.map(said)).toEqual(
      expect.arrayContaining(['from: 2026-11-20', 'until: 2026-11-21', 'performer: Dr Adler']),
    );
  });

  test.each([
    {},
    { resourceType: 'Observation', code: 7, component: 'x', referenceRange: [null, 3], performer: {} },
  ])('that breaks FHIR (%j) says nothing and breaks nothing', (broken) => {
    expect(readFacts(broken).map(({ name }) => name)).toEqual(['id']);
  });
});

describe('a model card', () => {
  test('is read as headings, paragraphs, lists and tables', () => {
    const blocks = readMarkdown(
      '# Card\n\nOne **strong**\nline.\n\n- a\n  more\n- `b`\n\n| x | y |\n| - | - |\n| 1 | 2 |\n',
    );
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, runs: [{ kind: 'plain', text: 'Card' }] },
      {
        kind: 'paragraph',
        runs: [
          { kind: 'plain', text: 'One ' },
          { kind: 'strong', text: 'strong' },
          { kind: 'plain', text: ' line.' },
        ],
      },
      { kind: 'list', items: [[{ kind: 'plain', text: 'a more' }], [{ kind: 'code', text: 'b' }]] },
      {
        kind: 'table',
        head: [[{ kind: 'plain', text: 'x' }], [{ kind: 'plain', text: 'y' }]],
        rows: [[[{ kind: 'plain', text: '1' }], [{ kind: 'plain', text: '2' }]]],
      },
    ]);
  });

  test('keeps markup of another language as characters, and follows no address', () => {
    const [block] = readMarkdown('<img src=x onerror=alert(1)> [see](javascript:alert(1))');
    expect(JSON.stringify(block)).toContain('<img src=x onerror=alert(1)>');
    expect(JSON.stringify(block)).not.toContain('javascript:');
  });

  test.each(['fusion', 'chest-xray-encoder', 'chest-outline'])('of %s loses no word', (model) => {
    const folder = join(import.meta.dirname, '../../../../../models', model);
    for (const file of ['MODEL_CARD.md', 'SOURCE_ATTRIBUTES.md']) {
      const text = readFileSync(join(folder, file), 'utf8');
      const shown = JSON.stringify(readMarkdown(text));
      const words = text.replace(/\]\([^)]*\)/g, '').match(/[\p{L}\p{N}]{4,}/gu) ?? [];
      expect(words.filter((word) => !shown.includes(word))).toEqual([]);
    }
  });
});
