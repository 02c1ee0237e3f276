import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type SiteCalibration, siteCalibration } from '../encoders/site-calibration.ts';
import { loadModelFile, type ModelFile } from '../inference/model-file.ts';
import { ManifestMismatch } from '../lib/errors.ts';
import { readIfThere, writeWhole } from '../lib/whole-file.ts';
import type { EyeIdentity } from './manifest-check.ts';

/** The film models a site put in, kept below its data directory; the package is never written to. */
export type Shelf = {
  /** Every model put in, by `id@version`, in order of name. */
  readonly list: () => Promise<EyeIdentity[]>;
  /** Copies a checked model in; a version that is there already must be the same model. */
  readonly put: (model: ModelFile) => Promise<void>;
  /** @throws ManifestMismatch when its files are gone or altered. */
  readonly load: (maker: string) => Promise<ModelFile>;
  readonly remove: (maker: string) => Promise<void>;
  /** The model films are read with; undefined is the shipped one. */
  readonly chosen: () => Promise<string | undefined>;
  readonly choose: (maker: string | undefined) => Promise<void>;
  /** Made for this model, or for another version of a shipped one that has the same graph. */
  readonly calibrationOf: (model: Named) => Promise<SiteCalibration | undefined>;
  /** The newest calibration of a shipped model that was made for another graph than this version's, and does not apply. */
  readonly outdatedOf: (model: Named) => Promise<SiteCalibration | undefined>;
  /** Stores a calibration; the one it replaces is kept beside it, and answered. */
  readonly calibrate: (calibration: SiteCalibration) => Promise<Replaced | undefined>;
};

type Named = Pick<ModelFile, 'id' | 'maker' | 'sha256'>;

/** A calibration that another replaced: where it is kept, and what it said if it can be read. */
export type Replaced = { readonly keptAs: string; readonly calibration?: SiteCalibration };

const choice = z.strictObject({ maker: z.string() });

function parseJson<T>(schema: z.ZodType<T>, text: string, path: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ManifestMismatch(`${path} is damaged; delete it and run the command that made it again`, {
      cause,
    });
  }
}

/** One that is damaged may be replaced all the same. */
function calibrationIn(text: string): Pick<Replaced, 'calibration'> {
  try {
    return { calibration: siteCalibration.parse(JSON.parse(text)) };
  } catch {
    return {};
  }
}

/** `id@version` of all that something is kept of, in order of name. */
async function makersIn(root: string): Promise<string[]> {
  const names = await readdir(root).catch(() => []);
  return names.filter((name) => name.includes('@')).sort();
}

/** What was fitted here on other versions of a shipped model, newest first; models put in keep their manifest beside theirs. */
async function ofOtherVersions(root: string, { id, maker }: Named): Promise<SiteCalibration[]> {
  const others = (await makersIn(root)).filter((name) => name !== maker && name.startsWith(`${id}@`));
  const found = others.map(async (name) => {
    const isPutIn = (await readIfThere(join(root, name, 'manifest.json'))) !== undefined;
    const text = isPutIn ? undefined : await readIfThere(join(root, name, 'calibration.json'));
    return text === undefined ? [] : (calibrationIn(text).calibration ?? []);
  });
  return (await Promise.all(found))
    .flat()
    .sort(
      (one, other) =>
        other.date.localeCompare(one.date) || other.model.localeCompare(one.model, 'en', { numeric: true }),
    );
}

/** A graph lies once under its hash, however many manifests name it. */
async function put(root: string, { maker, sha256, manifest, bytes }: ModelFile): Promise<void> {
  const file = `../graphs/${sha256}.onnx`;
  const kept = `${JSON.stringify({ ...(manifest as object), file }, undefined, 1)}\n`;
  const folder = join(root, maker);
  const before = await readIfThere(join(folder, 'manifest.json'));
  if (before !== undefined && before !== kept)
    throw new ManifestMismatch(
      `${maker} is there already and says something else; raise its version, or remove it first`,
    );
  for (const made of [join(root, 'graphs'), folder]) await mkdir(made, { recursive: true, mode: 0o700 });
  await writeWhole(join(folder, file), bytes);
  await writeWhole(join(folder, 'manifest.json'), kept);
}

/** Opens the shelf at `<data dir>/eyes`; nothing is written before something is put in. */
export function openShelf(dataDir: string): Shelf {
  const root = join(dataDir, 'eyes');
  const folderOf = (maker: string) => join(root, maker);
  const inUse = join(root, 'in-use.json');

  const manifestOf = async (maker: string): Promise<EyeIdentity | undefined> => {
    const path = join(folderOf(maker), 'manifest.json');
    const text = await readIfThere(path);
    return text === undefined ? undefined : parseJson(z.custom<EyeIdentity>(Boolean), text, path);
  };

  const list = async () => {
    const manifests = await Promise.all((await makersIn(root)).map(manifestOf));
    return manifests.filter((manifest) => manifest !== undefined);
  };

  return {
    list,
    put: (model) => put(root, model),
    load: async (maker) => {
      try {
        return await loadModelFile(folderOf(maker));
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new ManifestMismatch(
          `the film model ${maker} cannot be used: ${why}; add it again, or go back with: vigie models use chest-xray-encoder`,
          { cause },
        );
      }
    },
    remove: async (maker) => {
      const manifest = await manifestOf(maker);
      await rm(folderOf(maker), { recursive: true, force: true });
      const others = await list();
      if (manifest && !others.some(({ sha256 }) => sha256 === manifest.sha256))
        await rm(join(root, 'graphs', `${manifest.sha256}.onnx`), { force: true });
    },
    chosen: async () => {
      const text = await readIfThere(inUse);
      return text === undefined ? undefined : parseJson(choice, text, inUse).maker;
    },
    choose: async (maker) => {
      if (maker === undefined) return rm(inUse, { force: true });
      await writeWhole(inUse, `${JSON.stringify({ maker })}\n`);
    },
    calibrationOf: async (model) => {
      const { maker, sha256 } = model;
      const path = join(folderOf(maker), 'calibration.json');
      const text = await readIfThere(path);
      if (text === undefined)
        return (await ofOtherVersions(root, model)).find((other) => other.sha256 === sha256);
      const calibration = parseJson(siteCalibration, text, path);
      if (calibration.sha256 !== sha256)
        throw new ManifestMismatch(`${path} was fitted on another graph; run vigie models calibrate again`);
      return calibration;
    },
    outdatedOf: async (model) =>
      (await ofOtherVersions(root, model)).find(({ sha256 }) => sha256 !== model.sha256),
    calibrate: async (calibration) => {
      const folder = folderOf(calibration.model);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, 'calibration.json');
      const former = await readIfThere(path);
      const keptAs = join(folder, 'calibration.previous.json');
      if (former !== undefined) await writeWhole(keptAs, former);
      await writeWhole(path, `${JSON.stringify(calibration)}\n`);
      return former === undefined ? undefined : { keptAs, ...calibrationIn(former) };
    },
  };
}
