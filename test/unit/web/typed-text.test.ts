import { describe, expect, test } from 'vitest';
import type { ReportView } from '../../../src/smart/contract.ts';
import {
  besideOf,
  keepTyped,
  placeOf,
  typedElsewhere,
  typedIn,
} from '../../../src/web/components/report/typed-text.ts';

const draft: ReportView = {
  draft: { hash: 'h2', film: 'A', language: 'en', text: 'draft', origin: 'Vigie' },
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
  expect(typedIn(keepTyped('draft', draft, undefined))).toBeUndefined();
  expect(typedIn(keepTyped('', draft, undefined))?.text).toBe('');
  expect(typedIn(keepTyped('mine', draft, undefined))).toEqual({ text: 'mine', over: 'h2', language: 'en' });
});

test('what was typed for one film is found under no other, and named there as the first one’s', () => {
  const kept = keepTyped(
    'mine',
    { ...draft, draft: { ...draft.draft, takenAt: '2026-11-24T07:00:00Z' } },
    undefined,
  );
  const drafts = { [placeOf('A')]: kept, ask: 'why?' };
  expect(typedIn((drafts as Record<string, string>)[placeOf('B')])).toBeUndefined();
  expect(typedElsewhere(drafts, 'B')).toMatchObject([
    { film: 'A', text: 'mine', takenAt: '2026-11-24T07:00:00Z' },
  ]);
  expect(typedElsewhere(drafts, 'A')).toEqual([]);
});

test('a text keeps the language of what it was typed over when the page is switched', () => {
  const first = typedIn(keepTyped('mine', draft, undefined));
  const french = { ...draft, draft: { ...draft.draft, language: 'fr' as const, text: 'brouillon' } };
  expect(typedIn(keepTyped('mine too', french, first))).toMatchObject({ language: 'en', text: 'mine too' });
});

test('a text that was emptied and is typed again is in the language of the page, and over what it was', () => {
  const french = { ...draft, draft: { ...draft.draft, language: 'fr' as const, text: 'brouillon' } };
  const emptied = typedIn(keepTyped(' ', french, typedIn(keepTyped('mine', draft, undefined))));
  expect(emptied).toMatchObject({ language: 'en' });
  const anew = typedIn(keepTyped('le mien', french, emptied));
  expect(anew).toMatchObject({ language: 'fr', over: 'h2', text: 'le mien' });
  const correction = { ...signed, draft: french.draft };
  const cleared = typedIn(keepTyped('', correction, undefined));
  expect(cleared).toMatchObject({ language: 'en', over: 'r1' });
  expect(typedIn(keepTyped('corrigé', correction, cleared))).toMatchObject({ language: 'fr', over: 'r1' });
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
