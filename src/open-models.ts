import { join } from 'node:path';
import type { Config } from './config.ts';
import { createEye, type Eye } from './encoders/eye.ts';
import {
  type Collector,
  createCollector,
  createFilmEncoder,
  type FilmEncoder,
} from './encoders/film-encoder.ts';
import { readOutlineManifest } from './encoders/outline-manifest.ts';
import { createOutliner } from './encoders/outliner.ts';
import type { SiteCalibration } from './encoders/site-calibration.ts';
import { withOutline } from './encoders/with-outline.ts';
import { openShelf } from './eyes/shelf.ts';
import { createFilmReader, type FilmReader } from './film/film-reader.ts';
import { createFusion, type Fusion, type Reasons } from './fusion/fuse.ts';
import { forSite, readSiteLine } from './fusion/site-line.ts';
import { createEngine, type Engine } from './inference/engine.ts';
import { createEnginePool } from './inference/engine-pool.ts';
import { loadModelFile, type ModelFile } from './inference/model-file.ts';

/** The models as they run: verified files, and what they are for. */
export type Models = AsyncDisposable &
  Pick<Engine, 'providers' | 'isAlive'> & {
    readonly encoder: FilmEncoder;
    readonly fusion: Fusion;
    readonly files: readonly { readonly id: string; readonly version: string; readonly sha256: string }[];
    /** What the site's films taught about an earlier film model, where the one in use has not been calibrated. */
    readonly outdated: SiteCalibration | undefined;
  };

/** The film model that comes with the package. */
export const shippedFilmModel = 'chest-xray-encoder';

type Folders = Pick<Config, 'modelsDir' | 'dataDir'>;

/** @throws ManifestMismatch naming the file and both hashes. */
export function loadShippedFilmModel({ modelsDir }: Pick<Config, 'modelsDir'>): Promise<ModelFile> {
  return loadModelFile(join(modelsDir, shippedFilmModel));
}

/** The model that outlines lungs and heart. @throws ManifestMismatch naming the file and both hashes. */
export function loadOutlineModel({ modelsDir }: Pick<Config, 'modelsDir'>): Promise<ModelFile> {
  return loadModelFile(join(modelsDir, 'chest-outline'));
}

/** What films are read with: the shipped model, or the one the site chose, with what the site's films taught. */
async function filmModelsOf(folders: Folders) {
  const shelf = openShelf(folders.dataDir);
  const [shipped, chosen] = await Promise.all([loadShippedFilmModel(folders), shelf.chosen()]);
  const own = chosen === undefined ? undefined : await shelf.load(chosen);
  const site = await shelf.calibrationOf(own ?? shipped);
  return { shipped, own, site, outdated: own || site ? undefined : await shelf.outdatedOf(shipped) };
}

async function startEyes(
  models: readonly ModelFile[],
  films: FilmReader,
  { inference, tuned }: Pick<Config, 'inference'> & Pick<ModelOptions, 'tuned'>,
) {
  const start = tuned === 'for-many' ? createEnginePool : createEngine;
  const engine = await start({ models, ...inference });
  return {
    engine,
    eyeOf: (model: ModelFile) => createEye({ model, engine, films }),
    stop: async () => {
      await films[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}

export type ModelOptions = {
  /** The risk as the site re-calibrated it, or as it was shipped. */
  readonly risk?: 'of-this-site' | 'as-shipped';
  readonly reasons?: Reasons;
  /** The shortest wait for one answer, or the most answers a second. */
  readonly tuned?: 'for-one' | 'for-many';
};

/**
 * Verifies and starts the models.
 * @throws ManifestMismatch naming the file and both hashes.
 */
export async function openModels(
  config: Folders & Pick<Config, 'inference'>,
  { risk = 'of-this-site', reasons = 'told', tuned = 'for-one' }: ModelOptions = {},
): Promise<Models> {
  const [{ shipped, own, site, outdated }, outline, fusion] = await Promise.all([
    filmModelsOf(config),
    loadOutlineModel(config),
    loadModelFile(join(config.modelsDir, 'fusion')),
  ]);
  const line = risk === 'as-shipped' ? undefined : await readSiteLine(config.dataDir, fusion);
  const eyes = [shipped, ...(own ? [own] : []), outline];
  const films = createFilmReader([readOutlineManifest(outline).preprocessing]);
  const { engine, eyeOf, stop } = await startEyes(eyes, films, { ...config, tuned });
  // A worker of its own: a call's risk, a millisecond's work, must not wait behind films that are being read.
  const risks = await createEngine({ models: [fusion], ...config.inference });
  return {
    providers: engine.providers,
    isAlive: () => engine.isAlive() && risks.isAlive(),
    encoder: withOutline(
      createFilmEncoder({ eye: eyeOf(own ?? shipped), site, ...(own ? { beside: eyeOf(shipped) } : {}) }),
      createOutliner({ model: outline, engine, films }),
    ),
    fusion: forSite(createFusion({ model: fusion, engine: risks, reasons }), line),
    outdated,
    files: [...eyes, fusion].map(({ id, version, sha256 }) => ({ id, version, sha256 })),
    [Symbol.asyncDispose]: async () => {
      await stop();
      await risks[Symbol.asyncDispose]();
    },
  };
}

/** A film model at work for its calibration. */
export type CollectingModel = AsyncDisposable &
  Collector & {
    readonly model: ModelFile;
    readonly eye: Eye;
  };

/** Starts the named film model, by default the shipped one, with the shipped one beside it. */
export async function openCollector(
  config: Folders & Pick<Config, 'inference'>,
  maker: string | undefined,
): Promise<CollectingModel> {
  const shipped = await loadShippedFilmModel(config);
  const own = maker === undefined ? undefined : await openShelf(config.dataDir).load(maker);
  const { eyeOf, stop } = await startEyes([shipped, ...(own ? [own] : [])], createFilmReader(), config);
  const eye = eyeOf(own ?? shipped);
  const collector = createCollector({ eye, ...(own ? { beside: eyeOf(shipped) } : {}) });
  return { ...collector, model: own ?? shipped, eye, [Symbol.asyncDispose]: stop };
}
