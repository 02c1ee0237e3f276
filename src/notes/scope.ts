import type { Cue, Effect } from './lexicon/lexicon.ts';
import type { Match } from './phrases.ts';
import type { Assertion } from './statement.ts';
import type { Token } from './tokens.ts';

/** What a phrase of a sentence can be, for the scope of cues. */
export type Mark =
  | { readonly type: 'cue'; readonly cue: Omit<Cue, 'phrases'> }
  | { readonly type: 'stop' }
  | { readonly type: 'decoy' };

type Reach = {
  readonly effect: Effect;
  readonly from: number;
  readonly to: number;
  /** The cue's own place, to tell the nearest. */
  readonly cueFrom: number;
  readonly cueTo: number;
  readonly isAhead: boolean;
};

export type Scopes = { readonly reaches: readonly Reach[]; readonly tokens: readonly Token[] };

type Line = {
  readonly tokens: readonly Token[];
  readonly from: number;
  readonly to: number;
  readonly marks: readonly Match<Mark>[];
};

const listWords = new Set(['or', 'and', 'nor', 'vs', 'versus', 'ou', 'et', 'ni', '/']);
const polar: readonly Effect[] = ['negated', 'possible', 'affirmed'];

function commaIn(tokens: readonly Token[], from: number, to: number): number | undefined {
  for (let at = from; at < to; at += 1) if (tokens[at]?.word === ',') return at;
  return undefined;
}

/** The token behind the last comma, or `from`. */
function lastCommaIn(tokens: readonly Token[], from: number, to: number): number {
  for (let at = to - 1; at >= from; at -= 1) if (tokens[at]?.word === ',') return at + 1;
  return from;
}

/** Whether a coordination still comes: "…, atelectasis, or scar". */
function listGoesOn({ tokens }: Line, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (listWords.has(tokens[at]?.word ?? '')) return true;
  return false;
}

/** A cue that has nothing after it speaks of what stands before it: "Pneumothorax: none", "embolism, possible". */
function isAnswer(line: Line, match: Match<Mark>): boolean {
  const next = line.tokens[match.to];
  const isLast = match.to >= line.to || /^[.,;)\]|]$/.test(next?.word ?? '');
  const isNext = match.meaning.type === 'cue' && match.meaning.cue.effect === 'negated';
  return isLast && match.from > line.from && !(isNext && line.tokens[match.from - 1]?.word === ',');
}

const turning: readonly Effect[] = ['negated', 'possible', 'historical'];
const others: readonly Effect[] = ['family', 'other-person'];

/** Whether a later cue takes over from an earlier one. A doubt inside a denial ("no sign suspicious for") does not. */
function takesOver(
  line: Line,
  earlier: { readonly effect: Effect; readonly to: number },
  later: Match<Mark>,
): boolean {
  if (later.meaning.type !== 'cue' || later.meaning.cue.direction === 'behind') return false;
  const { effect } = later.meaning.cue;
  const isApart = commaIn(line.tokens, earlier.to, later.from) !== undefined;
  if (others.includes(earlier.effect)) return effect === 'patient';
  if (effect === 'patient') return earlier.effect !== 'possible' && isApart;
  if (effect === 'affirmed') return later.to - later.from > 1 || earlier.effect !== 'possible';
  if (!polar.includes(effect) || effect === earlier.effect) return false;
  if (earlier.effect === 'negated') return isApart;
  return true;
}

function ends(line: Line, match: Match<Mark>, later: Match<Mark>): boolean {
  if (match.meaning.type !== 'cue') return false;
  const { effect, isConditional } = match.meaning.cue;
  if (isConditional) return false;
  if (later.meaning.type === 'stop') return !others.includes(effect);
  return takesOver(line, { effect, to: match.to }, later);
}

