import { z } from 'zod';
import { type CentreGreys, quantileShares } from '../film/exposure.ts';

/** How far a site's own films may raise `refuseAbove`; it stays where it is without. @see gateAtSite */
export const siteMayRaiseTo = z.number().optional();

type Raisable = { readonly refuseAbove?: number | undefined; readonly siteMayRaiseTo?: number | undefined };

export function isNotBelow({ refuseAbove, siteMayRaiseTo }: Raisable): boolean {
  return siteMayRaiseTo === undefined || (refuseAbove !== undefined && siteMayRaiseTo >= refuseAbove);
}

export const belowRefuseAbove = {
  path: ['siteMayRaiseTo'],
  message: 'must not be below refuseAbove, which must be there',
};

/** One question a graph answers about a film beside its findings; a log-odds in the `filmChecks` output. */
const check = z
  .looseObject({
    name: z.string().min(1),
    /** Its place in the output's last dimension. */
    index: z.number().int().nonnegative(),
    /** Above it the film is refused, and the refusal bears the check's name. */
    refuseAbove: z.number().optional(),
    siteMayRaiseTo,
    /** Above it the film is read, and the reading carries the check's name as a warning. */
    warnAbove: z.number().optional(),
    /** Above it the film is turned from negative to positive and looked at again. */
    repairAbove: z.number().optional(),
  })
  .refine(({ refuseAbove, warnAbove }) => refuseAbove !== undefined || warnAbove !== undefined, {
    message: 'neither refuseAbove nor warnAbove; give one',
  })
  .refine(isNotBelow, belowRefuseAbove);
export type FilmCheck = z.infer<typeof check>;

export const gateChecks = z.array(check).optional();

const weight = z.number();
/** Greys and checks together: log-odds that a film is badly exposed, which neither greys nor a graph tells alone. */
const exposureRule = z
  .looseObject({
    /** Of the refusal. */
    name: z.enum(['over-exposed', 'under-exposed']),
    bias: z.number(),
    /** Of `CentreGreys`. */
    quantiles: z.array(weight).length(quantileShares.length),
    black: weight,
    white: weight,
    /** Of the answers at these places of the `filmChecks` output, each within ±12. */
    checks: z.array(z.looseObject({ index: z.number().int().nonnegative(), weight })),
    refuseAbove: z.number(),
    siteMayRaiseTo,
  })
  .refine(isNotBelow, belowRefuseAbove);
export type ExposureRule = z.infer<typeof exposureRule>;

export const gateExposure = z.array(exposureRule).optional();

/** Log-odds of a check beyond which it says no more about the exposure. */
const bound = 12;

/** What a gate is held against: of one look at a film. */
export type Answers = {
  readonly foreignDistance?: number;
  readonly filmChecks?: readonly number[];
  readonly greys?: CentreGreys;
};
export type Gate = {
  readonly refuseAbove: number;
  readonly siteMayRaiseTo?: number | undefined;
  readonly checks?: readonly FilmCheck[] | undefined;
  readonly exposure?: readonly ExposureRule[] | undefined;
};

/** What the gate says of one look at a film. */
export type Verdict = {
  /** Why the film is refused; absent when it is not. */
  readonly refusedAs?: string;
  readonly warnings: readonly string[];
  /** It looks like a negative, surely enough to be turned and looked at again. */
  readonly isNegative: boolean;
};

function excess(limit: number | undefined, answer: number): number {
  return limit === undefined ? Number.NEGATIVE_INFINITY : answer - limit;
}

/** @returns log-odds; no number where greys or an answer are missing. */
export function exposureScore(rule: ExposureRule, { greys, filmChecks = [] }: Answers): number {
  if (!greys) return Number.NaN;
  const bounded = (index: number) => Math.min(Math.max(filmChecks[index] ?? Number.NaN, -bound), bound);
  const terms = [
    ...rule.quantiles.map((weight, at) => weight * (greys.quantiles[at] ?? Number.NaN)),
    ...[rule.black * greys.black, rule.white * greys.white],
    ...rule.checks.map(({ index, weight }) => weight * bounded(index)),
  ];
  return terms.reduce((sum, term) => sum + term, rule.bias);
}

/** A film far from all known ones is called by what it most looks like, if it looks like any of it. */
function nameOfForeign(answered: readonly (readonly [FilmCheck, number])[]): string {
  const [likeliest] = answered
    .filter(([{ refuseAbove }, answer]) => refuseAbove !== undefined && answer > 0)
    .sort(([, a], [, b]) => b - a);
  return likeliest?.[0].name ?? 'foreign-image';
}

/** Holds a look against the gate: the check, or rule on exposure, that exceeds its limit most names the refusal. */
export function judgeFilm(answers: Answers, gate: Gate): Verdict {
  const { foreignDistance, filmChecks = [] } = answers;
  const answered = (gate.checks ?? []).map((one) => [one, filmChecks[one.index] ?? Number.NaN] as const);
  const exposed = (gate.exposure ?? []).map((rule) => [rule, exposureScore(rule, answers)] as const);
  const over = [...answered, ...exposed]
    .filter(([{ refuseAbove }, answer]) => refuseAbove !== undefined && !(answer <= refuseAbove))
    .sort(([a, x], [b, y]) => excess(b.refuseAbove, y) - excess(a.refuseAbove, x));
  const isFar = !(foreignDistance !== undefined && foreignDistance <= gate.refuseAbove);
  const refusedAs = over[0]?.[0].name ?? (isFar ? nameOfForeign(answered) : undefined);
  return {
    ...(refusedAs === undefined ? {} : { refusedAs }),
    warnings: answered.flatMap(([{ name, warnAbove }, answer]) =>
      excess(warnAbove, answer) > 0 ? [name] : [],
    ),
    isNegative: answered.some(([{ repairAbove }, answer]) => excess(repairAbove, answer) > 0),
  };
}
