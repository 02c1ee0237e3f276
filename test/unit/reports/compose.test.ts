import { describe, expect, test } from 'vitest';
import type { Assessment, ReadConclusion } from '../../../src/assessment/assessment.ts';
import { composeDraft, type Material } from '../../../src/reports/compose.ts';
import { languages } from '../../../src/words/words.ts';
import { assessment, disputed, material, missed } from './material.ts';

const film = assessment.film as ReadConclusion;

function draftOf(changes: Partial<Material> = {}) {
  const draft = composeDraft({ ...material, ...changes });
  if (!draft) throw new Error('no draft');
  return draft;
}

const withFilm = (changes: Partial<ReadConclusion>): Partial<Material> => ({
  assessment: { ...assessment, film: { ...film, ...changes } } as Assessment,
});

function sectionOf(text: string, title: string): string | undefined {
  return text.split('\n\n').find((section) => section.startsWith(`${title}\n`));
}

test.each(languages)(
  'the draft of a film with told, disputed and missed findings, in %s',
  async (language) => {
    const { text, origin } = draftOf({ language });
    await expect(`${text}\n\n${origin}\n`).toMatchFileSnapshot(`golden/${language}.txt`);
  },
);

describe('a disputed finding', () => {
  test('is disputed and nowhere found', () => {
    const { text } = draftOf();
    expect(sectionOf(text, 'WHAT THE FILM MODEL TELLS')).not.toMatch(/pneumothorax/i);
    expect(sectionOf(text, 'DISPUTED')).toContain('Pneumothorax: disputed.');
    expect(sectionOf(text, 'DISPUTED')).toContain('Dr Ama Osei disagrees');
  });

  test('that was called unlikely is not called so', () => {
    const word = { ...disputed, target: { kind: 'finding', name: 'Effusion' } } as const;
    const { text } = draftOf({ standing: [word] });
    expect(sectionOf(text, 'DISPUTED')).toContain('Pleural effusion: disputed. The model says: unlikely');
    expect(text).not.toContain('Less likely than among all films');
  });

  test('that is only known already keeps its place', () => {
    const { text } = draftOf({ standing: [{ ...disputed, reason: 'already-known' }] });
    expect(sectionOf(text, 'WHAT THE FILM MODEL TELLS')).toContain('Pneumothorax: likely, 70');
    expect(sectionOf(text, 'DISPUTED')).toBeUndefined();
  });

  test('leaves nothing told where it was the only one', () => {
    const only = film.findings.filter(({ name }) => name === 'Pneumothorax');
    const { text } = draftOf(withFilm({ findings: only }));
    expect(sectionOf(text, 'WHAT THE FILM MODEL TELLS')).toContain('Nothing else is likely or possible');
  });
});

test('whose film it is leads, where that is in doubt', () => {
  const word = { ...disputed, reason: 'wrong-patient' };
  const { text } = draftOf({ ...withFilm({ warnings: ['sex-differs'] }), standing: [word] });
  expect(text).toMatch(/^IS THIS THE RIGHT PATIENT’S FILM\?\n- The film looks like one of the other sex/);
  expect(text).toContain('- A clinician says that this is another patient’s film.');
});

test('a disagreement with the whole summary is told, one with the risk is not', () => {
  const ofCard = { ...disputed, target: { kind: 'card' }, reason: 'film-quality' } as const;
  expect(sectionOf(draftOf({ standing: [ofCard] }).text, 'DISPUTED')).toContain('the card as a whole');
  const ofRisk = { ...disputed, target: { kind: 'risk' } } as const;
  expect(draftOf({ standing: [ofRisk] }).hash).toBe(draftOf({ standing: [] }).hash);
});

test('a film that was not read has no draft', () => {
  const none = { ...assessment, film: { state: 'pending', because: 'reading' } } as Assessment;
  expect(composeDraft({ ...material, assessment: none })).toBeUndefined();
});

describe('the hash', () => {
  const { hash } = draftOf();

  test('is the same in each language, time zone and assessment of the same evidence', () => {
    const again = { ...assessment, id: 'another', asOf: '2026-11-24T11:00:00.000Z', risk: {} } as Assessment;
    expect(draftOf({ language: 'fr' }).hash).toBe(hash);
    expect(draftOf({ timeZone: 'UTC' }).hash).toBe(hash);
    expect(draftOf({ assessment: again }).hash).toBe(hash);
  });

  test('does not hang on the order in which a database gives back an object’s fields', () => {
    const turned = Object.fromEntries(Object.entries(film).reverse()) as ReadConclusion;
    expect(draftOf(withFilm(turned)).hash).toBe(hash);
  });

  test.each<[string, Partial<Material>]>([
    ['the model', withFilm({ model: 'chest-xray-encoder@1.5.0' })],
    ['a place', withFilm({ places: {} })],
    ['the film', withFilm({ sopInstanceUid: '1.2.2' })],
    ['a word taken back', { standing: [missed] }],
    ['another film', { chart: { ...material.chart, films: material.chart.films.slice(0, 1) } }],
  ])('is another with %s', (_, changes) => {
    expect(draftOf(changes).hash).not.toBe(hash);
  });
});
