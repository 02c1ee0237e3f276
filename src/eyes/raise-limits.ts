import { type Answers, type Gate, judgeFilm } from '../encoders/film-checks.ts';
import { gateAtSite, type RaisableLimit, raisableLimits } from '../encoders/site-limits.ts';
import { foldsOf } from './folds.ts';

/** Share of the site's films that may stay refused, lest a film that is foreign there too opens a limit to all. */
const refusedShare = 0.01;

type Raised = Readonly<Record<string, number>>;

/** The gate at its mildest. */
function mildest(gate: Gate): Gate {
  return gateAtSite(
    gate,
    Object.fromEntries(raisableLimits(gate).map(({ name, siteMayRaiseTo }) => [name, siteMayRaiseTo])),
  );
}

/** How much of the way that a limit may go up it has to go for a film. */
function wayUp({ refuseAbove, siteMayRaiseTo, answerOf }: RaisableLimit, film: Answers): number {
  return (answerOf(film) - refuseAbove) / (siteMayRaiseTo - refuseAbove);
}

function raisedFor(films: readonly Answers[], gate: Gate): Raised {
  const limits = raisableLimits(gate);
  const open = mildest(gate);
  const ranked = films
    .filter((film) => judgeFilm(film, open).refusedAs === undefined)
    .map((film) => ({ film, need: Math.max(...limits.map((limit) => wayUp(limit, film))) }))
    .sort((one, other) => one.need - other.need)
    .slice(0, films.length - Math.floor(refusedShare * films.length));
  const raised = limits.flatMap(({ name, refuseAbove, answerOf }): [string, number][] => {
    const highest = Math.max(...ranked.map(({ film }) => answerOf(film)));
    return highest > refuseAbove ? [[name, highest]] : [];
  });
  return Object.fromEntries(raised);
}

export type RaisedLimits = {
  readonly raised: Raised;
  readonly films: number;
  /** Films that the gate refuses, of those it was raised for: as it came, and as raised. */
  readonly refusedBefore: number;
  readonly refusedNow: number;
  /** Refused of each fifth of the patients by limits that were raised for the others: what to expect of further films. */
  readonly refusedLeftOut: number;
};

/**
 * Raises the limits of a gate, as far as its manifest allows, to a site's films that are known to be good. Undefined where none
 * needs to be raised, or none may be.
 */
export function raiseLimits(
  films: readonly Answers[],
  patients: readonly string[],
  gate: Gate,
): RaisedLimits | undefined {
  const raised = raisedFor(films, gate);
  if (Object.keys(raised).length === 0) return undefined;
  const refusedOf = (some: readonly Answers[], at: Gate) =>
    some.filter((film) => judgeFilm(film, at).refusedAs !== undefined).length;
  const pick = (places: readonly number[]) => places.map((at) => films[at] as Answers);
  const leftOut = foldsOf(patients).map(({ fit, held }) =>
    refusedOf(pick(held), gateAtSite(gate, raisedFor(pick(fit), gate))),
  );
  return {
    raised,
    films: films.length,
    refusedBefore: refusedOf(films, gate),
    refusedNow: refusedOf(films, gateAtSite(gate, raised)),
    refusedLeftOut: leftOut.reduce((sum, count) => sum + count, 0),
  };
}
