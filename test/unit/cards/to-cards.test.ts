import { describe, expect, test } from 'vitest';
import type { Assessment, FilmConclusion } from '../../../src/assessment/assessment.ts';
import { concludeFilm } from '../../../src/assessment/film-conclusion.ts';
import { escapeMarkdown } from '../../../src/cards/markdown.ts';
import { toCards } from '../../../src/cards/to-cards.ts';
import type { Reading } from '../../../src/encoders/reading.ts';

const parts = { overrideReasons: [], launchUrl: 'http://vigie/smart/launch', homeUrl: 'http://vigie' };
const asOf = '2026-11-24T10:00:00.000Z';

const film: Extract<FilmConclusion, { state: 'read' }> = {
  state: 'read',
  studyInstanceUid: '1.2.3',
  sopInstanceUid: '1.2.3.4',
  acquiredAt: '2026-11-24T08:00:00',
  view: 'AP',
  abnormal: { kind: 'estimated', value: 0.8, low: 0.6, high: 0.9 },
  abnormalPrevalence: 0.72,
  findings: [
    {
      name: 'Effusion',
      word: 'likely',
      prevalence: 0.12,
      probability: { kind: 'estimated', value: 0.7, low: 0.55, high: 0.8 },
    },
    {
      name: 'Mass',
      word: 'not-assessed',
      prevalence: 0.09,
      probability: { kind: 'withheld', because: 'chance' },
    },
  ],
  warnings: [],
  model: 'film@1',
};

function assessment(fields: Partial<Assessment> = {}): Assessment {
  return {
    id: 'a1',
    patientId: 'p1',
    asOf,
    createdAt: asOf,
    risk: { kind: 'estimated', value: 0.12, low: 0.06, high: 0.22 },
    horizon: 'in hospital',
    population: 'adults.',
    shares: [
      { modality: 'film', logit: 0, present: true },
      { modality: 'labs', logit: 0.4, present: true },
      { modality: 'vitals', logit: 0, present: false },
      { modality: 'notes', logit: 0, present: false },
    ],
    raises: [],
    lowers: [],
    scores: [],
    scoresWithheld: [],
    film,
    gaps: [],
    laterDropped: 0,
    models: ['film@1', 'fusion@1'],
    ...fields,
  };
}

function only<T>(items: readonly T[]): T {
  expect(items).toHaveLength(1);
  return items[0]!;
}

