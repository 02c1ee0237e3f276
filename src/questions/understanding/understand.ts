import { findings } from '../../findings/registry.ts';
import type { NoteConcept } from '../../notes/concepts.ts';
import { english as englishNotes } from '../../notes/lexicon/en/lexicon.ts';
import { french as frenchNotes } from '../../notes/lexicon/fr/lexicon.ts';
import type { Lexicon } from '../../notes/lexicon/lexicon.ts';
import { createPhrasebook, type Phrasebook } from '../../notes/phrases.ts';
import { fold, type Token, tokensOf } from '../../notes/tokens.ts';
import type { ScoreName } from '../../scores/score.ts';
import type { Language } from '../../words/words.ts';
import { english } from './english.ts';
import { french } from './french.ts';
import type { Meaning, QuestionLexicon } from './meaning.ts';
import { meantBy } from './spelling.ts';
import { type Now, readSpan, type Span } from './time-span.ts';

/** A question as its words go. */
export type Understood = {
  readonly language: Language;
  readonly meanings: readonly Meaning[];
  readonly span?: Span;
  /** Words that were mistyped, as they were read. */
  readonly corrected: readonly string[];
  /** A mistyped word that may be one of several things. */
  readonly unclear?: { readonly typed: string; readonly between: readonly Meaning[] };
  /** Words that say nothing to Vigie. */
  readonly unknown: readonly string[];
};

const scores: readonly (readonly [names: readonly ScoreName[], patterns: string])[] = [
  [['NEWS2'], 'news2; news 2; news; ews; early warning score; score d alerte precoce; mews'],
  [['qSOFA'], 'qsofa; q sofa; quick sofa'],
  [['SOFA'], 'sofa; sofa score; score sofa'],
  [['CURB-65', 'CRB-65'], 'curb65; curb 65; curb; crb65; crb 65'],
  [['4C Mortality'], '4c; 4c mortality; 4c score; score 4c; isaric'],
  [['PSI'], 'psi; fine; fine score; score de fine; port score; pneumonia severity index'],
  [
    ['NEWS2', 'qSOFA', 'SOFA', 'CURB-65', 'CRB-65', '4C Mortality', 'PSI'],
    'scores; published scores; early warning; scores publies; les scores',
  ],
];

type Entry = readonly [pattern: string, meaning: Meaning];

function entriesFor(patterns: string, meaning: Meaning): Entry[] {
  return patterns.split(';').map((pattern): Entry => [pattern.trim().replaceAll(/\s+/g, ' '), meaning]);
}

/** The names of notes' concepts; those of findings stand for the finding. */
function notedEntries({ terms }: Lexicon): Entry[] {
  return Object.entries(terms).flatMap(([concept, patterns]) => {
    const finding = findings.find(({ name }) => name === concept);
    const meaning: Meaning = finding
      ? { tag: 'finding', name: finding.name }
      : { tag: 'noted', concept: concept as NoteConcept };
    return patterns.map((pattern): Entry => [pattern, meaning]);
  });
}

/** The first meaning of a phrase holds, so what is refused stands before what is answered. */
function entriesOf(lexicon: QuestionLexicon, notes: Lexicon): Entry[] {
  const keyed = <Key extends string>(of: Readonly<Record<Key, string>>, meaning: (key: Key) => Meaning) =>
    (Object.keys(of) as Key[]).flatMap((key) => entriesFor(of[key], meaning(key)));
  return [
    ...keyed(lexicon.refused, (why) => ({ tag: 'refused', why })),
    ...entriesFor(lexicon.unread, { tag: 'unread' }),
    ...scores.flatMap(([names, patterns]) => entriesFor(patterns, { tag: 'score', names })),
    ...lexicon.values.flatMap(([concepts, patterns]) => entriesFor(patterns, { tag: 'values', concepts })),
    ...keyed(lexicon.findings, (name) => ({ tag: 'finding', name })),
    ...keyed(lexicon.parts, (modality) => ({ tag: 'part', modality })),
    ...keyed(lexicon.acts, (act) => ({ tag: 'act', act })),
    ...entriesFor(lexicon.filler, { tag: 'filler' }),
    ...notedEntries(notes),
  ];
}

type Book = {
  readonly phrases: Phrasebook<Meaning>;
  readonly vocabulary: ReadonlySet<string>;
  readonly smallWords: ReadonlySet<string>;
};

function bookOf(lexicon: QuestionLexicon, notes: Lexicon): Book {
  const entries = entriesOf(lexicon, notes);
  const words = entries.flatMap(([pattern]) => pattern.split(/[\s()|?^]+/)).map(fold);
  return {
    phrases: createPhrasebook(entries),
    vocabulary: new Set([...words, ...notes.smallWords].filter((word) => word !== '')),
    smallWords: new Set(notes.smallWords),
  };
}

const made = new Map<Language, Book>();

function bookIn(language: Language): Book {
  const known = made.get(language);
  if (known) return known;
  const book = language === 'en' ? bookOf(english, englishNotes) : bookOf(french, frenchNotes);
  made.set(language, book);
  return book;
}

/** Makes the phrasebooks, so that the first question need not wait for them. */
export function warmQuestions(): void {
  bookIn('en');
  bookIn('fr');
}

