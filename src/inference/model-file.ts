import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ManifestMismatch } from '../lib/errors.ts';

/** What every manifest says of its file; each room parses the rest of the manifest it needs. */
const identity = z.looseObject({
  id: z.string().min(1),
  version: z.string().min(1),
  file: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  licence: z.string().min(1),
});

/** A model as it was verified on disk: graph bytes and the raw manifest beside them. */
export type ModelFile = {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  /** `id@version`, the name every stored judgement carries. */
  readonly maker: string;
  readonly manifest: unknown;
  readonly bytes: Uint8Array;
};

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new ManifestMismatch(`model file missing: ${path}; restore it from the release you installed`, {
      cause,
    });
  }
}

/**
 * Loads `<folder>/manifest.json` and the graph it names, and refuses a graph whose sha256 is another.
 * @throws ManifestMismatch naming the file and both hashes.
 */
export async function loadModelFile(folder: string): Promise<ModelFile> {
  const path = join(folder, 'manifest.json');
  const manifest: unknown = JSON.parse(Buffer.from(await read(path)).toString('utf8'));
  const parsed = identity.safeParse(manifest);
  if (!parsed.success)
    throw new ManifestMismatch(`${path} is not a model manifest\n${z.prettifyError(parsed.error)}`);
  const { id, version, file, sha256 } = parsed.data;
  const graph = join(folder, file);
  const bytes = await read(graph);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== sha256) {
    throw new ManifestMismatch(
      `${graph} was altered: manifest says sha256 ${sha256}, the file has ${actual}`,
    );
  }
  return { id, version, sha256, maker: `${id}@${version}`, manifest, bytes };
}
