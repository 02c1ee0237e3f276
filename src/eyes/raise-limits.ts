import { type Answers, type Gate, judgeFilm } from '../encoders/film-checks.ts';
import {
  gateAtSite,
  gateDigest,
  mildestGate,
  type RaisableLimit,
  type Raised,
  raisableLimits,
} from '../encoders/site-limits.ts';
import { foldsOf } from './folds.ts';
import { fewestGateFilms } from './site-gate.ts';

/** Share of the site's films that may stay refused, one at least, lest a film that is foreign there too opens a limit to all. */
const refusedShare = 0.01;

const fewestPatients = 10;

/** How much of the way that a limit may go up it has to go for a film. */
function wayUp({ refuseAbove, siteMayRaiseTo, answerOf }: RaisableLimit, film: Answers): number {
  return (answerOf(film) - refuseAbove) / (siteMayRaiseTo - refuseAbove);
}

function raisedFor(films: readonly Answers[], gate: Gate): Raised {
  const limits = raisableLimits(gate);
  const mildest = mildestGate(gate);
  const ranked = films
    .filter((film) => judgeFilm(film, mildest).refusedAs === undefined)
    .map((film) => ({ film, need: Math.max(...limits.map((limit) => wayUp(limit, film))) }))
    .sort((one, other) => one.need - other.need)
    .slice(0, films.length - Math.max(1, Math.floor(refusedShare * films.length)));
  const raised = limits.flatMap(({ name, refuseAbove, answerOf }): [string, number][] => {
    const highest = ranked.reduce((most, { film }) => Math.max(most, answerOf(film)), refuseAbove);
    return highest > refuseAbove ? [[name, highest]] : [];
  });
  return Object.fromEntries(raised);
}

export type RaisedLimits = {
  readonly raised: Raised;
  readonly films: number;
  /** @see gateDigest */
  readonly gate: string;
  /** Films that the gate refuses, of those it was raised for: as it came, and as raised. */
  readonly refusedBefore: number;
  readonly refusedNow: number;
  /** Refused of each fifth of the patients by limits that were raised for the others: what to expect of further films. */
  readonly refusedLeftOut: number;
};

/**
 * Raises the limits of a gate, as far as its manifest allows, to a site's films that are known to be good. Undefined where none
 * needs to be raised, none may be, or the films or their patients are too few.
 */
export function raiseLimits(
  films: readonly Answers[],
  patients: readonly string[],
  gate: Gate,
): RaisedLimits | undefined {
  if (films.length < fewestGateFilms || new Set(patients).size < fewestPatients) return undefined;
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
    gate: gateDigest(gate),
    refusedBefore: refusedOf(films, gate),
    refusedNow: refusedOf(films, gateAtSite(gate, raised)),
    refusedLeftOut: leftOut.reduce((sum, count) => sum + count, 0),
  };
}
