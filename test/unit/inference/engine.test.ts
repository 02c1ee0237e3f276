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
  const { inputs } = model.manifest as { inputs: Record<string, { shape: [string, number] }> };
  const unknown = Object.entries(inputs).map(([name, { shape }]) => {
    return [name, { data: new Float32Array(shape[1]).fill(Number.NaN), shape: [1, shape[1]] }] as const;
  });
  const outputs = await engine.run('fusion', Object.fromEntries(unknown));
  expect(outputs.member_logits?.data.every((logit) => Number.isFinite(logit))).toBe(true);
});

test('a graph that is fed wrongly fails by name, and the next run is answered', async () => {
  await using engine = await createEngine({ models: [await fusion()], providers: ['cpu'], threads: 1 });
  const wrong = { tabular: { data: new Float32Array(3), shape: [1, 3] } };
  await expect(engine.run('fusion', wrong)).rejects.toMatchObject({ name: 'SourceUnavailable' });
  await expect(engine.run('nobody', wrong)).rejects.toMatchObject({ name: 'SourceUnavailable' });
  expect(engine.isAlive()).toBe(true);
});
