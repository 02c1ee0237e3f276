import { readdir } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { type FilmManifest, readFilmManifest } from '../encoders/film-manifest.ts';
import { type CardiomegalyRule, readOutlineManifest } from '../encoders/outline-manifest.ts';
import type { SiteCalibration } from '../encoders/site-calibration.ts';
import { checkEye } from '../eyes/add-eye.ts';
import { openShelf, type Shelf } from '../eyes/shelf.ts';
import { counted } from '../lib/counted.ts';
import { BadRequest, ManifestMismatch } from '../lib/errors.ts';
import { loadOutlineModel, loadShippedFilmModel, shippedFilmModel as shippedId } from '../open-models.ts';
import { measuredHeartLines, outdatedText, raisedGateLines, standingText } from './calibration-words.ts';

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
  const ranked = findings.filter(({ head }) => !head).map(({ name }) => name);
  const calibrated = findings.length - ranked.length;
  say(`${model.maker} is in: ${findings.length} findings, ${calibrated} of them calibrated`);
  if (findings.length === 0 && outputs.embedding)
    say('it has no findings of its own, and tells none until they are fitted on its embedding');
  if (ranked.length > 0 || findings.length === 0)
    say(`to calibrate it: vigie models calibrate ${model.id} --films FOLDER --labels labels.csv`);
  if (ranked.length > 0)
    say(`until calibrated, told by rank only: ${calibrated === 0 ? 'all of them' : ranked.join(', ')}`);
  say(`to read with it: vigie models use ${model.id}`);
}

type Listed = {
  readonly id: string;
  readonly maker: string;
  readonly sha256: string;
  readonly manifest: unknown;
  readonly licence: string;
  readonly intendedUse: string;
};

/** Whose calibration holds. */
function calibrationText(
  { findings, abnormal }: FilmManifest,
  { site, isShipped }: { readonly site: SiteCalibration | undefined; readonly isShipped: boolean },
): string {
  if (site?.abnormal || site?.findings.length)
    return `calibrated here on ${counted(site.films, 'film')}, ${site.date}`;
  if (!abnormal && !findings.some(({ head }) => head)) return 'not calibrated';
  return `with the calibration that ${isShipped ? 'it was shipped with' : 'its manifest gives'}`;
}

/** One model: its name and where its calibration comes from, and what it judges how. */
async function linesOf(
  { licence, intendedUse, ...model }: Listed,
  { shelf, isShipped, rule }: { shelf: Shelf; isShipped: boolean; rule: CardiomegalyRule },
): Promise<string[]> {
  const { maker } = model;
  const manifest = readFilmManifest(model);
  const site = await shelf.calibrationOf(model);
  const outdated = isShipped && !site ? await shelf.outdatedOf(model) : undefined;
  const use = intendedUse ? `. ${intendedUse}` : '';
  return [
    `${maker} (${licence}) ${calibrationText(manifest, { site, isShipped })}${use}`,
    ...[
      standingText(manifest, site),
      ...measuredHeartLines({ maker, manifest }, site, rule),
      ...raisedGateLines(manifest, site),
      ...(outdated ? [outdatedText(outdated)] : []),
    ].map((line) => `    ${line}`),
  ];
}

/** `vigie models list`: the shipped film model and those put in, the one in use marked; answers the lines. */
export async function listModels(config: Config): Promise<string[]> {
  const shelf = openShelf(config.dataDir);
  const chosen = await shelf.chosen();
  const shipped = await loadShippedFilmModel(config);
  const { cardiomegaly: rule } = readOutlineManifest(await loadOutlineModel(config));
  const rows: Listed[] = [
    { ...shipped, licence: 'shipped', intendedUse: '' },
    ...(await shelf.list()).map((own) => ({ ...own, maker: `${own.id}@${own.version}`, manifest: own })),
  ];
  const lines = rows.map(async (row, at) => {
    const mark = row.maker === (chosen ?? shipped.maker) ? '*' : ' ';
    const [first, ...others] = await linesOf(row, { shelf, isShipped: at === 0, rule }).catch((error) => {
      if (error instanceof ManifestMismatch) return [`${row.maker} cannot be used: ${error.message}`];
      throw error;
    });
    return [`${mark} ${first}`, ...others];
  });
  return (await Promise.all(lines)).flat();
}

/** The film model that `id` or `id@version` names; undefined is the shipped one. @throws BadRequest */
export async function filmModelNamed(
  name: string,
  config: Pick<Config, 'modelsDir' | 'dataDir'>,
): Promise<string | undefined> {
  const shipped = await loadShippedFilmModel(config);
  const own = (await openShelf(config.dataDir).list()).map(({ id, version }) => `${id}@${version}`);
  const makers = [shipped.maker, ...own];
  const named = makers.filter((maker) => maker === name || maker.startsWith(`${name}@`));
  if (named.length > 1)
    throw new BadRequest(`${name} is there more than once; say which: ${named.join(', ')}`);
  if (named.length === 0)
    throw new BadRequest(`there is no film model ${name}; there are: ${makers.join(', ')}`);
  return named[0] === shipped.maker ? undefined : named[0];
}

/** `vigie models use`: what service and command line read films with from the next start on. */
export async function useModel(name: string, { config, say }: ModelsOptions): Promise<void> {
  const shelf = openShelf(config.dataDir);
  const maker = await filmModelNamed(name, config);
  if (maker) await shelf.load(maker);
  await shelf.choose(maker);
  say(`films are read with ${maker ?? shippedId} from the next start on; ${untilRestart}`);
}

/** `vigie models remove`: takes a model off the shelf, with its calibration. */
export async function removeModel(name: string, { config, say }: ModelsOptions): Promise<void> {
  const shelf = openShelf(config.dataDir);
  const maker = await filmModelNamed(name, config);
  if (!maker)
    throw new BadRequest(
      `${name} comes with Vigie and stays; choose another to read with: vigie models use ID`,
    );
  if ((await shelf.chosen()) === maker)
    throw new BadRequest(`${maker} is in use; choose another first: vigie models use ${shippedId}`);
  await shelf.remove(maker);
  say(`${maker} is removed, with its calibration; ${untilRestart}`);
}
