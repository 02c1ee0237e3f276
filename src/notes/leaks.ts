import { byLanguage, marksOf, matchesIn, partsOf } from './language.ts';
import { englishEvents } from './lexicon/en/events.ts';
import { english } from './lexicon/en/lexicon.ts';
import { type LeakKind, leakKinds } from './lexicon/events.ts';
import { frenchEvents } from './lexicon/fr/events.ts';
import type { Lexicon } from './lexicon/lexicon.ts';
import { createPhrasebook, type Match, type Phrasebook } from './phrases.ts';
import { assertionAt, type Mark, scopesOf } from './scope.ts';
import type { Sentence } from './sentences.ts';
import type { Section } from './statement.ts';
import type { Token } from './tokens.ts';

/** A place where a note states the outcome, or care after the time at which it ought to have been written. */
export type Leak = { readonly kind: LeakKind; readonly start: number; readonly end: number };

type Event = { readonly type: 'event'; readonly kind: LeakKind };
type Meaning = Event | Mark;

function meaningsOf(lexicon: Lexicon): [string, Meaning][] {
  const { events, cues, decoys } = lexicon === english ? englishEvents : frenchEvents;
  return [
    ...marksOf({ decoys }),
    ...leakKinds.flatMap((kind) =>
      events[kind].map((phrase): [string, Meaning] => [phrase, { type: 'event', kind }]),
    ),
    ...marksOf({ cues }),
    ...marksOf({ decoys: lexicon.decoys, stops: lexicon.stops, cues: lexicon.cues }),
  ];
}

const books = byLanguage((lexicons) => createPhrasebook(lexicons.flatMap(meaningsOf)));
const closing = createPhrasebook<LeakKind>(
  [...englishEvents.closing, ...frenchEvents.closing].map((phrase) => [phrase, 'discharge']),
);

/** What stands there is of another time or another person, or only intended. */
const innocentSections: readonly Section[] = [
  'history',
  'family-history',
  'social-history',
  'plan',
  'indication',
];

function placed(
  tokens: readonly Token[],
  kind: LeakKind,
  { from, to }: { from: number; to: number },
): Leak[] {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first && last ? [{ kind, start: first.start, end: last.end }] : [];
}

function eventsIn(book: Phrasebook<Meaning>, tokens: readonly Token[], sentence: Sentence): Leak[] {
  if (innocentSections.includes(sentence.section)) return [];
  const matches = matchesIn(book, tokens, sentence);
  const events = matches.filter((match): match is Match<Event> => match.meaning.type === 'event');
  if (events.length === 0) return [];
  const marks = matches.filter((match): match is Match<Mark> => match.meaning.type !== 'event');
  const scopes = scopesOf({ tokens, from: sentence.from, to: sentence.to, marks });
  return events
    .filter((event) => assertionAt(scopes, event, 'present') === 'present')
    .flatMap((event) => placed(tokens, event.meaning.kind, event));
}

/** Titles of closing documents, wherever they stand: they are headings, not sentences. */
function closingIn(tokens: readonly Token[], decoys: ReadonlySet<number>): Leak[] {
  return tokens.flatMap((_, at) => {
    const match = decoys.has(at) ? undefined : closing.longestAt(tokens, at, tokens.length);
    return match ? placed(tokens, match.meaning, match) : [];
  });
}

/**
 * Where a note gives away what came later: death, intensive care, organ support, arrest, comfort care, discharge. Not
 * what is denied, planned or conditional, of an earlier stay, or somebody else's. English and French; linear in time.
 */
export function leaksIn(text: string): Leak[] {
  const { tokens, sentences } = partsOf(text, books);
  const earlier = new Set(
    tokens.flatMap(({ word }, at) =>
      /^(previous|prior|old|last|outside|precedent)$/.test(word) ? [at + 1] : [],
    ),
  );
  const events = sentences.flatMap(({ sentence, book }) => eventsIn(book, tokens, sentence));
  return [...events, ...closingIn(tokens, earlier)].sort((a, b) => a.start - b.start);
}
