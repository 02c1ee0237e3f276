import { describe, expect, test } from 'vitest';
import { concludeFilm, isAnotherPatients, wordFor } from '../../../src/assessment/film-conclusion.ts';
import type { Patient } from '../../../src/chart/chart.ts';
import type { ReadFilm } from '../../../src/encoders/reading.ts';
import type { Outline } from '../../../src/outline/outline.ts';

describe('the word for a probability', () => {
  const said = (value: number, low: number, high: number, prevalence = 0.12) =>
    wordFor({ kind: 'estimated', value, low, high }, prevalence);
  test('follows the point when the interval allows', () => {
    expect(said(0.7, 0.55, 0.8)).toBe('likely');
    expect(said(0.3, 0.22, 0.4)).toBe('possible');
    expect(said(0.05, 0.01, 0.1)).toBe('unlikely');
  });
  test('is neither for nor against when the interval holds what is true of any film', () => {
    expect(said(0.05, 0.01, 0.13)).toBe('no-evidence');
    expect(said(0.3, 0.2, 0.42, 0.3)).toBe('no-evidence');
    expect(said(0.05, 0.03, 0.08, 0.02)).toBe('possible');
  });
  test('is uncertain when the interval spans from unlikely to likely', () => {
    expect(said(0.6, 0.1, 0.9)).toBe('uncertain');
  });
  test('is not assessed when the number is withheld', () => {
    expect(wordFor({ kind: 'withheld', because: 'no better than chance' }, 0.12)).toBe('not-assessed');
  });
});

describe('a film of another patient', () => {
  const chart = { id: 'p1', identifiers: ['MRN-1'], birthDate: '1950-06-01', sex: 'female' } as const;
  test('is told by an id, unless birth date and sex agree', () => {
    expect(isAnotherPatients({ patientId: 'MRN-1' }, chart)).toBe(false);
    expect(
      isAnotherPatients({ patientId: 'X9', patientBirthDate: '1950-06-01', patientSex: 'F' }, chart),
    ).toBe(false);
    expect(
      isAnotherPatients({ patientId: 'X9', patientBirthDate: '1971-01-01', patientSex: 'F' }, chart),
    ).toBe(true);
    expect(
      isAnotherPatients({ patientId: 'X9', patientBirthDate: '1950-06-01', patientSex: 'M' }, chart),
    ).toBe(true);
  });
  test('cannot be told when either side names nobody', () => {
    expect(isAnotherPatients({}, chart)).toBe(false);
    expect(isAnotherPatients({ patientId: 'X9' }, { id: 'p1', identifiers: [] })).toBe(false);
  });
});

const judged = (name: string, value: number, prevalence = 0.2) => ({
  name,
  state: 'assessed' as const,
  probability: { value, low: value * 0.8, high: Math.min(value * 1.2, 1) },
  prevalence,
});

/** The words for the findings of a film that is abnormal with this probability, among films of which half are. */
function wordsOf(abnormal: number, findings: ReadFilm['findings'], more: Partial<ReadFilm> = {}) {
  const reading: ReadFilm = {
    state: 'read',
    model: 'film@1',
    facts: {},
    findings,
    abnormal: judged('abnormal', abnormal, 0.5),
    viewApProbability: 0.1,
    maleProbability: 0.5,
    ageYears: 60,
    ...more,
  };
  const outcome = { state: 'reading', studyInstanceUid: '1.2', reading } as const;
  const film = concludeFilm(outcome, { id: 'p1', identifiers: [] });
  return film.state === 'read' ? film.findings.map(({ word }) => word) : [];
}

test('a shadow that may be there speaks against none of the names readers give it', () => {
  const shadow = (consolidation: number) =>
    wordsOf(0.5, [judged('Consolidation', consolidation), judged('Pneumonia', 0.05), judged('Mass', 0.05)]);
  expect(shadow(0.4)).toEqual(['possible', 'no-evidence', 'unlikely']);
  expect(shadow(0.05)).toEqual(['unlikely', 'unlikely', 'unlikely']);
});

describe('a film that is told to show something', () => {
  const [mass, edema, heart] = [judged('Mass', 0.05), judged('Edema', 0.05), judged('Cardiomegaly', 0.05)];

  test('speaks against no finding when none is named', () => {
    expect(wordsOf(0.9, [mass, edema])).toEqual(['no-evidence', 'no-evidence']);
  });
  test('speaks against the others when one is named, or not ruled out', () => {
    expect(wordsOf(0.9, [mass, judged('Edema', 0.6)])).toEqual(['unlikely', 'likely']);
    const unsure = { ...edema, probability: { value: 0.4, low: 0.1, high: 0.7 } };
    expect(wordsOf(0.9, [mass, unsure])).toEqual(['unlikely', 'uncertain']);
  });
  test('still speaks against an enlarged heart that was measured', () => {
    const of = { model: 'outline@1', shapes: { side: 2, leftLung: [4], rightLung: [4], heart: [4] } };
    const between = { left: 0.2, right: 0.9, row: 0.6 };
    const measure = { ratio: { value: 0.4, low: 0.38, high: 0.42 }, areaRatio: 0.4, uncertainty: 0.1 };
    const refused: Outline = { state: 'refused', because: 'white-lung', ...of };
    const measured: Outline = { state: 'measured', ...of, ...measure, heart: between, chest: between };
    expect(wordsOf(0.9, [mass, heart], { outline: refused })).toEqual(['no-evidence', 'no-evidence']);
    expect(wordsOf(0.9, [mass, heart], { outline: measured })).toEqual(['no-evidence', 'unlikely']);
  });
  test('an abnormality that is not told, or not assessed, takes nothing away', () => {
    expect(wordsOf(0.55, [mass])).toEqual(['unlikely']);
    const unknown = { name: 'abnormal', state: 'not-offered' as const };
    expect(wordsOf(0.9, [mass], { abnormal: unknown })).toEqual(['unlikely']);
  });
});

describe('a film that looks like somebody else than the chart describes', () => {
  const warningsOf = (looks: { male: number; years: number }, patient: Partial<Patient>) => {
    const head = {
      state: 'assessed' as const,
      probability: { value: 0.5, low: 0.4, high: 0.6 },
      prevalence: 0.5,
    };
    const reading: ReadFilm = {
      state: 'read',
      model: 'film@1',
      facts: {},
      findings: [],
      abnormal: head,
      viewApProbability: 0.1,
      maleProbability: looks.male,
      ageYears: looks.years,
      foreignDistance: 0.5,
      embedding: [],
    };
    const outcome = { state: 'reading', studyInstanceUid: '1.2', reading } as const;
    const film = concludeFilm(outcome, { id: 'p1', identifiers: [], ...patient });
    return film.state === 'read' ? film.warnings : film.state;
  };
  test.each([
    ['only a gross contradiction of sex counts', { male: 0.97, years: 60 }, { sex: 'female' }, []],
    ['male film, female chart', { male: 0.999, years: 60 }, { sex: 'female' }, ['sex-differs']],
    ['female film, male chart', { male: 0.001, years: 60 }, { sex: 'male' }, ['sex-differs']],
    ['three decades apart may be a mistake of the model', { male: 0.5, years: 82 }, { ageYears: 51 }, []],
    ['four decades apart', { male: 0.5, years: 82 }, { ageYears: 41 }, ['age-differs']],
    ['a chart that says neither', { male: 0.999, years: 90 }, {}, []],
  ] as const)('%s', (_name, looks, patient, warnings) => {
    expect(warningsOf(looks, patient)).toEqual(warnings);
  });
});
