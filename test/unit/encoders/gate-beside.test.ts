import { describe, expect, test } from 'vitest';
import { filmsAlike } from '../../../src/encoders/calibrate.ts';
import { createCollector, createFilmEncoder, weakBelow } from '../../../src/encoders/film-encoder.ts';
import type { SiteCalibration } from '../../../src/encoders/site-calibration.ts';
import { digestOf } from '../../../src/lib/digest.ts';
import { eyeOf } from './eye-of.ts';

const isChild = 1;
const isFarFromShipped = 2;
const isFarFromSite = 4;
const isNegativeFilm = 8;
const fileOf = (...flags: number[]) => Uint8Array.of(flags.reduce((all, flag) => all | flag, 0));
const has = ([flags = 0]: Uint8Array, flag: number) => (flags & flag) !== 0;

/** Knows its site's films by one number, which a negative would spoil. */
const own = eyeOf('own@1', { outputs: { embedding: 'embedding' } }, (bytes, isNegative) => ({
  findings: new Map(),
  embedding: [has(bytes, isFarFromSite) || has(bytes, isNegativeFilm) !== isNegative ? 9 : 0],
}));

const shipped = eyeOf(
  'shipped@1',
  {
    outputs: { viewAp: 'view', sexMale: 'sex', ageYears: 'age', filmChecks: 'checks' },
    gate: {
      output: 'distance',
      refuseAbove: 1,
      checks: [{ name: 'child-film', index: 0, refuseAbove: 0 }],
    },
  },
  (bytes) => ({
    findings: new Map(),
    viewApProbability: 0.1,
    maleProbability: 0.5,
    ageYears: 60,
    foreignDistance: has(bytes, isFarFromShipped) ? 3 : 0,
    filmChecks: [has(bytes, isChild) ? 5 : -5],
    notes: has(bytes, isNegativeFilm) ? ['polarity-repaired'] : [],
  }),
);

const site: SiteCalibration = {
  model: own.maker,
  sha256: own.sha256,
  date: '2026-11-30',
  films: 60,
  patients: 60,
  groupedBy: 'patient',
  refused: 0,
  findings: [],
  gate: { centre: [0], axes: [[1]], variances: [1], restVariance: 1, refuseAbove: 3, films: 60 },
};

describe('a model without a gate of its own, calibrated on the films of a site', () => {
  const { read } = createFilmEncoder({ eye: own, site, beside: shipped });

  test('still has children and what else the shipped encoder knows by name refused', async () => {
    expect(await read(fileOf(isChild))).toMatchObject({ state: 'refused', code: 'child-film' });
    expect(await read(fileOf())).toMatchObject({ state: 'read', beside: 'shipped@1' });
  });

  test("has the site's distance in place of the shipped encoder's", async () => {
    expect(await read(fileOf(isFarFromShipped))).toMatchObject({ state: 'read' });
    expect(await read(fileOf(isFarFromSite))).toMatchObject({ state: 'refused', code: 'foreign-image' });
  });

  test('keeps that gate though it offers view, sex and age itself', async () => {
    const full = {
      ...own,
      manifest: { ...own.manifest, outputs: { ...shipped.manifest.outputs, ...own.manifest.outputs } },
    };
    const encoder = createFilmEncoder({ eye: full, site, beside: shipped });
    expect(await encoder.read(fileOf(isChild))).toMatchObject({ state: 'refused', code: 'child-film' });
  });

  test('sees a negative turned, as the reading says', async () => {
    expect(await read(fileOf(isNegativeFilm))).toMatchObject({
      state: 'read',
      warnings: ['polarity-repaired'],
      embedding: [0],
    });
  });
});

test('places on a negative are sought on the film as it was read: turned', async () => {
  const turned: boolean[] = [];
  const mapped = eyeOf(
    'mapped@1',
    { outputs: { activationMap: 'maps' }, places: { shown: ['Mass'] } },
    (_, isNegative) => {
      turned.push(isNegative);
      return { findings: new Map() };
    },
  );
  const { seekPlaces } = createFilmEncoder({ eye: mapped, beside: shipped });
  await seekPlaces?.(fileOf(isNegativeFilm), ['Mass']);
  await seekPlaces?.(fileOf(), ['Mass']);
  expect(turned).toEqual([true, false]);
});

test('readings from before the shipped encoder refused by name beside it are made anew', () => {
  const before = digestOf(own.spec, site, shipped.maker, filmsAlike, weakBelow);
  expect(createFilmEncoder({ eye: own, site, beside: shipped }).preprocessing).not.toBe(before);
});

test('a site is not calibrated on films that the gate would refuse, and on none refused for its distance', async () => {
  const { look, refusalOf } = createCollector({ eye: own, beside: shipped });
  const refusedAs = async (...flags: number[]) => {
    const film = await look(fileOf(...flags));
    return film.state === 'seen' ? refusalOf(film)?.code : film.code;
  };
  expect(await refusedAs(isChild)).toBe('child-film');
  expect(await refusedAs(isFarFromShipped)).toBeUndefined();
  expect(await look(fileOf(isNegativeFilm))).toMatchObject({ state: 'seen', look: { embedding: [0] } });
});
