/** A word or a single mark of a note, with its place. */
export type Token = {
  /** Lower case without accents; the mark itself for a mark. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly isWord: boolean;
  readonly isCapital: boolean;
  readonly isShouted: boolean;
  /** Line ends between this token and the one before; the first token stands after a blank line. */
  readonly linesBefore: number;
  readonly hasSpaceBefore: boolean;
};

/**
 * One alternative each: a tag, a hard space, a number with decimals, a word (soft hyphens, zero-width marks and accent
 * entities inside it), any other mark. No alternative can match the same text in two ways: linear in time.
 */
const pieces =
  /<\/?[a-z][^<>]{0,200}>|&(?:nbsp|#160);|\p{N}+(?:[.,]\p{N}+)+|(?:[\p{L}\p{M}\p{N}\u00AD\u200B-\u200D\uFEFF]|&[a-z](?:acute|grave|circ|cedil|uml);)+|\S/giu;
const lineTag = /^<\/?(?:br|p|div|li|ul|tr|h[1-6])\b/i;
const joiners = /^['’ʼ`\-‐‑]$/u;
const longestWord = 40;

/** A word as the lexicons spell it: lower case, no accents, ligatures opened. */
export function fold(text: string): string {
  const kept = text.slice(0, longestWord);
  if (/^[a-z0-9.,]*$/i.test(kept)) return kept.toLowerCase();
  return kept
    .replace(/&([a-z])(?:acute|grave|circ|cedil|uml);/gi, '$1')
    .normalize('NFKD')
    .replace(/[\p{M}\u00AD\u200B-\u200D\uFEFF]/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae');
}

function newlinesIn(gap: string): number {
  return (gap.match(/\r\n|\r|\n/g) ?? []).length;
}

/** A hyphen or apostrophe inside a word parts it without a trace: "follow-up", "d'eau". */
function joins(text: string, at: number, piece: string): boolean {
  return (
    joiners.test(piece) &&
    /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') &&
    /[\p{L}\p{N}]/u.test(text[at + 1] ?? '')
  );
}

/** The words and marks of a text, in order; tags and hard spaces count as space. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  let lines = 2;
  let hasSpace = true;
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    const gap = text.slice(end, index);
    lines += newlinesIn(gap);
    hasSpace ||= gap !== '';
    end = index + piece.length;
    const isTag = piece.length > 2 && piece.startsWith('<');
    if (isTag || /^&(?:nbsp|#160);$/i.test(piece)) {
      if (isTag && lineTag.test(piece)) lines += 1;
      hasSpace = true;
      continue;
    }
    if (joins(text, index, piece)) continue;
    const isWord = /[\p{L}\p{N}]/u.test(piece);
    tokens.push({
      word: isWord ? fold(piece) : piece,
      start: index,
      end,
      isWord,
      isCapital: /^\p{Lu}/u.test(piece),
      isShouted: /\p{Lu}/u.test(piece) && !/\p{Ll}/u.test(piece),
      linesBefore: lines,
      hasSpaceBefore: hasSpace,
    });
    lines = 0;
    hasSpace = false;
  }
  return tokens;
}
