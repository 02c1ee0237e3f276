import { digestOf } from '../lib/digest.ts';
import { type Answers, exposureScore, type Gate } from './film-checks.ts';
import type { SiteCalibration, SiteLimits } from './site-calibration.ts';

/** By the limit's name: how high a site's films raised it. */
export type Raised = SiteLimits['raised'];

/** A limit of a gate that a site's own films may raise. */
export type RaisableLimit = {
  readonly name: string;
  readonly refuseAbove: number;
  readonly siteMayRaiseTo: number;
  readonly answerOf: (answers: Answers) => number;
};

const distance = 'distance';
const nameOfCheck = ({ name }: { readonly name: string }) => `check ${name}`;
const nameOfRule = ({ name }: { readonly name: string }) => `exposure ${name}`;

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
      raisable(nameOfCheck(check), check, ({ filmChecks = [] }) => filmChecks[check.index] ?? Number.NaN),
    ),
    ...(gate.exposure ?? []).flatMap((rule) =>
      raisable(nameOfRule(rule), rule, (answers) => exposureScore(rule, answers)),
    ),
  ];
}

/** The gate with the limits that a site's films raised, each no further than the manifest allows. */
export function gateAtSite(gate: Gate, raised: Raised = {}): Gate {
  const at = <T extends Given>(name: string, given: T): T => {
    const { refuseAbove, siteMayRaiseTo } = given;
    const to = raised[name];
    if (refuseAbove === undefined || siteMayRaiseTo === undefined || to === undefined) return given;
    return { ...given, refuseAbove: Math.max(refuseAbove, Math.min(to, siteMayRaiseTo)) };
  };
  return {
    ...at(distance, gate),
    checks: gate.checks?.map((check) => at(nameOfCheck(check), check)),
    exposure: gate.exposure?.map((rule) => at(nameOfRule(rule), rule)),
  };
}

/** The gate with every limit as high as a site may raise it. */
export function mildestGate(gate: Gate): Gate {
  const highest = raisableLimits(gate).map(({ name, siteMayRaiseTo }) => [name, siteMayRaiseTo]);
  return gateAtSite(gate, Object.fromEntries(highest));
}

/** Names the gate that limits were raised from: in another one they would mean something else. */
export function gateDigest(gate: Gate): string {
  return digestOf(gate);
}

/** What a site's films raised of this gate; undefined also where that was another. */
export function raisedHere(
  gate: Gate,
  site: Pick<SiteCalibration, 'limits'> | undefined,
): Raised | undefined {
  return site?.limits?.gate === gateDigest(gate) ? site.limits.raised : undefined;
}
