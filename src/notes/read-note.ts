import { entryOf, isNoteConcept, type NoteConcept } from './concepts.ts';
import { byLanguage, marksOf, matchesIn, partsOf } from './language.ts';
import type { Lexicon, Pair, Terms } from './lexicon/lexicon.ts';
import { createPhrasebook, type Match, type Phrasebook } from './phrases.ts';
import { assertionAt, type Mark, type Scopes, scopesOf } from './scope.ts';
import type { Sentence } from './sentences.ts';
import type { Assertion, Section, Statement } from './statement.ts';
import type { Token } from './tokens.ts';

type Stated = 'present' | 'negated' | 'historical' | 'possible';
type Term = { readonly type: 'term'; readonly concept: NoteConcept; readonly stated: Stated };
type Meaning = Term | Mark;
type Tail = { readonly pair: Pair; readonly stated: Stated };
type Book = {
  readonly phrases: Phrasebook<Meaning>;
  readonly heads: Phrasebook<readonly Pair[]>;
  /** Tails by pair; looked up only behind one of its heads. */
  readonly tails: ReadonlyMap<Pair, Phrasebook<Tail>>;
};

function termsOf(terms: Terms, stated: Stated): [string, Meaning][] {
  return Object.entries(terms).flatMap(([concept, phrases]) =>
    isNoteConcept(concept)
      ? (phrases ?? []).map((phrase): [string, Meaning] => [phrase, { type: 'term', concept, stated }])
      : [],
  );
}

function meaningsOf(lexicon: Lexicon): [string, Meaning][] {
  return [
    ...marksOf({ decoys: lexicon.decoys }),
    ...termsOf(lexicon.negatedTerms, 'negated'),
    ...termsOf(lexicon.endedTerms, 'historical'),
    ...termsOf(lexicon.doubtfulTerms, 'possible'),
    ...termsOf(lexicon.terms, 'present'),
    ...marksOf({ stops: lexicon.stops, cues: lexicon.cues }),
  ];
}

function tailsOf(pair: Pair): Phrasebook<Tail> {
  return createPhrasebook<Tail>([
    ...(pair.negated ?? []).map((phrase) => [phrase, { pair, stated: 'negated' }] as const),
    ...(pair.possible ?? []).map((phrase) => [phrase, { pair, stated: 'possible' }] as const),
    ...pair.tails.map((phrase) => [phrase, { pair, stated: 'present' }] as const),
  ]);
}

function bookOf(lexicons: readonly Lexicon[]): Book {
  const pairs = lexicons.flatMap((lexicon) => lexicon.pairs);
  const byHead = new Map<string, Pair[]>();
  for (const pair of pairs)
    for (const head of pair.heads) byHead.set(head, [...(byHead.get(head) ?? []), pair]);
  return {
    phrases: createPhrasebook(lexicons.flatMap(meaningsOf)),
    heads: createPhrasebook([...byHead]),
    tails: new Map(pairs.map((pair) => [pair, tailsOf(pair)])),
  };
}

const books = byLanguage(bookOf);

/** A concept's words in a sentence; `anchor` is the part that a cue has to cover. */
type Mention = Omit<Term, 'type'> & { readonly from: number; readonly to: number; readonly anchor: number };

/** What a head names together with the nearest tail of each of its pairs. */
function pairedAt(
  book: Book,
  tokens: readonly Token[],
  { from, to }: { from: number; to: number },
): Mention[] {
  const head = book.heads.longestAt(tokens, from, to);
  if (!head) return [];
  return head.meaning.flatMap((pair): Mention[] => {
    for (let at = head.to; at < Math.min(head.to + pair.reach, to); at += 1) {
      const tail = book.tails.get(pair)?.longestAt(tokens, at, to);
      if (tail)
        return [{ concept: pair.concept, stated: tail.meaning.stated, from, to: tail.to, anchor: tail.from }];
    }
    return [];
  });
}

function mentionsIn(
  book: Book,
  tokens: readonly Token[],
  sentence: Sentence,
  matches: readonly Match<Meaning>[],
): Mention[] {
  const terms = matches.flatMap(({ meaning, from, to }): Mention[] =>
    meaning.type === 'term' ? [{ ...meaning, from, to, anchor: from }] : [],
  );
  const said: Mention[] = [...terms];
  for (let at = sentence.from; at < sentence.to; at += 1) {
    for (const mention of pairedAt(book, tokens, { from: at, to: sentence.to })) {
      const isSaid = said.some(
        ({ concept, from, to }) => concept === mention.concept && from < mention.to && at < to,
      );
      if (!isSaid) said.push(mention);
    }
  }
  return said.sort((a, b) => a.from - b.from || b.to - a.to);
}

/** What a section says of what is listed in it, when the sentence itself says nothing. */
function inSection(assertion: Assertion, section: Section, concept: NoteConcept): Assertion {
  if (section === 'family-history') return 'family';
  const { kind, isLasting } = entryOf(concept);
  const isPast = section === 'history' && !isLasting && kind !== 'device' && kind !== 'oxygen';
  return isPast && assertion === 'present' ? 'historical' : assertion;
}

function statementOf(mention: Mention, scopes: Scopes, section: Section): Statement[] {
  const { concept, from, to, anchor, stated } = mention;
  const [first, last] = [scopes.tokens[from], scopes.tokens[to - 1]];
  if (!first || !last) return [];
  const assertion = inSection(assertionAt(scopes, { from: anchor, to }, stated), section, concept);
  return [{ concept, assertion, section, start: first.start, end: last.end }];
}

/**
 * What a note states, in order of mention: every known concept with its assertion, section and place. English and
 * French, told apart sentence by sentence. Pure, and linear in the length of the text; never throws.
 */
export function readNote(text: string): Statement[] {
  const { tokens, sentences } = partsOf(text, books);
  return sentences.flatMap(({ sentence, book }) => {
    const matches = matchesIn(book.phrases, tokens, sentence);
    const mentions = mentionsIn(book, tokens, sentence, matches);
    if (mentions.length === 0) return [];
    const marks = matches.filter((match): match is Match<Mark> => match.meaning.type !== 'term');
    const scopes = scopesOf({ tokens, from: sentence.from, to: sentence.to, marks });
    return mentions.flatMap((mention) => statementOf(mention, scopes, sentence.section));
  });
}
