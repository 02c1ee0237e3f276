import { readdir } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { readFilmManifest } from '../encoders/film-manifest.ts';
import { checkEye } from '../eyes/add-eye.ts';
import { openShelf, type Shelf } from '../eyes/shelf.ts';
import { BadRequest } from '../lib/errors.ts';
import { loadShippedFilmModel, shippedFilmModel as shippedId } from '../open-models.ts';

type Say = (line: string) => void;
export type ModelsOptions = { readonly config: Config; readonly say: Say };

const untilRestart = 'a service that is running goes on as it is until it is restarted';

/** `vigie models add`: checks a graph and its manifest, runs it on practice films, and keeps it in the data directory. */
export async function addModel(
  graph: string,
  manifest: string,
  { config, say }: ModelsOptions,
): Promise<void> {
  const model = await checkEye(graph, manifest);
  const shipped = await readdir(config.modelsDir);
  if (shipped.includes(model.id))
    throw new BadRequest(
      `${manifest} is refused:\n  id: ${model.id} is the name of a shipped model; choose another`,
    );
  await openShelf(config.dataDir).put(model);
  const { findings, outputs } = readFilmManifest(model);
  const calibrated = findings.filter(({ head }) => head).length;
  say(`${model.maker} is in: ${findings.length} findings, ${calibrated} of them calibrated`);
  if (findings.length === 0 && outputs.embedding)
    say('it has no findings of its own, and tells none until they are fitted on its embedding');
  if (calibrated < findings.length || findings.length === 0)
    say(`to calibrate it: vigie models calibrate ${model.id} --films FOLDER --labels labels.csv`);
  if (calibrated < findings.length) say('until it is calibrated its findings are told by rank only');
  say(`to read with it: vigie models use ${model.id}`);
}

function calibrationText(on: { films: number; date: string } | undefined): string {
  return on ? `calibrated here on ${on.films} films, ${on.date}` : 'not calibrated here';
}

/** `vigie models list`: the shipped film model and those put in, the one in use marked; answers the lines. */
export async function listModels(config: Config): Promise<string[]> {
  const shelf = openShelf(config.dataDir);
  const chosen = await shelf.chosen();
  const shipped = await loadShippedFilmModel(config);
  const rows = [
    { maker: shipped.maker, sha256: shipped.sha256, licence: 'shipped', intendedUse: '' },
    ...(await shelf.list()).map((own) => ({ ...own, maker: `${own.id}@${own.version}` })),
  ];
  return Promise.all(
    rows.map(async ({ maker, sha256, licence, intendedUse }) => {
      const isUsed = maker === (chosen ?? shipped.maker);
      const calibration = calibrationText(await shelf.calibrationOf({ maker, sha256 }));
      return [isUsed ? '*' : ' ', maker, `(${licence})`, calibration, intendedUse].join(' ').trimEnd();
    }),
  );
}

/** The one model that `id` or `id@version` names. */
export async function makerNamed(name: string, shelf: Shelf): Promise<string> {
  const makers = (await shelf.list()).map(({ id, version }) => `${id}@${version}`);
  const named = makers.filter((maker) => maker === name || maker.startsWith(`${name}@`));
  if (named.length === 1) return named[0] as string;
  if (named.length > 1)
    throw new BadRequest(`${name} is there more than once; say which: ${named.join(', ')}`);
  throw new BadRequest(`there is no film model ${name}; there are: ${[shippedId, ...makers].join(', ')}`);
}

/** `vigie models use`: what service and command line read films with from the next start on. */
export async function useModel(name: string, { config, say }: ModelsOptions): Promise<void> {
  const shelf = openShelf(config.dataDir);
  const isShipped = name === shippedId || name.startsWith(`${shippedId}@`);
  const maker = isShipped ? undefined : await makerNamed(name, shelf);
  if (maker) await shelf.load(maker);
  await shelf.choose(maker);
  say(`films are read with ${maker ?? shippedId} from the next start on; ${untilRestart}`);
}

/** `vigie models remove`: takes a model off the shelf, with its calibration. */
export async function removeModel(name: string, { config, say }: ModelsOptions): Promise<void> {
  const shelf = openShelf(config.dataDir);
  const maker = await makerNamed(name, shelf);
  if ((await shelf.chosen()) === maker)
    throw new BadRequest(`${maker} is in use; choose another first: vigie models use ${shippedId}`);
  await shelf.remove(maker);
  say(`${maker} is removed, with its calibration; ${untilRestart}`);
}
