import { type Token, tokensOf } from './tokens.ts';

/** A phrase found in a row of tokens: what it means, its first token and the one after its last. */
export type Match<Meaning> = { readonly meaning: Meaning; readonly from: number; readonly to: number };

export type Phrasebook<Meaning> = {
  /** The longest phrase that begins at token `at` and ends before token `end`. */
  readonly longestAt: (tokens: readonly Token[], at: number, end: number) => Match<Meaning> | undefined;
};

type Branch<Meaning> = {
  readonly next: Map<string, Branch<Meaning>>;
  meaning?: Meaning;
  /** Only where the text has it in capitals: PE, MI, RA. */
  isShouted?: boolean;
};

/** One place of a pattern: the rows of words that may stand there. */
type Choice = readonly (readonly string[])[];

/**
 * The places of a pattern. `(a|b c)` stands for one of several, `?` after a word or bracket makes it optional, a leading
 * `^` asks for capitals. `nn` stands for any number, `yyyy` for a year, as {@link createForms} reads them.
 */
function choicesOf(pattern: string): Choice[] {
  const parts = pattern.match(/\([^)]*\)\??|[^\s()]+/g) ?? [];
  return parts.map((part) => {
    const isOptional = part.length > 1 && part.endsWith('?');
    const core = isOptional ? part.slice(0, -1) : part;
    const choices = core.startsWith('(') ? core.slice(1, -1).split('|') : [core];
    const rows = choices.map((choice) => tokensOf(choice).map(({ word }) => word));
    return isOptional ? [[], ...rows] : rows;
  });
}

/** Words one letter away from a word of the lexicon that mean something else. */
const otherWords = new Set(
  [
    'hemithorax hemithoraces contusion contusions incubation incubated profusion decreased increased infusion diffusion perfusion insertion',
    'resection retention detention intention attention dilation dilution erosion abscess access process excess',
    'history historic hysteria comparing compared position possibly negative relative presence pressure present',
    'density thinking thicken nodular modular regular secretion section function junction possible passible',
    'mention extension tension sedation rotation location dissection infection injection deviation elevation',
    'absente absents absent evidently evidence patients parents parent pertinent opacite intact infarct',
  ].flatMap((line) => line.split(' ')),
);
const shortestFuzzy = 7;

function deletionsOf(word: string): string[] {
  return [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1));
}

/** One letter missing, doubled, wrong or swapped with its neighbour; the first letter has to be right. */
function isOneSlip(typed: string, meant: string): boolean {
  if (typed === meant || typed[0] !== meant[0] || Math.abs(typed.length - meant.length) > 1) return false;
  let at = 0;
  while (at < typed.length && typed[at] === meant[at]) at += 1;
  const rest = (word: string, from: number) => word.slice(from);
  if (typed.length > meant.length) return rest(typed, at + 1) === rest(meant, at);
  if (typed.length < meant.length) return rest(typed, at) === rest(meant, at + 1);
  if (rest(typed, at + 1) === rest(meant, at + 1)) return true;
  const isSwap = typed[at] === meant[at + 1] && typed[at + 1] === meant[at];
  return isSwap && rest(typed, at + 2) === rest(meant, at + 2);
}

function singularsOf(word: string): string[] {
  if (word.length < 5 || !/[sx]$/.test(word)) return [];
  if (word.endsWith('ies')) return [`${word.slice(0, -3)}y`, word.slice(0, -1)];
  if (word.endsWith('aux')) return [`${word.slice(0, -3)}al`, word.slice(0, -1)];
  if (word.endsWith('es')) return [word.slice(0, -1), word.slice(0, -2)];
  return [word.slice(0, -1)];
}

/** What a word may be read as: itself, its singular, the lexicon's word it is one slip away from, its class. */
function createForms(vocabulary: ReadonlySet<string>): (word: string) => readonly string[] {
  const slips = new Map<string, string[]>();
  for (const word of vocabulary) {
    if (word.length < shortestFuzzy) continue;
    for (const key of [word, ...deletionsOf(word)]) slips.set(key, [...(slips.get(key) ?? []), word]);
  }
  const corrected = (word: string): string[] => {
    if (word.length < shortestFuzzy || word.length > 30 || otherWords.has(word) || /\d/.test(word)) return [];
    const keys = [word, ...deletionsOf(word)];
    const found = new Set(keys.flatMap((key) => slips.get(key) ?? []));
    return [...found].filter((meant) => isOneSlip(word, meant));
  };
  const cache = new Map<string, readonly string[]>();
  return (word) => {
    const kept = cache.get(word);
    if (kept) return kept;
    const exact = [word, ...singularsOf(word)].filter((form) => vocabulary.has(form));
    const classes = [
      ...(/^\d+([.,]\d+)?$/.test(word) ? ['nn'] : []),
      ...(/^(19|20)\d\d$/.test(word) ? ['yyyy'] : []),
    ];
    const forms = exact.length > 0 ? [...exact, ...classes] : [...classes, ...corrected(word)];
    if (cache.size < 20_000) cache.set(word, forms);
    return forms;
  };
}

/** The branch that a row of words leads to, grown where it is not there yet. */
function grow<Meaning>(from: Branch<Meaning>, words: readonly string[]): Branch<Meaning> {
  let branch = from;
  for (const word of words) {
    const next = branch.next.get(word) ?? { next: new Map() };
    branch.next.set(word, next);
    branch = next;
  }
  return branch;
}

/** Adds a pattern. The first meaning of a phrase holds, except that a plain pattern replaces one in capitals. */
function plant<Meaning>(
  root: Branch<Meaning>,
  choices: readonly Choice[],
  { meaning, isShouted }: { meaning: Meaning; isShouted: boolean },
): void {
  let ends = new Set([root]);
  for (const rows of choices)
    ends = new Set([...ends].flatMap((branch) => rows.map((words) => grow(branch, words))));
  for (const branch of ends) {
    const isFree = branch.meaning === undefined || (branch.isShouted === true && !isShouted);
    if (branch !== root && isFree) Object.assign(branch, { meaning, isShouted });
  }
}

/** A phrasebook of patterns (see {@link choicesOf}), each with what it means. */
export function createPhrasebook<Meaning>(
  entries: readonly (readonly [pattern: string, meaning: Meaning])[],
): Phrasebook<Meaning> {
  const root: Branch<Meaning> = { next: new Map() };
  const vocabulary = new Set<string>();
  for (const [pattern, meaning] of entries) {
    const isShouted = pattern.startsWith('^');
    const choices = choicesOf(isShouted ? pattern.slice(1) : pattern);
    for (const word of choices.flat(2)) vocabulary.add(word);
    plant(root, choices, { meaning, isShouted });
  }
  const formsOf = createForms(vocabulary);
  const longest = (
    tokens: readonly Token[],
    { branch, from, at, end }: { branch: Branch<Meaning>; from: number; at: number; end: number },
  ): Match<Meaning> | undefined => {
    const token = at < end ? tokens[at] : undefined;
    for (const form of token ? formsOf(token.word) : []) {
      const next = branch.next.get(form);
      const found = next && longest(tokens, { branch: next, from, at: at + 1, end });
      if (found) return found;
    }
    const { meaning, isShouted } = branch;
    if (meaning === undefined || (isShouted && tokens[from]?.isShouted === false)) return undefined;
    return { meaning, from, to: at };
  };
  return { longestAt: (tokens, at, end) => longest(tokens, { branch: root, from: at, at, end }) };
}
