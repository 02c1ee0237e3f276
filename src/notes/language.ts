import { english } from './lexicon/en/lexicon.ts';
import { french } from './lexicon/fr/lexicon.ts';
import type { Cue, Lexicon } from './lexicon/lexicon.ts';
import type { Match, Phrasebook } from './phrases.ts';
import type { Mark } from './scope.ts';
import { type Sentence, sentencesOf } from './sentences.ts';
import { type Token, tokensOf } from './tokens.ts';

type Language = 'en' | 'fr' | 'both';
/** The book of a language; made when it is first asked for. */
export type ByLanguage<Book> = (language: Language) => Book;

/** One book for each language, and one of both for text whose language does not show. */
export function byLanguage<Book>(bookOf: (lexicons: readonly Lexicon[]) => Book): ByLanguage<Book> {
  const made = new Map<Language, Book>();
  const lexicons = { en: [english], fr: [french], both: [english, french] } as const;
  return (language) => {
    const book = made.get(language) ?? bookOf(lexicons[language]);
    made.set(language, book);
    return book;
  };
}

const smallWords = { en: new Set(english.smallWords), fr: new Set(french.smallWords) };

/** The language of a run of tokens by its small words; `otherwise` when they do not tell. */
function languageOf(
  tokens: readonly Token[],
  { from, to }: { readonly from: number; readonly to: number },
  otherwise: Language,
): Language {
  let lead = 0;
  for (let at = from; at < to; at += 1) {
    const word = tokens[at]?.word ?? '';
    lead += (smallWords.en.has(word) ? 1 : 0) - (smallWords.fr.has(word) ? 1 : 0);
  }
  if (Math.abs(lead) < (otherwise === 'both' ? 1 : 2)) return otherwise;
  return lead > 0 ? 'en' : 'fr';
}

export type TextParts<Book> = {
  readonly tokens: readonly Token[];
  /** Each sentence with the book of its language. */
  readonly sentences: readonly { readonly sentence: Sentence; readonly book: Book }[];
};

/** A text in sentences, the language told sentence by sentence. */
export function partsOf<Book>(text: string, books: ByLanguage<Book>): TextParts<Book> {
  const tokens = tokensOf(text);
  const whole = languageOf(tokens, { from: 0, to: tokens.length }, 'both');
  const sentences = sentencesOf(tokens).map((sentence) => ({
    sentence,
    book: books(languageOf(tokens, sentence, whole)),
  }));
  return { tokens, sentences };
}

/** What cues, stops and decoys are to a phrasebook. */
export function marksOf(marks: {
  readonly cues?: readonly Cue[];
  readonly stops?: readonly string[];
  readonly decoys?: readonly string[];
}): [string, Mark][] {
  const { cues = [], stops = [], decoys = [] } = marks;
  return [
    ...decoys.map((phrase): [string, Mark] => [phrase, { type: 'decoy' }]),
    ...stops.map((phrase): [string, Mark] => [phrase, { type: 'stop' }]),
    ...cues.flatMap(({ phrases, ...cue }) =>
      phrases.map((phrase): [string, Mark] => [phrase, { type: 'cue', cue }]),
    ),
  ];
}

/** The phrases of a sentence from left to right, the longest first, none inside another. */
export function matchesIn<Meaning>(
  phrases: Phrasebook<Meaning>,
  tokens: readonly Token[],
  { from, to }: Sentence,
): Match<Meaning>[] {
  const found: Match<Meaning>[] = [];
  for (let at = from; at < to; ) {
    const match = phrases.longestAt(tokens, at, to);
    if (match) found.push(match);
    at = match?.to ?? at + 1;
  }
  return found;
}
