import { expect, test } from 'vitest';
import { concludeFilm } from '../../../src/assessment/film-conclusion.ts';
import type { Eye } from '../../../src/encoders/eye.ts';
import { createFilmEncoder } from '../../../src/encoders/film-encoder.ts';
import type { Head } from '../../../src/encoders/film-manifest.ts';
import type { SiteCalibration } from '../../../src/encoders/site-calibration.ts';
import { standingsOf } from '../../../src/encoders/standing.ts';
import { eyeOf } from './eye-of.ts';

const head: Head = {
  platt: {
    slope: 1,
    intercept: 0,
    cov: [
      [0.1, 0],
      [0, 0.1],
    ],
  },
  residualSd: 0,
  auroc: { value: 0.8, low: 0.7, high: 0.9 },
  assessed: true,
  prevalence: 0.1,
};
const unsure = { ...head, assessed: false };

const findings: Eye['manifest']['findings'] = [
  { name: 'Cardiomegaly', output: 'f', index: 0, head: unsure },
  { name: 'Effusion', output: 'f', index: 1, head },
  { name: 'Mass', output: 'f', index: 2 },
  { name: 'Nodule', output: 'f', index: 3, head },
];

const eye = eyeOf(
  'net@1.0.0',
  {
    findings,
    outputs: { findings: 'f', abnormal: 'a', viewAp: 'v', sexMale: 's', ageYears: 'y', embedding: 'e' },
    abnormal: unsure,
    gate: { output: 'd', refuseAbove: 1 },
  },
  () => ({
    findings: new Map(findings.map(({ name }) => [name, 0])),
    ...{ abnormal: 0, viewApProbability: 0.1, maleProbability: 0.5, ageYears: 60 },
    ...{ foreignDistance: 0, embedding: [1] },
  }),
);
const { manifest } = eye;

const site: SiteCalibration = {
  ...{ model: eye.maker, sha256: eye.sha256, date: '2026-11-30', films: 60, patients: 60 },
  ...{ groupedBy: 'film', refused: 0 },
  findings: [
    { ...unsure, name: 'Nodule' },
    { ...head, name: 'Edema', linear: { weights: [1], bias: 0, penalty: 1 } },
  ],
  abnormal: head,
};

test.each([
  ['as it came', undefined, 'assessed', 'not-offered', 'not-assessed'],
  ['calibrated here', site, 'not-assessed', 'assessed', 'assessed'],
] as const)(
  'what is listed of a model %s is what its readings and the card say',
  async (_, taught, ...now) => {
    const reading = await createFilmEncoder({ eye, site: taught }).read(new Uint8Array());
    if (reading.state !== 'read') throw new Error('refused');
    const standings = standingsOf(manifest, taught);
    const stateOf = (name: string) => standings.find((one) => one.name === name)?.state;
    expect(['Nodule', 'Edema', 'abnormal'].map(stateOf)).toEqual(now);
    expect(['Cardiomegaly', 'Effusion', 'Mass'].map(stateOf)).toEqual([
      ...['not-assessed', 'assessed', 'uncalibrated'],
    ]);
    const read = [...reading.findings, { name: 'abnormal', state: reading.abnormal.state }];
    expect(read.map(({ name, state }) => ({ name, state }))).toEqual(standings);
    const patient = { id: 'p1', identifiers: [] };
    const film = concludeFilm({ state: 'reading', studyInstanceUid: '1.2', reading }, patient as never);
    if (film.state !== 'read') throw new Error('refused');
    for (const { name, word, probability } of film.findings) {
      const isTold = stateOf(name) === 'assessed';
      expect(probability.kind).toBe(isTold ? 'estimated' : 'withheld');
      if (!isTold) expect(word).toBe(stateOf(name));
    }
  },
);

test('a model put in again otherwise under the same name reads films anew', () => {
  const keyOf = (changed: Partial<Eye>) => createFilmEncoder({ eye: { ...eye, ...changed } }).preprocessing;
  const [first, ...others] = manifest.findings;
  const moved = { ...manifest, findings: [{ ...first!, index: 4 }, ...others] };
  expect(keyOf({})).toBe(keyOf({ manifest: { ...manifest } }));
  expect(keyOf({ manifest: moved })).not.toBe(keyOf({}));
  expect(keyOf({ sha256: '1'.repeat(64) })).not.toBe(keyOf({}));
  expect(keyOf({ manifest: { ...manifest, activation: 'probability' } })).not.toBe(keyOf({}));
  expect(keyOf({ manifest: { ...manifest, gate: { output: 'd', refuseAbove: 2 } } })).not.toBe(keyOf({}));
});
