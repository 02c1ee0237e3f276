import { describe, expect, test } from 'vitest';
import { type Gate, judgeFilm } from '../../../src/encoders/film-checks.ts';
import { gateAtSite, gateDigest, raisedHere } from '../../../src/encoders/site-limits.ts';
import { raiseLimits } from '../../../src/eyes/raise-limits.ts';

const gate: Gate = {
  refuseAbove: 1,
  siteMayRaiseTo: 2,
  checks: [
    { name: 'child-film', index: 0, refuseAbove: -1, siteMayRaiseTo: 1 },
    { name: 'mirrored', index: 1, refuseAbove: 0 },
  ],
};
const film = (foreignDistance: number, child = -4, mirrored = -4) => ({
  foreignDistance,
  filmChecks: [child, mirrored],
});
const usual = Array.from({ length: 200 }, (_, at) => film(0.5 + at / 1000));
const patientsOf = (films: readonly unknown[]) => films.map((_, at) => `p${at}`);
const raise = (...others: ReturnType<typeof film>[]) => {
  const films = [...usual, ...others];
  return raiseLimits(films, patientsOf(films), gate);
};

describe("a gate's limits at a site", () => {
  test('stay where they are when they refuse no film there', () => {
    expect(raise()).toBeUndefined();
  });

  test('rise to the site’s films, and only those that have to', () => {
    const found = raise(film(1.2), film(1.25), film(1.3), film(1.35));
    // Of 204 films the two that need most may stay refused.
    expect(found).toMatchObject({ raised: { distance: 1.25 }, films: 204, refusedBefore: 4, refusedNow: 2 });
  });

  test('never rise for a film that lies beyond what the manifest allows', () => {
    expect(raise(film(3), film(3), film(3), film(3))).toBeUndefined();
    expect(raise(film(1.5, 2), film(1.5, 2), film(1.5, 2), film(1.5, 2))).toBeUndefined();
  });

  test('never rise where the manifest names no height: such a film stays refused and moves no other limit', () => {
    expect(raise(...Array.from({ length: 9 }, () => film(1.5, -4, 1)))).toBeUndefined();
  });

  test('stay where films or patients are too few, and then let no single film through', () => {
    const films = [...usual.slice(0, 59), film(1.5)];
    expect(raiseLimits(films, patientsOf(films), gate)).toBeUndefined();
    const two = [...usual.slice(0, 58), film(1.4), film(1.5)];
    expect(raiseLimits(two, patientsOf(two), gate)).toMatchObject({
      raised: { distance: 1.4 },
      refusedNow: 1,
    });
    expect(raiseLimits(two.slice(20), patientsOf(two.slice(20)), gate)).toBeUndefined();
    expect(
      raiseLimits(
        two,
        two.map((_, at) => `p${at % 9}`),
        gate,
      ),
    ).toBeUndefined();
  });

  test('are tried on patients left out, who may lie beyond them', () => {
    const rising = Array.from({ length: 40 }, (_, at) => film(1.1 + at / 100));
    const found = raise(...rising);
    expect(found?.refusedBefore).toBe(40);
    expect(found?.refusedNow).toBe(2);
    expect(found?.refusedLeftOut).toBeGreaterThanOrEqual(2);
    expect(found?.refusedLeftOut).toBeLessThan(10);
  });

  test('hold a film to the raised limit and no further, whatever the file says', () => {
    const refusedAs = (distance: number, raised: Readonly<Record<string, number>>) =>
      judgeFilm(film(distance), gateAtSite(gate, raised)).refusedAs;
    expect(refusedAs(1.2, { distance: 1.25 })).toBeUndefined();
    expect(refusedAs(1.3, { distance: 1.25 })).toBe('foreign-image');
    expect(refusedAs(2.1, { distance: 99 })).toBe('foreign-image');
    expect(refusedAs(0.9, { distance: 0.5 })).toBeUndefined();
    expect(judgeFilm(film(0.5, -4, 1), gateAtSite(gate, { 'check mirrored': 9 })).refusedAs).toBe('mirrored');
  });

  test('are those of the gate they were raised from, and of no other version', () => {
    const limits = { raised: { distance: 1.2 }, films: 60, gate: gateDigest(gate) };
    expect(raisedHere(gate, { limits })).toEqual({ distance: 1.2 });
    expect(raisedHere({ ...gate, refuseAbove: 0.9 }, { limits })).toBeUndefined();
    expect(raisedHere(gate, undefined)).toBeUndefined();
  });
});