/** Lower case, no accents, apostrophes and marks as spaces, units apart from their numbers. */
export function plain(question: string): string {
  const folded = question
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll(/(?<=\d)(?=(?:hours?|hrs?|heures?|days?|jours?|weeks?|semaines?|mins?|j|d)\b)/g, ' ');
  return folded
    .replaceAll(/[^\p{L}\p{N}:/.°+&-]+/gu, ' ')
    .replaceAll(/[.:](?!\d)|(?<!\d)\.|-(?!\d)|(?<!\d)-/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function isKnown({ vocabulary }: Book, word: string): boolean {
  return vocabulary.has(word) || vocabulary.has(word.replace(/(?:e?s|x)$/, '')) || /^[\d.,:]+$/.test(word);
}

function meaningOf({ phrases }: Book, word: string): Meaning | undefined {
  const tokens = tokensOf(word);
  const match = phrases.longestAt(tokens, 0, tokens.length);
  return match?.to === tokens.length ? match.meaning : undefined;
}

function isThing(meaning: Meaning | undefined): meaning is Meaning {
  return meaning !== undefined && ['values', 'finding', 'score', 'noted', 'unread'].includes(meaning.tag);
}

type Spelled = {
  readonly tokens: readonly Token[];
  readonly corrected: ReadonlyMap<number, string>;
  readonly unclear?: Understood['unclear'];
};

/** One concept is never turned into another: a word that could be two different things stays unread. */
function spell(tokens: readonly Token[], book: Book): Spelled {
  const corrected = new Map<number, string>();
  let unclear: Understood['unclear'];
  tokens.forEach(({ word }, at) => {
    if (isKnown(book, word)) return;
    const candidates = meantBy(word, book.vocabulary);
    const things = candidates.map((candidate) => meaningOf(book, candidate)).filter(isThing);
    const different = [...new Map(things.map((thing) => [JSON.stringify(thing), thing])).values()];
    const [first] = candidates;
    if (different.length > 1) unclear ??= { typed: word, between: different };
    else if (first !== undefined) {
      const thing = candidates.find((candidate) => isThing(meaningOf(book, candidate)));
      corrected.set(at, thing ?? first);
    }
  });
  const read = tokens.map((token, at) => ({ ...token, word: corrected.get(at) ?? token.word }));
  return { tokens: read, corrected, ...(unclear ? { unclear } : {}) };
}

/** A run of words and what it means; a word without meaning is a run of its own. */
type Run = {
  readonly words: readonly Token[];
  readonly slips: readonly string[];
  readonly meaning?: Meaning;
};

function runsIn({ phrases }: Book, { tokens, corrected }: Spelled): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < tokens.length; ) {
    const match = phrases.longestAt(tokens, at, tokens.length);
    const to = match?.to ?? at + 1;
    const words = tokens.slice(at, to);
    const slips = words.flatMap((_, offset) => corrected.get(at + offset) ?? []);
    runs.push({ words, slips, ...(match ? { meaning: match.meaning } : {}) });
    at = to;
  }
  return runs;
}

type Reading = Understood & { readonly worth: number };

function readIn(language: Language, tokens: readonly Token[]): Reading {
  const book = bookIn(language);
  const spelled = spell(tokens, book);
  const runs = runsIn(book, spelled);
  const isSmall = ({ words: [first] }: Run) => book.smallWords.has(first?.word ?? '');
  const worthOf = (run: Run): number => {
    if (!run.meaning) return isSmall(run) ? 1 : 0;
    return run.words.length * (run.meaning.tag === 'filler' ? 1 : 1.5) - run.slips.length * 0.6;
  };
  const unread = runs.filter((run) => !run.meaning && !isSmall(run)).flatMap(({ words }) => words);
  return {
    language,
    meanings: runs.flatMap(({ meaning }) => meaning ?? []),
    corrected: runs.flatMap(({ meaning, slips }) => (isThing(meaning) ? slips : [])),
    unknown: unread.map(({ word }) => word).filter((word) => !/^[\d\W]+$/.test(word)),
    worth: runs.reduce((sum, run) => sum + worthOf(run), 0),
    ...(spelled.unclear ? { unclear: spelled.unclear } : {}),
  };
}

/** Whether a word, whatever its capitals, is one of the language's that Vigie knows: no name of a person. */
export function isWordOf(word: string, language: Language): boolean {
  return isKnown(bookIn(language), fold(word));
}

/** The things of medicine that a text names, in order, each as often as it is named. */
export function thingsIn(text: string, language: Language): string[] {
  const book = bookIn(language);
  const runs = runsIn(book, { tokens: tokensOf(plain(text)), corrected: new Map() });
  return runs.flatMap(({ meaning }) =>
    meaning && meaning.tag !== 'act' && meaning.tag !== 'filler' ? [JSON.stringify(meaning)] : [],
  );
}

const frenchHint =
  /[àâçéèêëîïôùûœ]|\b(?:depuis|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|heures|jours|derni)/i;
const englishHint =
  /\b(?:since|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|hours|days|ago|last)\b/i;

/** Words of time and accents tell the language too, and are not among the words that are read. */
function hintOf(question: string): number {
  return (frenchHint.test(question.normalize('NFC')) ? 1 : 0) - (englishHint.test(question) ? 1 : 0);
}

/**
 * What a question asks about, by its words: read in English and in French, and taken in the language that explains more
 * of it; `preferred` decides where both explain it alike.
 */
export function understand(question: string, now: Now, preferred?: Language): Understood {
  const { span, rest } = readSpan(plain(question), now);
  // Capitals tell abbreviations from words, and the rest has lost them.
  const shouted = new Set(tokensOf(question).flatMap(({ word, isShouted }) => (isShouted ? [word] : [])));
  const tokens = tokensOf(rest).map((token) => ({ ...token, isShouted: shouted.has(token.word) }));
  const inEnglish = readIn('en', tokens);
  const inFrench = readIn('fr', tokens);
  const lead = inFrench.worth - inEnglish.worth + hintOf(question);
  const isFrench = lead === 0 ? preferred === 'fr' : lead > 0;
  const { worth: _, ...understood } = isFrench ? inFrench : inEnglish;
  return { ...understood, ...(span ? { span } : {}) };
}