describe('the summary card', () => {
  test('says the risk with its interval and the likely finding, in under 140 characters', () => {
    const card = only(toCards(assessment(), parts));
    expect(card.summary).toContain('12 % (6–22 %)');
    expect(card.summary).toMatch(/effusion likely, 70 % \(55–80 %\)/i);
    expect(card.summary.length).toBeLessThan(140);
    expect(card.indicator).toBe('info');
    expect(card.links[0]).toMatchObject({ type: 'smart', appContext: 'a1' });
  });

  test('never gives a bare score: finding, interval, horizon, models and the limits of use are there', () => {
    const { detail } = only(toCards(assessment(), parts));
    for (const said of [
      '70 % (55–80 %) | 12 %',
      '72 % of the films it was calibrated on',
      '90 % interval',
      'in hospital',
      'film@1, fusion@1',
      'Research use',
      'Not assessed',
    ])
      expect(detail).toContain(said);
  });

  test('tells the cardiothoracic ratio with its interval on a PA film', () => {
    const heart = {
      kind: 'measured',
      ratio: { value: 0.568, low: 0.531, high: 0.605 },
      heart: { left: 0.4, right: 0.8, row: 0.7 },
      chest: { left: 0.1, right: 0.9, row: 0.8 },
    } as const;
    const { detail } = only(toCards(assessment({ film: { ...film, view: 'PA', heart } }), parts));
    expect(detail).toContain('Heart over chest 0.57 (0.53–0.60), PA');
  });

  test.each([
    ['ap-view', 'an AP film magnifies the heart'],
    ['white-lung', 'a lung is as dense as the heart'],
  ] as const)('gives no ratio for %s, and says why', (because, words) => {
    const heart = { kind: 'not-measured', because } as const;
    const { detail } = only(toCards(assessment({ film: { ...film, heart } }), parts));
    expect(detail).toContain(`Heart over chest: not measured, ${words}`);
    expect(detail).not.toMatch(/Heart over chest \d/);
  });

  test('shows published scores item by item, and what is missing of them', () => {
    const measurement = {
      concept: 'respiratoryRate',
      value: 30,
      ucum: '/min',
      observedAt: asOf,
      source: 'Observation/1',
    } as const;
    const items = [
      { name: 'respiratory rate', points: 3, measurement },
      { name: 'pulse', points: 0, measurement },
      { name: 'temperature' },
    ];
    const score = { name: 'NEWS2', points: 3, outOf: 20, items, missing: ['temperature'] } as const;
    const { detail } = only(toCards(assessment({ scores: [score] }), parts));
    expect(detail).toContain('**NEWS2 at least 3 of 20**; 1 item missing: temperature');
    expect(detail).toContain(
      '| respiratory rate | 30 /min | 0 min ago | Observation/1 | NEWS2 +3, NEWS2 0 |',
    );
  });

  test('leaves the class as it is until a clinician confirms what the film seems to show', () => {
    const unconfirmed = { points: 94, band: 'class IV: moderate risk', finding: 'pleural effusion' };
    const score = {
      name: 'PSI',
      points: 84,
      items: [],
      missing: [],
      band: 'class III: low risk',
      unconfirmed,
    };
    const { detail } = only(toCards(assessment({ scores: [{ ...score, name: 'PSI' }] }), parts));
    expect(detail).toContain(
      "**PSI 84 without / 94 with the film's pleural effusion (unconfirmed)**; class III: low risk; class IV: moderate risk only if a clinician confirms it",
    );
  });

  test('names the scores that are not given, and why', () => {
    const scoresWithheld = (['NEWS2', 'PSI'] as const).map(
      (name) => ({ name, because: 'pregnancy' }) as const,
    );
    expect(only(toCards(assessment({ scoresWithheld }), parts)).detail).toContain(
      'Not given: NEWS2, PSI (pregnancy is on record).',
    );
  });

  test('says "None found" when nothing speaks against', () => {
    expect(only(toCards(assessment(), parts)).detail).toContain('None found');
  });

  test('a doubted pneumothorax is said as possible with its number and the reasons, and still asks for attention', () => {
    const doubted = {
      name: 'Pneumothorax',
      word: 'possible',
      doubts: ['chest-drain', 'ap-view'],
      prevalence: 0.05,
      probability: { kind: 'estimated', value: 0.7, low: 0.55, high: 0.8 },
    } as const;
    const card = only(toCards(assessment({ film: { ...film, findings: [doubted] } }), parts));
    expect(card.summary).toContain('pneumothorax possible, 70 % (55–80 %)');
    expect(card.indicator).toBe('warning');
    expect(card.detail).toMatch(
      /pneumothorax: less sure than its number.*a chest drain is on record.*AP film/,
    );
  });

  test('says what is amiss with the film, in words, without calling it another patient', () => {
    const amiss = { ...film, filmWarnings: ['polarity-repaired', 'tilted'] };
    const card = only(toCards(assessment({ film: amiss }), parts));
    expect(card.detail).toContain(
      'it came as a negative and was turned over before it was read; it is tilted',
    );
  });

  test('asks for attention when the risk is high', () => {
    const risk = { kind: 'estimated', value: 0.4, low: 0.3, high: 0.5 } as const;
    expect(only(toCards(assessment({ risk }), parts)).indicator).toBe('warning');
  });

  test('gives no number when the risk is withheld, and says why', () => {
    const { summary, detail } = only(
      toCards(assessment({ risk: { kind: 'withheld', because: 'child' } }), parts),
    );
    expect(summary).toContain('No risk is given');
    expect(detail).toContain('under 18');
  });

  test('escapes what comes from the record', () => {
    const gap = {
      modality: 'labs',
      reason: 'unit-unknown',
      what: '<img src=x onerror=alert(1)>[a](b)',
    } as const;
    const { detail } = only(toCards(assessment({ gaps: [gap] }), parts));
    expect(detail).not.toContain('<img');
    expect(detail).not.toContain('[a](b)');
  });

  test('says that a report was signed of a film that was read, and of no other', () => {
    const signedAt = '2026-11-24T09:05:31.000Z';
    const line = 'A report on this film was signed on 2026-11-24 09:05 UTC (by a clinician, in Vigie).';
    expect(only(toCards(assessment(), parts, { signedAt })).detail).toContain(line);
    expect(only(toCards(assessment(), parts)).detail).not.toContain('signed');
    const none = assessment({ film: { state: 'none', because: 'none-on-record' } });
    expect(only(toCards(none, parts, { signedAt })).detail).not.toContain('signed');
  });

  test('says why the film did not come, on the film’s line and among what is missing', () => {
    const failed = { state: 'failed', because: 'pacs-http-418' } as const;
    const gap = {
      modality: 'film',
      reason: 'source-failed',
      what: 'chest film',
      detail: failed.because,
    } as const;
    const { detail } = only(toCards(assessment({ film: failed, gaps: [gap] }), parts));
    const why = 'the PACS answered with HTTP 418, which Vigie cannot use; tell your help desk';
    expect(detail).toContain(`Film could not be fetched: ${why}.`);
    expect(detail).toContain(`chest film: could not be fetched (${why})`);
  });

  test('names everything missing for one reason on one line', () => {
    const gaps = ['vitals', 'labs'].map(
      (what) => ({ modality: 'labs', reason: 'none-on-record', what }) as const,
    );
    expect(only(toCards(assessment({ gaps }), parts)).detail).toContain('- vitals, labs: none on record');
  });

  test('is joined by a warning when it may be the wrong patient’s film', () => {
    const cards = toCards(
      assessment({ film: { state: 'refused', because: 'film-of-another-patient' } }),
      parts,
    );
    expect(cards.map(({ indicator }) => indicator)).toEqual(['warning', 'info']);
    expect(cards[0]?.summary).toContain('right patient');
  });
});

