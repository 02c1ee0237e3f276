import { describe, expect, test } from 'vitest';
import type { Assessment, FilmConclusion, Probability } from '../../../src/assessment/assessment.ts';
import type { Contradiction } from '../../../src/contradictions/contradiction.ts';
import {
  disputedFindings,
  isSamePerson,
  silencedBy,
  standingOn,
  stands,
} from '../../../src/contradictions/standing.ts';

const estimated = (value: number, low = value - 0.1, high = value + 0.1): Probability => ({
  kind: 'estimated',
  value,
  low,
  high,
});
const read: Extract<FilmConclusion, { state: 'read' }> = {
  state: 'read',
  studyInstanceUid: '1.2',
  sopInstanceUid: '1.2.1',
  view: 'AP',
  abnormal: estimated(0.8),
  findings: [
    { name: 'Pneumothorax', word: 'likely', probability: estimated(0.7) },
    { name: 'Effusion', word: 'unlikely', probability: estimated(0.05, 0.01, 0.09) },
  ],
  warnings: [],
  model: 'film@1',
  outlinedBy: 'outline@1',
};
const then = {
  id: 'a1',
  risk: estimated(0.12, 0.06, 0.22),
  film: read,
  scores: [{ name: 'NEWS2', points: 5, items: [], missing: [], band: 'medium' }],
} as unknown as Assessment;

function word(fields: Partial<Contradiction> = {}): Contradiction {
  return {
    id: 'c1',
    assessmentId: 'a1',
    target: { kind: 'finding', name: 'Pneumothorax' },
    verdict: 'disagree',
    by: { id: 'Practitioner/1' },
    via: 'app',
    at: '2026-11-24T03:10:00Z',
    ...fields,
  };
}

describe('a word stands', () => {
  const finding = { kind: 'finding', name: 'Pneumothorax' } as const;
  const missed = { kind: 'missed', name: 'Effusion' } as const;
  const [risk, card] = [{ kind: 'risk' }, { kind: 'card' }] as const;
  const pending: FilmConclusion = { state: 'pending', because: 'being-read' };
  const news = (band?: string) => [
    { name: 'NEWS2' as const, points: 7, items: [], missing: [], ...(band ? { band } : {}) },
  ];
  test.each<[string, Contradiction['target'], Partial<Assessment>, boolean]>([
    ['on a finding of the same film, whatever the risk', finding, { risk: estimated(0.9) }, true],
    ['on a finding whose place was found since', finding, { film: { ...read, places: {} } }, true],
    ['not on a new film', finding, { film: { ...read, sopInstanceUid: '1.2.2' } }, false],
    ['not when another model reads the film', finding, { film: { ...read, model: 'film@2' } }, false],
    ['not while the new film is being read', finding, { film: pending }, false],
    ['on what the same film’s reader missed', missed, {}, true],
    [
      'not on a new film, where it was missed on the old',
      missed,
      { film: { ...read, sopInstanceUid: '9' } },
      false,
    ],
    ['on the risk at the upper end of the interval', risk, { risk: estimated(0.22) }, true],
    ['on the risk at the lower end of the interval', risk, { risk: estimated(0.06) }, true],
    ['not on a risk above the interval', risk, { risk: estimated(0.23) }, false],
    ['not on a risk below the interval', risk, { risk: estimated(0.05) }, false],
    ['on the risk, whatever the film', risk, { film: pending }, true],
    ['not on a risk that is withheld since', risk, { risk: { kind: 'withheld', because: 'child' } }, false],
    ['on the same card', card, {}, true],
    ['on a card whose risk moved within the interval', card, { risk: estimated(0.19) }, true],
    ['not on a card whose risk left the interval', card, { risk: estimated(0.23) }, false],
    ['not on a card with a new film', card, { film: { ...read, sopInstanceUid: '1.2.2' } }, false],
    [
      'not on a card with another told finding',
      card,
      { film: { ...read, findings: [{ name: 'Effusion', word: 'likely', probability: estimated(0.6) }] } },
      false,
    ],
    [
      'not on a card whose finding is doubted since, for a drain that came on record',
      card,
      {
        film: {
          ...read,
          findings: [
            { name: 'Pneumothorax', word: 'possible', doubts: ['chest-drain'], probability: estimated(0.7) },
          ],
        },
      },
      false,
    ],
    ['not on a card whose NEWS2 entered another band', card, { scores: news('high') }, false],
    ['on a card whose NEWS2 lacks an item now', card, { scores: news() }, true],
  ])('%s', (_, target, fields, expected) => {
    const now = { ...then, ...fields };
    expect(stands({ contradiction: word({ target }), of: then }, now)).toBe(expected);
  });

  test('not on a card that begins to ask for attention inside the same interval', () => {
    const calm = { ...then, film: { state: 'none', because: 'none-on-record' } } as Assessment;
    const said = { contradiction: word({ target: card }), of: calm };
    expect(stands(said, { ...calm, risk: estimated(0.19) })).toBe(true);
    expect(stands(said, { ...calm, risk: estimated(0.21) })).toBe(false);
  });

  test('while the risk is withheld for the same reason, and not for another', () => {
    const withheld = (because: string): Assessment => ({ ...then, risk: { kind: 'withheld', because } });
    const said = { contradiction: word({ target: risk }), of: withheld('no-vitals-or-labs') };
    expect(stands(said, withheld('no-vitals-or-labs'))).toBe(true);
    expect(stands(said, withheld('unlike-population'))).toBe(false);
  });
});

