import { english } from './lexicon/en/lexicon.ts';
import { french } from './lexicon/fr/lexicon.ts';
import { createPhrasebook } from './phrases.ts';
import { type Section, sections } from './statement.ts';
import type { Token } from './tokens.ts';

/** A run of tokens that one cue may reach across, and the section it stands in. */
export type Sentence = { readonly from: number; readonly to: number; readonly section: Section };

const languages = [english, french];
const headings = createPhrasebook<Section>(
  languages.flatMap(({ headings: book }) =>
    sections.flatMap((section) => (book[section] ?? []).map((phrase) => [phrase, section] as const)),
  ),
);
const abbreviations = new Set(languages.flatMap((lexicon) => lexicon.abbreviations));
/** In tokens; text without any stop is cut here, which keeps the time linear. */
const longestSentence = 250;
const longestHeading = 8;
/** Marks before a heading: "### **". */
const longestMarks = 6;
const wrappedFrom = 40;
/** A line that ends with one of these goes on in the next line. */
const openWords = new Set(
  'of no with without the a an and or nor for to in on is are was has had his her de des du d la le les l et ou ni sans pas avec pour un une est son sa , ('.split(
    ' ',
  ),
);
const bullets = new Set(['-', '–', '—', '*', '•', '·', '▪', '◦', '>', '+', '#', '✓']);

/** "pneumonia?" ends a sentence; "?pneumonia" and "pneumonie ? épanchement" do not. */
function endsQuestion(mark: Token, next: Token | undefined): boolean {
  if (next === undefined || next.linesBefore > 0) return true;
  return next.hasSpaceBefore && (!mark.hasSpaceBefore || next.isCapital);
}

/** A full stop that ends a sentence, not "Dr." nor "e.g." nor "no. 3". */
function endsAtStop(before: Token | undefined, next: Token | undefined): boolean {
  if (!before?.isWord) return true;
  if (before.word === 'no') return !/^\d/.test(next?.word ?? '');
  if (abbreviations.has(before.word) || /^[a-z]$/.test(before.word)) return false;
  return next === undefined || next.hasSpaceBefore || (next.isCapital && before.word.length > 2);
}

function endsSentence(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token || token.isWord) return false;
  if (token.word === ';' || token.word === '!') return true;
  if (token.word === '?') return endsQuestion(token, tokens[at + 1]);
  return token.word === '.' && endsAtStop(tokens[at - 1], tokens[at + 1]);
}

/** Whether a new line begins a new sentence, or only wraps the one before. */
function breaksLine(tokens: readonly Token[], at: number, lineStart: number): boolean {
  const [last, next] = [tokens[at], tokens[at + 1]];
  if (!last || !next || next.linesBefore === 0) return false;
  if (next.linesBefore > 1 || bullets.has(next.word)) return true;
  const length = last.end - (tokens[lineStart]?.start ?? 0);
  if (length < wrappedFrom) return !(openWords.has(last.word) && length > wrappedFrom / 2);
  return next.isCapital && !openWords.has(last.word);
}

type Heading = { readonly section: Section; readonly to: number };

/** The token behind a run of marks of the same line. */
function behindMarks(tokens: readonly Token[], from: number, marks: RegExp): number {
  let at = from;
  for (let token = tokens[at]; token && token.linesBefore === 0 && marks.test(token.word); token = tokens[at])
    at += 1;
  return at;
}

/** The token where a heading's text begins, if what ends at `to` is closed like a heading: colon, dash or line end. */
function closedAt(tokens: readonly Token[], to: number, isLineStart: boolean): number | undefined {
  const end = behindMarks(tokens, to, /^[*_#)\]]$/);
  const next = tokens[end];
  const isSameLine = next?.linesBefore === 0;
  if (isSameLine && next.word === ':') return behindMarks(tokens, end, /^[:*_]$/);
  if (!isLineStart) return undefined;
  if (isSameLine && /^[-–—]$/.test(next.word) && tokens[to - 1]?.isShouted) return end + 1;
  return isSameLine ? undefined : end;
}

/** A heading that begins at `at`: followed by a colon, or alone on its line. */
function headingAt(
  tokens: readonly Token[],
  at: number,
  { isStart, isLineStart }: { isStart: boolean; isLineStart: boolean },
): Heading | undefined {
  const first = tokens[at];
  if (!first?.isWord || !(isStart || first.isCapital)) return undefined;
  const found = headings.longestAt(tokens, at, Math.min(at + longestHeading, tokens.length));
  if (!found) return undefined;
  const to = closedAt(tokens, found.to, isLineStart);
  return to === undefined ? undefined : { section: found.meaning, to };
}

/** A line of few words that ends with a colon is a heading too, if not one that is known. */
function isForeignHeading(tokens: readonly Token[], from: number, to: number): boolean {
  const [first, last, next] = [tokens[from], tokens[to - 1], tokens[to]];
  return (
    to - from <= 5 &&
    last?.word === ':' &&
    (first?.linesBefore ?? 0) > 0 &&
    (next === undefined || next.linesBefore > 0)
  );
}

/** The sentences of a note, in order. A heading opens a section that lasts to the next heading. */
export function sentencesOf(tokens: readonly Token[]): Sentence[] {
  const sentences: Sentence[] = [];
  let section: Section = 'body';
  let from = 0;
  let lineStart = 0;
  const close = (to: number) => {
    if (to <= from) return;
    if (isForeignHeading(tokens, from, to)) section = 'body';
    sentences.push({ from, to, section });
    from = to;
  };
  for (let at = 0; at < tokens.length; at += 1) {
    if ((tokens[at]?.linesBefore ?? 0) > 0) lineStart = at;
    const isStart = at === from || bullets.has(tokens[at - 1]?.word ?? '') || tokens[at - 1]?.word === '*';
    const isLineStart = at - lineStart <= longestMarks && tokens.slice(lineStart, at).every((t) => !t.isWord);
    const heading = headingAt(tokens, at, { isStart, isLineStart });
    if (heading) {
      close(at);
      section = heading.section;
      from = heading.to;
      at = heading.to - 1;
      continue;
    }
    const isFull = at - from >= longestSentence;
    if (isFull || endsSentence(tokens, at) || breaksLine(tokens, at, lineStart)) close(at + 1);
  }
  close(tokens.length);
  return sentences;
}
