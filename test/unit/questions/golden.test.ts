/**
 * Golden questions, in the words clinicians use, about demo patients' records as the service really assessed them
 * (`make-charts.ts`).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ModelCard, readModelCards } from '../../../src/model-cards/model-card.ts';
import type { Answer } from '../../../src/questions/answer.ts';
import { ask } from '../../../src/questions/ask.ts';
import type { Asked } from '../../../src/questions/reply.ts';
import { catalogue, type Language, languages } from '../../../src/words/words.ts';
import { root } from '../../integration/service.ts';
import { factsOf, isOfRecord, numbersIn, sinceOf } from './facts.ts';

type Golden = {
  readonly chart: string;
  readonly question: string;
  readonly kind: Answer['kind'];
  /** What the answer's sentences must contain; spaces and capitals do not matter. */
  readonly says?: readonly string[];
  /** The question's words tell no language: it is asked with the reader's. */
  readonly isGiven?: true;
  /** Refs that it must cite. */
  readonly cites?: readonly string[];
  /** Written after the rules were tuned, and never used to tune them: docs/asking.md tells how many were right at first. */
  readonly heldBack?: true;
};

const folder = import.meta.dirname;
const golden = languages.flatMap((language) => {
  const pairs: Golden[] = JSON.parse(readFileSync(join(folder, 'golden', `${language}.json`), 'utf8'));
  return pairs.map((pair) => ({ language, ...pair }));
});
const records = new Map(
  [...new Set(golden.map(({ chart }) => chart))].map((chart) => [
    chart,
    JSON.parse(readFileSync(join(folder, 'charts', `${chart}.json`), 'utf8')),
  ]),
);

let modelCards: ReadonlyMap<string, ModelCard>;
beforeAll(async () => {
  modelCards = await readModelCards(join(root, 'models'), ['chest-xray-encoder', 'chest-outline', 'fusion']);
});

type Pair = Pick<Golden, 'chart' | 'question' | 'isGiven'> & { readonly language: Language };

function askedOf({ chart, question, isGiven, language }: Pair): Asked {
  return { question, ...records.get(chart), modelCards, ...(isGiven ? { language } : {}) };
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ').toLowerCase();

test('there are enough of them, in both languages, and enough that have no answer', () => {
  for (const language of languages)
    expect(golden.filter((pair) => pair.language === language).length).toBeGreaterThanOrEqual(60);
  expect(golden.filter(({ kind }) => kind !== 'answered').length).toBeGreaterThanOrEqual(20);
});

test.each(languages)('the ready questions of the app all have an answer (%s)', (language) => {
  for (const question of Object.values(catalogue[language].app.ask.questions)) {
    const asked = askedOf({ chart: 'pneumonia', question, language });
    expect(ask(asked), question).toMatchObject({ kind: 'answered', language });
  }
});

describe.each(golden)('$language $chart: $question', ({ says = [], cites = [], kind, ...pair }) => {
  test(`is ${kind}`, () => {
    const answer = ask(askedOf(pair));
    expect(answer).toMatchObject({ kind, language: pair.language });
    const text = flat(answer.sentences.map((sentence) => sentence.text).join(' '));
    for (const fact of says) expect(text).toContain(flat(fact));
    const refs = answer.citations.map(({ ref }) => ref);
    for (const ref of cites) expect(refs).toContain(ref);
  });

  test('says no number that its citations do not bear', () => {
    const asked = askedOf(pair);
    const answer = ask(asked);
    for (const { text, citations } of answer.sentences) {
      const cited = answer.citations.filter(({ number }) => citations.includes(number));
      const facts = new Set([...factsOf(asked, cited), ...sinceOf(asked)]);
      for (const number of numbersIn(text)) expect([...facts], `${number} in “${text}”`).toContain(number);
    }
    for (const citation of answer.citations) expect(isOfRecord(asked, citation), citation.ref).toBe(true);
  });

  test('suggests only what it can answer', () => {
    const { suggestions, language } = ask(askedOf(pair));
    for (const question of suggestions)
      expect(ask({ ...askedOf(pair), question, language }), question).toMatchObject({ kind: 'answered' });
  });
});
