import { join } from 'node:path';
import type { Config } from './config.ts';
import { createEye } from './encoders/eye.ts';
import { createFilmEncoder, type FilmEncoder } from './encoders/film-encoder.ts';
import { createFilmReader } from './film/film-reader.ts';
import { createFusion, type Fusion } from './fusion/fuse.ts';
import { createEngine, type Engine } from './inference/engine.ts';
import { loadModelFile } from './inference/model-file.ts';

/** The models as they run: verified files, the worker that runs them, and what they are for. */
export type Models = AsyncDisposable & {
  readonly engine: Engine;
  readonly encoder: FilmEncoder;
  readonly fusion: Fusion;
  readonly files: readonly { readonly id: string; readonly version: string; readonly sha256: string }[];
};

/** Verifies and starts the shipped models. @throws ManifestMismatch naming the file and both hashes. */
export async function openModels({
  modelsDir,
  inference,
}: Pick<Config, 'modelsDir' | 'inference'>): Promise<Models> {
  const [film, fusion] = await Promise.all([
    loadModelFile(join(modelsDir, 'chest-xray-encoder')),
    loadModelFile(join(modelsDir, 'fusion')),
  ]);
  const engine = await createEngine({ models: [film, fusion], ...inference });
  const films = createFilmReader();
  return {
    engine,
    encoder: createFilmEncoder({ eye: createEye({ model: film, engine, films }) }),
    fusion: createFusion({ model: fusion, engine }),
    files: [film, fusion].map(({ id, version, sha256 }) => ({ id, version, sha256 })),
    [Symbol.asyncDispose]: async () => {
      await films[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}