describe('of several words', () => {
  const said = (...words: Contradiction[]) => words.map((contradiction) => ({ contradiction, of: then }));
  const later = { at: '2026-11-24T03:20:00Z', id: 'c2' };

  test('a person’s last one counts', () => {
    const standing = standingOn(said(word(), word({ ...later, verdict: 'agree' })), then);
    expect(standing.map(({ verdict }) => verdict)).toEqual(['agree']);
    expect(disputedFindings(standing).size).toBe(0);
  });

  test('two persons’ both count, and one disagreement is enough to dispute', () => {
    const other = word({ ...later, verdict: 'agree', by: { id: 'Practitioner/2' } });
    const standing = standingOn(said(word(), other), then);
    expect(standing.map(({ verdict }) => verdict)).toEqual(['agree', 'disagree']);
    expect([...disputedFindings(standing)]).toEqual(['Pneumothorax']);
  });

  test('two nobodies’ both count', () => {
    const { by: _, ...nameless } = word({ via: 'feedback' });
    expect(standingOn(said(nameless, { ...nameless, ...later }), then)).toHaveLength(2);
  });

  test('everything that was missed is kept', () => {
    const add = { verdict: 'add', target: { kind: 'missed' } } as const;
    expect(standingOn(said(word(add), word({ ...add, ...later })), then)).toHaveLength(2);
  });

  test.each(['already-known', 'not-relevant'])('a finding that is %s is not denied', (reason) => {
    expect(disputedFindings([word({ reason })]).size).toBe(0);
  });

  test('what somebody else adds later is shown to who had silenced the card, and what was added before is not', () => {
    const silenced = word({ target: { kind: 'card' } });
    const added = (at: string, by: string) =>
      word({ target: { kind: 'missed', name: 'Pneumothorax' }, verdict: 'add', at, by: { id: by } });
    const later = '2026-11-24T04:00:00Z';
    expect(silencedBy([added(later, 'Practitioner/2'), silenced], 'Practitioner/1')).toBeUndefined();
    expect(silencedBy([added(later, 'Practitioner/1'), silenced], 'Practitioner/1')).toBe(silenced);
    const earlier = added('2026-11-24T02:00:00Z', 'Practitioner/2');
    expect(silencedBy([silenced, earlier], 'Practitioner/1')).toBe(silenced);
  });

  test('only the whole card’s, and only one’s own disagreement, silences', () => {
    const card = { target: { kind: 'card' } } as const;
    const onCard = standingOn(said(word(card)), then);
    expect(silencedBy(onCard, 'https://ehr.example/fhir/Practitioner/1')?.id).toBe('c1');
    expect(silencedBy(onCard, 'Practitioner/11')).toBeUndefined();
    expect(silencedBy(standingOn(said(word()), then), 'Practitioner/1')).toBeUndefined();
    const agreed = standingOn(said(word({ ...card, verdict: 'agree' })), then);
    expect(silencedBy(agreed, 'Practitioner/1')).toBeUndefined();
  });
});

test.each([
  ['Practitioner/1', 'Practitioner/1', true],
  ['https://ehr/fhir/Practitioner/1', 'Practitioner/1', true],
  ['Practitioner/1', 'PractitionerRole/1', false],
  ['Practitioner/1', 'Practitioner/12', false],
  ['sub-42', 'sub-42', true],
  [undefined, undefined, false],
])('%s and %s are one person: %s', (one, other, expected) => {
  expect(isSamePerson(one, other)).toBe(expected);
});
