/** How many slips a word of that length may hold; short words are abbreviations and are read as they stand. */
function slipsIn({ length }: string): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

/** The next row of the table: slips between the first `i` letters of `a` and each beginning of `b`. */
function nextRow(
  { a, b }: { readonly a: string; readonly b: string },
  i: number,
  { last, beforeLast }: { readonly last: readonly number[]; readonly beforeLast: readonly number[] },
): number[] {
  const row = [i];
  for (let j = 1; j <= b.length; j += 1) {
    const change = a[i - 1] === b[j - 1] ? 0 : 1;
    const [above = 0, corner = 0, left = 0] = [last[j], last[j - 1], row[j - 1]];
    const least = Math.min(above + 1, left + 1, corner + change);
    const isSwap = j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    row.push(isSwap ? Math.min(least, (beforeLast[j - 2] ?? least) + 1) : least);
  }
  return row;
}

/** Damerau–Levenshtein distance (letters missing, added, wrong, swapped with a neighbour), up to `most`, else `most` + 1. */
export function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = nextRow({ a, b }, i, { last, beforeLast });
    if (Math.min(...row) > most) return most + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? most + 1;
}

/** The first letter has to be right, except for one slip in a word of six letters or more. */
function allowedBetween(typed: string, word: string): number {
  if (word.length < 4) return 0;
  if (word[0] === typed[0]) return Math.min(slipsIn(typed), slipsIn(word));
  return typed.length >= 6 ? 1 : 0;
}

/** The words of the vocabulary that a mistyped word is nearest to; none when it is too far from all. */
export function meantBy(typed: string, vocabulary: Iterable<string>): readonly string[] {
  if (/\d/.test(typed) || slipsIn(typed) === 0) return [];
  let least = slipsIn(typed);
  let nearest: string[] = [];
  for (const word of vocabulary) {
    const allowed = Math.min(allowedBetween(typed, word), least);
    const slips = slipsBetween(typed, word, allowed);
    if (allowed === 0 || slips > allowed) continue;
    if (slips < least) nearest = [];
    least = slips;
    nearest.push(word);
  }
  return nearest;
}
