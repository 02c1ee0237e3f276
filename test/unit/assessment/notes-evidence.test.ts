import { expect, test } from 'vitest';
import { notesEvidence } from '../../../src/assessment/notes-evidence.ts';
import { hearNotes } from '../../../src/notes/hear-notes.ts';

const unknown = Number.NaN;

test.each([
  ['Known COPD and type 2 diabetes.', { comorbidities: 2, confusion: unknown }],
  ['Patient is confused. History of heart failure.', { comorbidities: 1, confusion: 1 }],
  ['No history of diabetes.', { comorbidities: 0, confusion: unknown }],
  ['Not confused.', { comorbidities: unknown, confusion: 0 }],
  ['Father has diabetes.', undefined],
  ['Small left effusion.', undefined],
  ['', undefined],
])('from "%s" the fusion model hears what is stated and no silence', (text, expected) => {
  const { statements } = hearNotes([{ text, title: 'Note', source: 'DocumentReference/1' }]);
  expect(notesEvidence(statements)).toEqual(expected);
});
