import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../src/inference/engine.ts';
import { loadModelFile, type ModelFile } from '../../src/inference/model-file.ts';

type Parity = {
  readonly cases: readonly {
    readonly tabular: (number | null)[];
    readonly film: (number | null)[];
    readonly member_logits: number[];
  }[];
};

let model: ModelFile;
let engine: Engine;
let parity: Parity;

function toRow(values: readonly (number | null)[]): Float32Array {
  return Float32Array.from(values, (value) => value ?? Number.NaN);
}

beforeAll(async () => {
  model = await loadModelFile('models/fusion');
  const { record } = model.manifest as { record: string };
  parity = JSON.parse(await readFile(`models/fusion/${record}/parity.json`, 'utf8')) as Parity;
  engine = await createEngine({ models: [model], providers: ['cpu'], threads: 1 });
});
afterAll(() => engine[Symbol.asyncDispose]());

test('the fusion graph answers here as it did where it was trained', async () => {
  expect(parity.cases.length).toBeGreaterThanOrEqual(5);
  for (const { tabular, film, member_logits } of parity.cases) {
    const outputs = await engine.run(model.id, {
      tabular: { data: toRow(tabular), shape: [1, tabular.length] },
      film: { data: toRow(film), shape: [1, 2] },
    });
    const got = outputs.member_logits?.data ?? [];
    expect(got).toHaveLength(member_logits.length);
    member_logits.forEach((expected, at) => {
      expect(Math.abs((got[at] ?? Number.NaN) - expected)).toBeLessThan(1e-4);
    });
  }
});