function aheadOf(line: Line, match: Match<Mark>, at: number): Reach | undefined {
  if (match.meaning.type !== 'cue') return undefined;
  const { effect, reach, isConditional } = match.meaning.cue;
  const stop = line.marks.slice(at + 1).find((later) => ends(line, match, later));
  let to = Math.min(stop?.from ?? line.to, reach === undefined ? line.to : match.to + reach);
  const comma = effect === 'possible' && !isConditional ? commaIn(line.tokens, match.to, to) : undefined;
  if (comma !== undefined && !listGoesOn(line, comma, to)) to = comma;
  return { effect, from: match.to, to, cueFrom: match.from, cueTo: match.to, isAhead: true };
}

const defaultReachBehind = 10;
/** How far a cue reaches that would speak of what follows, had anything followed. */
const turnedReach = 4;

function behindOf(line: Line, match: Match<Mark>, nearby: number | undefined): Reach | undefined {
  if (match.meaning.type !== 'cue') return undefined;
  const { effect, reach = defaultReachBehind, isConditional } = match.meaning.cue;
  const stop = line.marks
    .slice(0, line.marks.indexOf(match))
    .findLast(
      ({ meaning }) =>
        meaning.type === 'stop' || (meaning.type === 'cue' && meaning.cue.direction === 'behind'),
    );
  const comma = isConditional ? lastCommaIn(line.tokens, line.from, match.from) : line.from;
  const from = Math.max(stop?.to ?? line.from, comma, match.from - (nearby ?? reach));
  return { effect, from, to: match.from, cueFrom: match.from, cueTo: match.to, isAhead: false };
}

/** What every cue of a sentence covers. Reaches end at the sentence, at a stop, and at the next cue that contradicts. */
export function scopesOf(line: Line): Scopes {
  const reaches = line.marks.flatMap((match, at): Reach[] => {
    if (match.meaning.type !== 'cue') return [];
    const { direction, effect } = match.meaning.cue;
    const isTurned = turning.includes(effect) && direction === 'ahead' && isAnswer(line, match);
    const isAhead = direction !== 'behind' && !isTurned;
    const isBehind = direction !== 'ahead' || isTurned;
    return [
      ...(isAhead ? [aheadOf(line, match, at)] : []),
      ...(isBehind ? [behindOf(line, match, isTurned ? turnedReach : undefined)] : []),
    ].filter((reach) => reach !== undefined);
  });
  return { reaches, tokens: line.tokens };
}

function distance(reach: Reach, { from, to }: { from: number; to: number }): number {
  return reach.isAhead ? from - reach.cueTo : reach.cueFrom - to;
}

/** Denied or doubted: a doubt ahead inside a denial is denied, a doubt behind a denial weighs by nearness. */
function polarity(
  covering: readonly Reach[],
  place: { from: number; to: number },
): 'negated' | 'possible' | undefined {
  const nearest = (effect: Effect) =>
    covering
      .filter((reach) => reach.effect === effect)
      .reduce<Reach | undefined>(
        (best, next) => (best && distance(best, place) <= distance(next, place) ? best : next),
        undefined,
      );
  const [denied, doubted] = [nearest('negated'), nearest('possible')];
  if (!denied) return doubted && 'possible';
  if (!doubted) return 'negated';
  if (doubted.isAhead && denied.isAhead) return doubted.cueFrom > denied.cueFrom ? 'negated' : 'possible';
  return distance(doubted, place) < distance(denied, place) ? 'possible' : 'negated';
}

/** How the words at `from`–`to` are stated. `stated` is what the words say by themselves: "afebrile" denies. */
export function assertionAt(
  { reaches }: Scopes,
  place: { readonly from: number; readonly to: number },
  stated: 'present' | 'negated' | 'historical' | 'possible',
): Assertion {
  const covering = reaches.filter(({ from, to }) => from <= place.from && place.to <= to);
  const has = (effect: Effect) => covering.some((reach) => reach.effect === effect);
  if (has('family')) return 'family';
  if (has('other-person')) return 'other-person';
  const denial = polarity(covering, place);
  if (denial === 'possible') return 'possible';
  if (denial === 'negated') return stated === 'present' || stated === 'possible' ? 'negated' : 'present';
  if (stated !== 'present') return stated;
  return has('historical') ? 'historical' : 'present';
}
