import type { Answers, Gate } from './film-checks.ts';
import { exposureScore } from './film-checks.ts';
import type { SiteLimits } from './site-calibration.ts';

/** A limit of a gate that a site's own films may raise. */
export type RaisableLimit = {
  readonly name: string;
  readonly refuseAbove: number;
  readonly siteMayRaiseTo: number;
  readonly answerOf: (answers: Answers) => number;
};

const distance = 'distance';
const nameOfRule = (rule: string) => `exposure ${rule}`;

type Given = { readonly refuseAbove?: number | undefined; readonly siteMayRaiseTo?: number | undefined };

function raisable(name: string, given: Given, answerOf: RaisableLimit['answerOf']): RaisableLimit[] {
  const { refuseAbove, siteMayRaiseTo } = given;
  if (refuseAbove === undefined || siteMayRaiseTo === undefined || siteMayRaiseTo <= refuseAbove) return [];
  return [{ name, refuseAbove, siteMayRaiseTo, answerOf }];
}

/** The limits that the manifest lets a site raise; a film that lacks an answer answers with no number. */
export function raisableLimits(gate: Gate): RaisableLimit[] {
  return [
    ...raisable(distance, gate, ({ foreignDistance = Number.NaN }) => foreignDistance),
    ...(gate.checks ?? []).flatMap((check) =>
      raisable(check.name, check, ({ filmChecks = [] }) => filmChecks[check.index] ?? Number.NaN),
    ),
    ...(gate.exposure ?? []).flatMap((rule) =>
      raisable(nameOfRule(rule.name), rule, (answers) => exposureScore(rule, answers)),
    ),
  ];
}

/** The gate with the limits that a site's films raised, each no further than the manifest allows. */
export function gateAtSite(gate: Gate, raised: SiteLimits['raised'] = {}): Gate {
  const limitOf = (name: string, { refuseAbove, siteMayRaiseTo }: Given) =>
    Math.max(
      refuseAbove ?? Number.NaN,
      Math.min(raised[name] ?? Number.NEGATIVE_INFINITY, siteMayRaiseTo ?? Number.NEGATIVE_INFINITY),
    );
  const at = <T extends Given>(name: string, given: T) =>
    given.refuseAbove === undefined ? given : { ...given, refuseAbove: limitOf(name, given) };
  return {
    ...at(distance, gate),
    checks: gate.checks?.map((check) => at(check.name, check)),
    exposure: gate.exposure?.map((rule) => at(nameOfRule(rule.name), rule)),
  };
}
