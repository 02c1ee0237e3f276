import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEngine } from '../../../src/inference/engine.ts';
import { loadModelFile } from '../../../src/inference/model-file.ts';

const fusion = () => loadModelFile(join(import.meta.dirname, '../../../models/fusion'));

test('a provider that cannot start is named with its reason, and the CPU takes over', async () => {
  await using engine = await createEngine({
    models: [await fusion()],
    providers: ['no-such-provider', 'cpu'],
    threads: 1,
  });
  expect(engine.providers).toEqual([
    { name: 'no-such-provider', state: 'failed', reason: expect.stringMatching(/\w{4}/) },
    { name: 'cpu', state: 'in-use' },
  ]);
  expect(engine.isAlive()).toBe(true);
});

test('CUDA where there is none: the CPU answers all the same', async () => {
  const model = await fusion();
  await using engine = await createEngine({ models: [model], providers: ['cuda'], threads: 1 });
  expect(engine.providers.at(-1)).toMatchObject({ name: 'cpu' });
  expect(engine.providers.filter(({ state }) => state === 'in-use')).toHaveLength(1);
  const columns = (model.manifest as { features: unknown[] }).features.length;
  const tabular = new Float32Array(columns).fill(Number.NaN);
  const film = Float32Array.of(Number.NaN, Number.NaN);
  const outputs = await engine.run('fusion', {
    tabular: { data: tabular, shape: [1, columns] },
    film: { data: film, shape: [1, 2] },
  });
  expect(outputs.member_logits?.data.every((logit) => Number.isFinite(logit))).toBe(true);
});

test('a graph that is fed wrongly fails by name, and the next run is answered', async () => {
  await using engine = await createEngine({ models: [await fusion()], providers: ['cpu'], threads: 1 });
  const wrong = { tabular: { data: new Float32Array(3), shape: [1, 3] } };
  await expect(engine.run('fusion', wrong)).rejects.toMatchObject({ name: 'SourceUnavailable' });
  await expect(engine.run('nobody', wrong)).rejects.toMatchObject({ name: 'SourceUnavailable' });
  expect(engine.isAlive()).toBe(true);
});
