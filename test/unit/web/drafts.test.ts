import { expect, test } from 'vitest';
import { handDraftsOver, takeDrafts, withDraft } from '../../../src/web/visit/drafts.ts';

function createShelf() {
  const held = new Map<string, string>();
  return {
    held,
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
}

const drafts = { question: 'last lacta', 'disagree.risk': 'known, palliative' };

test('what was typed comes back after signing in again in the same tab, once', () => {
  const shelf = createShelf();
  handDraftsOver(shelf, { patientId: 'p1', ehr: 'A', viewer: 'Practitioner/1', drafts });
  expect(takeDrafts(shelf, { patientId: 'p1', ehr: 'A', viewer: 'Practitioner/1' })).toEqual(drafts);
  expect(takeDrafts(shelf, { patientId: 'p1', ehr: 'A', viewer: 'Practitioner/1' })).toEqual({});
});

test.each([
  ['another patient', { patientId: 'p2', ehr: 'A', viewer: 'Practitioner/1' }],
  ['the same id in another hospital', { patientId: 'p1', ehr: 'B', viewer: 'Practitioner/1' }],
  ['the next person at the machine', { patientId: 'p1', ehr: 'A', viewer: 'Practitioner/2' }],
])(
  'what was typed by one person about one patient is never shown on the page of %s, and is erased',
  (_, other) => {
    const shelf = createShelf();
    handDraftsOver(shelf, { patientId: 'p1', ehr: 'A', viewer: 'Practitioner/1', drafts });
    expect(takeDrafts(shelf, other)).toEqual({});
    expect(shelf.held.size).toBe(0);
  },
);

test('nothing is put away where nothing was typed, and what is damaged is nothing', () => {
  const shelf = createShelf();
  handDraftsOver(shelf, {
    patientId: 'p1',
    ehr: 'A',
    viewer: 'Practitioner/1',
    drafts: withDraft(drafts, 'question', ''),
  });
  handDraftsOver(shelf, { patientId: 'p1', ehr: 'A', viewer: 'Practitioner/1', drafts: {} });
  shelf.setItem('vigie.drafts', '{"patientId":"p1","ehr":"A","drafts":{"question":{}}}');
  expect(takeDrafts(shelf, { patientId: 'p1', ehr: 'A', viewer: 'Practitioner/1' })).toEqual({});
});
