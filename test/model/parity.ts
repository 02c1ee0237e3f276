import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../src/inference/engine.ts';
import { loadModelFile, type ModelFile } from '../../src/inference/model-file.ts';
import { root } from '../integration/service.ts';

export type Held<Parity> = AsyncDisposable & {
  readonly model: ModelFile;
  readonly engine: Engine;
  readonly parity: Parity;
};

/** A shipped model, running, with what Python answered on made-up input when the model was exported. */
export async function openShipped<Parity>(id: string): Promise<Held<Parity>> {
  const folder = join(root, 'models', id);
  const model = await loadModelFile(folder);
  const { record } = model.manifest as { record: string };
  const parity = JSON.parse(await readFile(join(folder, record, 'parity.json'), 'utf8')) as Parity;
  const engine = await createEngine({ models: [model], providers: ['cpu'], threads: 1 });
  return { model, engine, parity, [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose]() };
}

/** The largest difference between two rows of numbers, which must be equally long. */
export function worstOf(got: ArrayLike<number> | undefined, expected: readonly number[]): number {
  if (got?.length !== expected.length)
    throw new Error(`${got?.length ?? 'no'} numbers where ${expected.length} belong`);
  return Math.max(...expected.map((value, at) => Math.abs(got[at]! - value)));
}
