import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readOutlineManifest } from '../encoders/outline-manifest.ts';
import type { SiteCalibration } from '../encoders/site-calibration.ts';
import { type Fit, fitFinding, type SiteFilm } from '../eyes/fit-calibration.ts';
import { openShelf } from '../eyes/shelf.ts';
import { fitSiteGate } from '../eyes/site-gate.ts';
import { findings } from '../findings/registry.ts';
import { systemClock } from '../lib/clock.ts';
import { counted } from '../lib/counted.ts';
import { type Collector, loadOutlineModel, openCollector, shippedFilmModel } from '../open-models.ts';
import { hintLines, leftOutLines, measuredHeartLines, replacedLines } from './calibration-words.ts';
import { listFilms, reasonFor } from './film-files.ts';
import { type FilmTruth, readLabels } from './film-table.ts';
import { inOrder } from './in-order.ts';
import { type ModelsOptions, makerNamed } from './models.ts';
import { createProgress } from './progress.ts';

export type CalibrateOptions = ModelsOptions & {
  readonly films: string;
  readonly labels: string;
  /** Share of the site's films that show a finding, by its name; by default the share among the labelled films. */
  readonly prevalence?: Readonly<Record<string, number>>;
};

type Collection = {
  readonly films: readonly SiteFilm[];
  /** How many films were refused, by the reason. */
  readonly refused: ReadonlyMap<string, number>;
};
type Labels = ReadonlyMap<string, FilmTruth>;

const atOnce = 4;

/** Every labelled film as the model sees it; those it refuses are counted. */
async function collect(
  { look }: Collector,
  { folder, labels, say }: { readonly folder: string; readonly labels: Labels } & Pick<ModelsOptions, 'say'>,
): Promise<Collection> {
  const all = await listFilms(folder);
  const items = all.filter((file) => labels.has(file));
  if (items.length === 0)
    throw new Error(`no film in ${folder} has a label; are the files named alike in both?`);
  if (items.length < Math.max(all.length, labels.size))
    say(
      `left out: ${counted(all.length - items.length, 'film')} without a label, ${counted(labels.size - items.length, 'label')} without a film`,
    );
  const progress = createProgress(items.length);
  const refused = new Map<string, number>();
  const films: SiteFilm[] = [];
  const lookAt = async (file: string) => ({ file, seen: await look(await readFile(join(folder, file))) });
  for await (const { file, seen } of inOrder(items, atOnce, lookAt)) {
    const truth = labels.get(file);
    if (seen.state === 'seen' && truth) films.push({ ...truth, look: seen.look });
    if (seen.state === 'refused') {
      const reason = reasonFor(file, seen.code);
      refused.set(reason, (refused.get(reason) ?? 0) + 1);
    }
    progress.step();
  }
  progress.stop();
  return { films, refused };
}

function gateOf({ eye }: Collector, films: readonly SiteFilm[]): Pick<SiteCalibration, 'gate'> {
  if (eye.manifest.gate || !eye.manifest.outputs.embedding) return {};
  const gate = fitSiteGate(
    films.map(({ look }) => look.embedding ?? []),
    films.map(({ patient }) => patient),
  );
  return gate ? { gate } : {};
}

function calibrationOf(
  collector: Collector,
  { films, refused }: Collection,
  { fits, isGrouped }: { readonly fits: readonly Fit[]; readonly isGrouped: boolean },
): SiteCalibration {
  const fitted = fits.flatMap((fit) => (fit.state === 'fitted' ? [fit] : []));
  const abnormal = fitted.find(({ name }) => name === 'abnormal')?.head;
  return {
    model: collector.model.maker,
    sha256: collector.model.sha256,
    date: systemClock.now().toISOString().slice(0, 10),
    films: films.length,
    patients: new Set(films.map(({ patient }) => patient)).size,
    groupedBy: isGrouped ? 'patient' : 'film',
    refused: [...refused.values()].reduce((sum, count) => sum + count, 0),
    findings: fitted.flatMap(({ name, head }) => (name === 'abnormal' ? [] : [{ ...head, name }])),
    ...(abnormal ? { abnormal } : {}),
    ...gateOf(collector, films),
  };
}

function reasonsText({ refused }: Collection): string {
  return refused.size === 0
    ? ''
    : `: ${[...refused].map(([reason, count]) => `${reason} ${count}`).join(', ')}`;
}

function fitText(fit: Fit): string {
  if (fit.state === 'left-out') return `${fit.name}: not calibrated; ${fit.because}`;
  const { auroc, assessed, prevalence, linear } = fit.head;
  const number = (value: number | null) => (value ?? Number.NaN).toFixed(3);
  const area = `AUROC ${number(auroc.value)} (95 % ${number(auroc.low)} to ${number(auroc.high)})`;
  const state = assessed ? 'assessed' : 'not assessed: not better than chance at 95 %';
  const how = linear ? `, head fitted with penalty ${linear.penalty}, figures from patients left out` : '';
  return `${fit.name}: ${area}, share ${prevalence.toFixed(3)}, ${state}${how}`;
}

/**
 * `vigie models calibrate`: fits probabilities, intervals, gate and abstention of a film model on the site's own films.
 * What it stores holds from the next start on. @throws when no film has a label or nothing could be fitted
 */
export async function calibrateModel(name: string, options: CalibrateOptions): Promise<void> {
  const { films: folder, labels: path, config, say, prevalence = {} } = options;
  const shelf = openShelf(config.dataDir);
  const maker = name === shippedFilmModel ? undefined : await makerNamed(name, shelf);
  const { cardiomegaly } = readOutlineManifest(await loadOutlineModel(config));
  const labels = await readLabels(path);
  const isGrouped = [...labels].some(([file, { patient }]) => patient !== file);
  await using collector = await openCollector(config, maker);
  const collection = await collect(collector, { folder, labels, say });
  const fits = [...findings.map((finding) => finding.name as string), 'abnormal'].map((finding) => {
    const share = prevalence[finding];
    return fitFinding(finding, collection.films, share === undefined ? {} : { declaredPrevalence: share });
  });
  for (const fit of fits)
    for (const line of [fitText(fit), ...hintLines(fit, maker === undefined)]) say(line);
  if (!fits.some(({ state }) => state === 'fitted'))
    throw new Error('nothing could be calibrated; nothing is stored');
  const calibration = calibrationOf(collector, collection, { fits, isGrouped });
  const replaced = await shelf.calibrate(calibration);
  const { films, patients, refused, gate } = calibration;
  const whose = isGrouped ? counted(patients, 'patient') : 'no patient named, so each film counts as one';
  const sentences = [
    `${calibration.model} is calibrated on ${counted(films, 'film')} (${whose}); ${counted(refused, 'was', 'were')} refused${reasonsText(collection)}`,
    ...(replaced ? replacedLines(replaced, calibration) : []),
    ...leftOutLines(collector.eye.manifest, fits),
    ...measuredHeartLines(collector.eye, calibration, cardiomegaly),
    ...(gate ? ['its gate is fitted on them: about 1 in 100 films like these will be refused'] : []),
    'a service that is running goes on as it is until it is restarted',
  ];
  for (const sentence of sentences) say(sentence);
}
