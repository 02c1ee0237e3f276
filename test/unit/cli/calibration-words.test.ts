import { expect, test } from 'vitest';
import {
  hintLines,
  leftOutLines,
  measuredHeartLines,
  outdatedText,
  replacedLines,
  standingText,
} from '../../../src/cli/calibration-words.ts';
import { readFilmManifest } from '../../../src/encoders/film-manifest.ts';
import type { SiteCalibration, SiteHead } from '../../../src/encoders/site-calibration.ts';

const cov = [
  [0.1, 0],
  [0, 0.1],
];
const head: SiteHead = {
  platt: { slope: 1, intercept: 0, cov },
  residualSd: 0,
  auroc: { value: 0.8, low: 0.7, high: 0.9 },
  assessed: true,
  prevalence: 0.1,
};
const maker = 'net@1.0.0';

function manifestOf(...findings: object[]) {
  return readFilmManifest({
    maker,
    manifest: {
      input: { name: 'film' },
      outputs: { findings: 'logits', embedding: 'embedding' },
      preprocessing: {
        resizeTo: 32,
        fit: 'squash',
        interpolation: 'bilinear',
        scale: { black: 0, white: 1 },
      },
      findings: findings.map((line, index) => ({ index, ...line })),
    },
  });
}

function siteOf(given: Partial<SiteCalibration>): SiteCalibration {
  return {
    ...{ model: maker, sha256: '0'.repeat(64), date: '2026-11-30', films: 60, patients: 30 },
    ...{ groupedBy: 'patient', refused: 0, findings: [] },
    ...given,
  };
}

const gate = { centre: [0], axes: [[1]], variances: [1], restVariance: 1, refuseAbove: 3, films: 60 };

test('what becomes of each finding that could not be calibrated is told', () => {
  const fits = ['Effusion', 'Mass', 'Hernia', 'abnormal'].map((name) => ({
    name,
    state: 'left-out' as const,
    because: 'too few',
  }));
  expect(leftOutLines(manifestOf({ name: 'Effusion', ...head }, { name: 'Mass' }), fits)).toEqual([
    'not calibrated here, so what came with the model holds: Effusion',
    'not calibrated here, so told by rank only: Mass',
    'not calibrated here and not offered by the model itself: Hernia, abnormal',
  ]);
});

test('how many findings are calibrated, assessed and uncalibrated is counted, the site’s own among them', () => {
  const manifest = manifestOf(
    { name: 'Effusion', ...head },
    { name: 'Edema', ...head, assessed: false },
    { name: 'Mass' },
    { name: 'Hernia' },
  );
  expect(standingText(manifest, undefined)).toBe(
    '4 findings: 2 calibrated, 1 of them assessed (not shown to beat chance: Edema), 2 uncalibrated (told by rank only); any abnormality: not offered',
  );
  const site = siteOf({ findings: [{ ...head, name: 'Mass' }] });
  expect(standingText(manifest, site)).toContain('4 findings: 3 calibrated (1 here), 2 of them assessed (');
  expect(standingText(manifestOf(), undefined)).toBe(
    'no findings of its own, until they are fitted on its embedding; any abnormality: not offered',
  );
});

test.each<[string, string, Partial<SiteHead> | undefined, boolean]>([
  ['the shipped model, which was compared with it', 'shipped@1.0.0', head, true],
  ['a model that is not shown to assess it', maker, { ...head, assessed: false }, true],
  ['a model that only ranks it', maker, {}, true],
  ['a model that does not offer it', maker, undefined, true],
  ['a model that assesses it', maker, head, false],
])('the measured heart stands in for %s: %#', (_, named, given, isMeasured) => {
  const manifest = manifestOf({ name: 'Mass' }, ...(given ? [{ name: 'Cardiomegaly', ...given }] : []));
  const lines = measuredHeartLines({ maker: named, manifest }, undefined, { insteadOf: 'shipped' });
  expect(lines).toEqual(
    isMeasured
      ? ['Cardiomegaly is judged by the measured heart (shipped outline) where it can be measured']
      : [],
  );
});

test('a finding that is surely below chance gets a hint at labels, column and place; one that may be chance gets none', () => {
  const ranked = (name: string, high: number, more: Partial<SiteHead> = {}) => ({
    name,
    state: 'fitted' as const,
    head: { ...head, auroc: { value: 0.3, low: 0.2, high }, assessed: false, ...more },
  });
  expect(hintLines(ranked('Mass', 0.45), false)).toEqual([
    'hint: Mass ranks the films the wrong way round (AUROC below .5 with 95 % confidence): the labels, the column or the `index` in the manifest may be wrong',
  ]);
  expect(hintLines(ranked('Mass', 0.45), true)[0]).toMatch(/: the labels or the column may be wrong$/);
  const linear = { weights: [1], bias: 0, penalty: 1 };
  expect(hintLines(ranked('Mass', 0.45, { linear }), false)[0]).toMatch(/: the labels or the column may be/);
  expect(hintLines(ranked('abnormal', 0.45), false)[0]).toContain('`outputs.abnormal` in the manifest');
  expect(hintLines(ranked('Mass', 0.52), false)).toEqual([]);
});

test('a calibration that replaces another says which, where it is kept, and what is gone with it', () => {
  const keptAs = '/data/eyes/net@1.0.0/calibration.previous.json';
  const former = siteOf({
    ...{ films: 1, date: '2026-10-01', gate, abnormal: head },
    findings: ['Mass', 'Edema'].map((name) => ({ ...head, name })),
  });
  const now = siteOf({ findings: [{ ...head, name: 'Edema' }] });
  const kept = 'kept beside it as calibration.previous.json in place of any kept there before';
  expect(replacedLines({ keptAs, calibration: former }, now)).toEqual([
    `it replaces the calibration of 2026-10-01 (1 film), ${kept}`,
    'fitted in that one and in this one no more: Mass, abnormal, the gate',
  ]);
  expect(replacedLines({ keptAs, calibration: now }, former)).toHaveLength(1);
  expect(replacedLines({ keptAs }, now)).toEqual([
    `it replaces a calibration that could not be read, ${kept}`,
  ]);
});

test('a calibration of another version says for which it was made and what to do', () => {
  expect(outdatedText(siteOf({ model: 'eye@0.4.0' }))).toBe(
    'the calibration made here on 60 films (2026-11-30) was for eye@0.4.0 and does not apply: vigie models calibrate eye --films FOLDER --labels labels.csv',
  );
});
