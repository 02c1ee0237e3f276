import { expect, test } from 'vitest';
import type { Assessment } from '../../../src/assessment/assessment.ts';
import { notesSection } from '../../../src/cards/notes.ts';
import { hearNotes } from '../../../src/notes/hear-notes.ts';

const asOf = '2026-11-24T10:00:00.000Z';

/** The section for notes written one hour after another, the newest at 09:00. */
function sectionFor(...texts: readonly string[]): string {
  const notes = texts.map((text, at) => ({
    text,
    title: 'note',
    source: `DocumentReference/${at}`,
    at: `2026-11-24T0${9 - at}:00:00.000Z`,
  }));
  const { statements } = hearNotes(notes);
  return notesSection({ statements, asOf } as unknown as Assessment).join('\n');
}

test('the card says what the notes state of now, each with the age of its note', () => {
  const section = sectionFor(
    'Confused. Chest tube in place, on room air.',
    'PMH: COPD, CHF. Father: dementia.',
  );
  expect(section).toContain('- Comorbidities: COPD (2 h ago), heart failure (2 h ago)');
  expect(section).toContain('- Devices: chest drain (1 h ago)');
  expect(section).toContain('- Oxygen: denied: oxygen (1 h ago)');
  expect(section).toContain('- Confusion: confusion (1 h ago)');
  expect(section).not.toContain('dementia');
});

test('a drain that a newer note says is out is not told', () => {
  expect(sectionFor('Chest drain removed.', 'Chest drain in place.')).toBe('');
});

test('nothing a note says in its own words reaches the card', () => {
  const section = sectionFor('<img src=x onerror=alert(1)> **Known** [COPD](http://evil) of Mr Example');
  expect(section).toContain('COPD (1 h ago)');
  expect(section).not.toMatch(/img|evil|Example/);
});
