import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { readFilmManifest } from '../encoders/film-manifest.ts';
import { createEngine } from '../inference/engine.ts';
import { describeGraph } from '../inference/graph-file.ts';
import type { ModelFile } from '../inference/model-file.ts';
import { ManifestMismatch, SourceUnavailable } from '../lib/errors.ts';
import { graphFaults } from './graph-check.ts';
import { type EyeIdentity, manifestFaults } from './manifest-check.ts';
import { trialFaults } from './trial.ts';

/** Larger graphs would not leave a service of two cores and a few GiB room to answer. */
const largestBytes = 1024 ** 3;

/** What a terminal should not be sent, as when a graph is given for the manifest. */
const unprintable = /\p{C}/gu;

async function refuseFolder(path: string): Promise<void> {
  if ((await stat(path)).isDirectory()) throw new ManifestMismatch(`${path} is a folder, not a file`);
}

async function readGraph(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > largestBytes)
    throw new ManifestMismatch(
      `${path} is ${(size / 1024 ** 2).toFixed(0)} MiB; the largest graph is 1024 MiB`,
    );
  return readFile(path);
}

async function readJson(path: string): Promise<unknown> {
  // Some editors begin a file with a byte-order mark, which is no JSON.
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (error) {
    const because = error instanceof Error ? error.message.replace(unprintable, '·') : error;
    throw new ManifestMismatch(`${path} is not valid JSON: ${because}`);
  }
}

function refuse(path: string, faults: readonly string[]): void {
  if (faults.length > 0)
    throw new ManifestMismatch(`${path} is refused:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
}

/** Whether the manifest speaks of this file. */
function fileFaults(manifest: unknown, { sha256, size }: { sha256: string; size: number }): string[] {
  const stated = manifest as { readonly sha256?: unknown; readonly bytes?: unknown };
  const another = 'the manifest belongs to another graph, or the graph was altered';
  return [
    ...(stated.sha256 === sha256 ? [] : [`sha256: the graph's is ${sha256}; ${another}`]),
    ...(stated.bytes === undefined || stated.bytes === size
      ? []
      : [`bytes: the graph has ${size} (given: ${JSON.stringify(stated.bytes)}); ${another}`]),
  ];
}

async function tryRunning(model: ModelFile): Promise<string[]> {
  try {
    await using engine = await createEngine({ models: [model], providers: ['cpu'], threads: 1 });
    return await trialFaults(engine, model.id, readFilmManifest(model));
  } catch (error) {
    if (error instanceof SourceUnavailable && error.cause instanceof Error)
      return [`graph: it fails on a practice film: ${error.cause.message.slice(0, 300)}`];
    return [`graph: ONNX Runtime cannot load it: ${error instanceof Error ? error.message : error}`];
  }
}

/**
 * Checks a film graph against its manifest, both as a site supplies them, and runs it on practice films.
 * @throws ManifestMismatch naming each wrong line, or why the files are none.
 */
export async function checkEye(graphPath: string, manifestPath: string): Promise<ModelFile> {
  await Promise.all([graphPath, manifestPath].map(refuseFolder));
  const [bytes, manifest] = await Promise.all([readGraph(graphPath), readJson(manifestPath)]);
  const graph = describeGraph(bytes, graphPath);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const wrongLines = manifestFaults(manifest);
  refuse(
    manifestPath,
    wrongLines.length > 0 ? wrongLines : fileFaults(manifest, { sha256, size: bytes.length }),
  );
  const { id, version } = manifest as EyeIdentity;
  const model = { id, version, sha256, maker: `${id}@${version}`, manifest, bytes };
  const both = `${graphPath} with ${manifestPath}`;
  refuse(both, graphFaults(graph, readFilmManifest(model)));
  refuse(both, await tryRunning(model));
  return model;
}