test('text from a record is inert in Markdown and HTML', () => {
  expect(escapeMarkdown('a <b> *c* | d\n\n# e')).toBe('a &lt;b&gt; \\*c\\* \\| d \\# e');
});

test('an interval is never said twice over', () => {
  const risk = { kind: 'estimated', value: 0.998, low: 0.995, high: 0.999 } as const;
  expect(only(toCards(assessment({ risk }), parts)).summary).toContain('>99 % (>99 %)');
});

test('a model that is not calibrated gives names to rank by: no word, no number, never urgent', () => {
  const reading: Reading = {
    state: 'read',
    model: 'own@1.0.0',
    beside: 'chest-xray-encoder@0.2.0',
    facts: {},
    findings: [
      { name: 'Pneumothorax', state: 'uncalibrated', score: 0.987 },
      { name: 'Hernia', state: 'not-offered' },
    ],
    abnormal: { state: 'uncalibrated', score: 0.991 },
    viewApProbability: 0.1,
    maleProbability: 0.5,
    ageYears: 60,
  };
  const patient = { id: 'p1', identifiers: [] };
  const film = concludeFilm({ state: 'reading', studyInstanceUid: '1.2.3', reading }, patient);
  const risk = { kind: 'estimated', value: 0.05, low: 0.02, high: 0.1 } as const;
  const [card] = toCards(assessment({ film, risk }), parts);
  expect(card?.indicator).toBe('info');
  expect(card?.summary).toContain('not calibrated here: no finding is judged');
  expect(card?.detail).toContain('any abnormality: uncalibrated: rank only');
  expect(card?.detail).toMatch(/Uncalibrated: rank only, .*: pneumothorax/);
  expect(card?.detail).toContain('Not offered by this film model: hiatal hernia');
  expect(card?.detail).not.toMatch(/98|99 ?%/);
});

describe('what the fusion model says of itself', () => {
  const summaryAndDetail = (fields: Partial<Assessment>) => {
    const [card] = toCards(assessment(fields), parts);
    return `${card?.summary}\n${card?.detail}`;
  };
  const news2 = { name: 'NEWS2', points: 9, outOf: 20, items: [], missing: [] } as const;

  test('a score that decides better than the model leads the card, and only then', () => {
    expect(summaryAndDetail({ scores: [news2], leads: 'NEWS2' })).toMatch(/^NEWS2 9 of 20\. Risk of death/);
    expect(summaryAndDetail({ scores: [news2] })).toMatch(/^Risk of death/);
  });

  test('a film read by another encoder than the film term knows is told so, once it has weight', () => {
    const told = (logit: number) =>
      summaryAndDetail({ shares: [{ modality: 'film', logit, present: true, findingsOnly: true }] });
    expect(told(0.3)).toContain('its findings alone are used');
    expect(told(0)).not.toContain('its findings alone are used');
  });

  test('a chart unlike any in training has no risk, and the card says why', () => {
    const risk = { kind: 'withheld', because: 'unlike-population' } as const;
    expect(summaryAndDetail({ risk })).toContain('unlike anything the model was trained on');
  });
});

test('a place is told by side and zone where it was found, and as unreliable where it was not', () => {
  const elsewhere = { mean: 0, sd: 0.1, highest: 0.2, boxes: 10 };
  const places: NonNullable<typeof film.places> = {
    Effusion: {
      state: 'found',
      point: [0.2, 0.7],
      box: [0.1, 0.6, 0.4, 0.9],
      side: 'right',
      zone: 'lower',
      drop: 1,
      elsewhere,
    },
    abnormal: { state: 'none', because: 'hiding-it-changes-too-little' },
  };
  const detailWith = (one: typeof film) => toCards(assessment({ film: one }), parts).at(-1)?.detail;
  expect(detailWith({ ...film, places })).toContain(
    'pleural effusion: right lower zone\n- No reliable location: any abnormality',
  );
  expect(detailWith(film)).not.toContain('location');
});
