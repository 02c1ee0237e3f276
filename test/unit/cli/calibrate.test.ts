import { expect, test } from 'vitest';
import { leftOutLines } from '../../../src/cli/calibrate.ts';
import { readFilmManifest } from '../../../src/encoders/film-manifest.ts';

const cov = [
  [0.1, 0],
  [0, 0.1],
];
const head = {
  platt: { slope: 1, intercept: 0, cov },
  auroc: { value: 0.8, low: 0.7, high: 0.9 },
  assessed: true,
  prevalence: 0.1,
};

test('what becomes of each finding that could not be calibrated is told', () => {
  const manifest = readFilmManifest({
    maker: 'net@1.0.0',
    manifest: {
      input: { name: 'film' },
      outputs: { findings: 'logits' },
      preprocessing: {
        resizeTo: 32,
        fit: 'squash',
        interpolation: 'bilinear',
        scale: { black: 0, white: 1 },
      },
      findings: [
        { name: 'Effusion', index: 0, ...head },
        { name: 'Mass', index: 1 },
      ],
    },
  });
  const fits = ['Effusion', 'Mass', 'Hernia', 'abnormal'].map((name) => ({
    name,
    state: 'left-out' as const,
    because: 'too few',
  }));
  expect(leftOutLines(manifest, fits)).toEqual([
    'not calibrated here, keep the calibration that came with the model: Effusion',
    'not calibrated here, are told by rank only: Mass',
    'not calibrated here, are not offered by this model: Hernia, abnormal',
  ]);
});
