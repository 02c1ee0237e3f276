import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilmManifest } from '../encoders/film-manifest.ts';
import type { SiteCalibration } from '../encoders/site-calibration.ts';
import { type Fit, fitFinding, type SiteFilm } from '../eyes/fit-calibration.ts';
import { openShelf } from '../eyes/shelf.ts';
import { fitSiteGate } from '../eyes/site-gate.ts';
import { findings } from '../findings/registry.ts';
import { systemClock } from '../lib/clock.ts';
import { type Collector, openCollector, shippedFilmModel } from '../open-models.ts';
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
      `${all.length - items.length} films without a label and ${labels.size - items.length} labels without a film are left out`,
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

/** What becomes of the findings that could not be calibrated, one line for each fate. */
export function leftOutLines(
  { findings: own, abnormal, outputs }: FilmManifest,
  fits: readonly Fit[],
): string[] {
  const fateOf = (name: string) => {
    const line = own.find((finding) => finding.name === name);
    if (name === 'abnormal' ? abnormal : line?.head) return 'keep the calibration that came with the model';
    if (name === 'abnormal' ? outputs.abnormal : line) return 'are told by rank only';
    return 'are not offered by this model';
  };
  const names = fits.filter(({ state }) => state === 'left-out').map(({ name }) => name);
  const fates = [...new Set(names.map(fateOf))];
  return fates.map(
    (fate) => `not calibrated here, ${fate}: ${names.filter((name) => fateOf(name) === fate).join(', ')}`,
  );
}

function fitText(fit: Fit): string {
  if (fit.state === 'left-out') return `${fit.name}: not calibrated, ${fit.because}`;
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
  const labels = await readLabels(path);
  const isGrouped = [...labels].some(([file, { patient }]) => patient !== file);
  await using collector = await openCollector(config, maker);
  const collection = await collect(collector, { folder, labels, say });
  const fits = [...findings.map((finding) => finding.name as string), 'abnormal'].map((finding) => {
    const share = prevalence[finding];
    return fitFinding(finding, collection.films, share === undefined ? {} : { declaredPrevalence: share });
  });
  for (const fit of fits) say(fitText(fit));
  if (!fits.some(({ state }) => state === 'fitted'))
    throw new Error('nothing could be calibrated; nothing is stored');
  const calibration = calibrationOf(collector, collection, { fits, isGrouped });
  await shelf.calibrate(calibration);
  const { films, patients, refused, gate } = calibration;
  const whose = isGrouped ? `${patients} patients` : 'no patient named, so each film counts as one';
  say(
    `${calibration.model} is calibrated on ${films} films (${whose}); ${refused} were refused${reasonsText(collection)}`,
  );
  for (const line of leftOutLines(collector.eye.manifest, fits)) say(line);
  if (gate) say(`its gate is fitted on them: about 1 in 100 films like these will be refused`);
  say('a service that is running goes on as it is until it is restarted');
}
