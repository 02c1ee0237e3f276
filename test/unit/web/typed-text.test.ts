import { describe, expect, test } from 'vitest';
import type { ReportView } from '../../../src/smart/contract.ts';
import { besideOf, groundOf, keepTyped, typedIn } from '../../../src/web/components/report/typed-text.ts';

const draft: ReportView = {
  draft: { hash: 'h2', text: 'draft', origin: 'Vigie' },
  standing: { state: 'draft' },
  maySign: true,
  goesToEhr: false,
};
const signed: ReportView = {
  ...draft,
  standing: {
    ...{ state: 'signed', id: 'r1', by: { id: 'Practitioner/1' }, at: '2026-11-24T10:00:00Z' },
    ...{ isEdited: true, isOvertaken: false },
  },
  signed: { draft: 'h2', text: 'signed', origin: 'Vigie', language: 'en' },
};
const overtaken = { ...signed, standing: { ...signed.standing, isOvertaken: true } } as ReportView;

test('a text that is the draft again is not kept, one that was emptied is', () => {
  const ground = groundOf(draft);
  expect(typedIn(keepTyped('draft', ground))).toBeUndefined();
  expect(typedIn(keepTyped('', ground))).toBe('');
  expect(typedIn(keepTyped('= mine', ground))).toBe('= mine');
});

describe('beside a text stands', () => {
  test.each<[string, ReportView, string | undefined, unknown]>([
    ['nothing, where nothing was typed', draft, undefined, []],
    ['nothing, where it was typed over this draft', draft, 'h2', []],
    ['the new draft, where it was typed over another', draft, 'h1', [{ kind: 'draft', text: 'draft' }]],
    ['the report signed meanwhile', signed, 'h2', [{ kind: 'signed', text: 'signed' }]],
    ['nothing, in a correction', signed, 'r1', []],
    [
      'the draft of now, in a correction of what is overtaken',
      overtaken,
      'r1',
      [{ kind: 'draft', text: 'draft' }],
    ],
    [
      'the report signed meanwhile, and the draft that a signature would be bound to',
      overtaken,
      'h2',
      [
        { kind: 'signed', text: 'signed' },
        { kind: 'draft', text: 'draft' },
      ],
    ],
  ])('%s', (_, view, over, beside) => {
    expect(besideOf(view, over)).toEqual(beside);
  });
});
