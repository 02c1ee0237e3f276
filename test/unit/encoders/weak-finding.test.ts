import { expect, test } from 'vitest';
import { concludeFilm } from '../../../src/assessment/film-conclusion.ts';
import type { Eye } from '../../../src/encoders/eye.ts';
import { createFilmEncoder } from '../../../src/encoders/film-encoder.ts';
import { eyeOf } from './eye-of.ts';

/** Gives Pneumothorax this score, and a place among films that it tells apart as well as `auroc` says. */
function eyeWith(score: number, auroc: { low: number }): Eye {
  const head = {
    platt: { slope: 1, intercept: 0, cov: [0, 1].map(() => [0, 0]) },
    residualSd: 0,
    auroc: { value: 0.7, high: 0.8, ...auroc },
    assessed: true,
    prevalence: 0.2,
  };
  return eyeOf(
    'eye@1',
    {
      outputs: { viewAp: 'view', sexMale: 'sex', ageYears: 'age' },
      findings: [{ name: 'Pneumothorax', output: 'logits', index: 0, head }],
      gate: { output: 'distance', refuseAbove: 1 },
    },
    () => ({
      findings: new Map([['Pneumothorax', score]]),
      ...{ viewApProbability: 0.1, maleProbability: 0.5, ageYears: 60, foreignDistance: 0 },
    }),
  );
}

async function wordAt(score: number, auroc: { low: number }): Promise<string | undefined> {
  const reading = await createFilmEncoder({ eye: eyeWith(score, auroc) }).read(new Uint8Array());
  const film = concludeFilm(
    { state: 'reading', studyInstanceUid: '1.2', reading },
    { id: 'p1', identifiers: [] },
  );
  return film.state === 'read' ? film.findings.find(({ name }) => name === 'Pneumothorax')?.word : film.state;
}

test('a low score speaks against a finding only where the model tells films apart', async () => {
  expect(await wordAt(-4, { low: 0.6 })).toBe('unlikely');
  expect(await wordAt(-4, { low: 0.59 })).toBe('no-evidence');
});

test('a high score is told of a weak finding too', async () => {
  expect(await wordAt(2, { low: 0.59 })).toBe('likely');
});
