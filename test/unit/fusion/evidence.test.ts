import { expect, test } from 'vitest';
import { filmColumns, notesColumns } from '../../../src/fusion/evidence.ts';
import type { FusionManifest } from '../../../src/fusion/manifest.ts';

const manifest = {
  film: {
    weight: 0.3,
    claim: 'some',
    columns: ['abnormal_logit', 'view_ap_probability', 'effusion_logit'],
    fittedOn: 'a@1',
  },
} as unknown as FusionManifest;
const film = {
  abnormalLogit: 1,
  viewApProbability: 0.9,
  findings: { effusion: -2, mass: 3 },
  encoder: 'a@1',
};

test('the film is told in the columns the model knows', () => {
  expect(filmColumns(manifest, film)).toEqual([1, 0.9, -2]);
});

test("another encoder's view is not used, its calibrated findings are", () => {
  expect(filmColumns(manifest, { ...film, encoder: 'b@1' })).toEqual([1, Number.NaN, -2]);
});

test('no film and no notes are unknown, not zero', () => {
  expect(filmColumns(manifest, undefined)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect(notesColumns(undefined)).toEqual([Number.NaN, Number.NaN]);
  expect(notesColumns({ comorbidities: 0, confusion: 0 })).toEqual([0, 0]);
});
