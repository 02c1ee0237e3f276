import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collected } from '../encoders/film-encoder.ts';
import { readOutlineManifest } from '../encoders/outline-manifest.ts';
import type { SiteCalibration } from '../encoders/site-calibration.ts';
import { type Fit, fitFinding, type SiteFilm } from '../eyes/fit-calibration.ts';
import { type RaisedLimits, raiseLimits } from '../eyes/raise-limits.ts';
import { openShelf } from '../eyes/shelf.ts';
import { fitSiteGate } from '../eyes/site-gate.ts';
import { findings } from '../findings/registry.ts';
import { systemClock } from '../lib/clock.ts';
import { counted } from '../lib/counted.ts';
import { type CollectingModel, loadOutlineModel, openCollector } from '../open-models.ts';
import {
  hintLines,
  leftOutLines,
  measuredHeartLines,
  raisedLines,
  replacedLines,
} from './calibration-words.ts';
import { listFilms, reasonFor, unreadable } from './film-files.ts';
import { type FilmTruth, readLabels } from './film-table.ts';
import { inOrder } from './in-order.ts';
import { leftOutText, matchLabels } from './labelled-films.ts';
import { filmModelNamed, type ModelsOptions } from './models.ts';
import { createProgress } from './progress.ts';

export type CalibrateOptions = ModelsOptions & {
  readonly films: string;
  readonly labels: string;
  /** Share of the site's films that show a finding, by its name; by default the share among the labelled films. */
  readonly prevalence?: Readonly<Record<string, number>>;
};

type LabelledFilm = Collected & Omit<SiteFilm, 'look'> & { readonly file: string };

/** How many films were refused, by the reason. */
type Refused = ReadonlyMap<string, number>;
type Collection = { readonly films: readonly LabelledFilm[]; readonly refused: Refused };
type Labels = ReadonlyMap<string, FilmTruth>;

const atOnce = 4;

/** Every labelled film as the model sees it; those that are no films are counted. */
async function collect(
  { look }: CollectingModel,
  { folder, labels, say }: { readonly folder: string; readonly labels: Labels } & Pick<ModelsOptions, 'say'>,
): Promise<Collection> {
  const films = matchLabels(await listFilms(folder), labels, folder);
  const leftOut = leftOutText(films);
  if (leftOut) say(leftOut);
  const progress = createProgress(films.labelled.length);
  const reasons: string[] = [];
  const seenFilms: LabelledFilm[] = [];
  const lookAt = async (file: string) => {
    const bytes = await readFile(join(folder, file)).catch(() => undefined);
    return { file, seen: bytes ? await look(bytes) : ({ state: 'refused', code: unreadable } as const) };
  };
  for await (const { file, seen } of inOrder(films.labelled, atOnce, lookAt)) {
    const truth = labels.get(file);
    if (seen.state === 'seen' && truth) seenFilms.push({ ...truth, ...seen, file });
    if (seen.state === 'refused') reasons.push(reasonFor(file, seen.code));
    progress.step();
  }
  progress.stop();
  return { films: seenFilms, refused: countsOf(reasons) };
}

function countsOf(reasons: readonly string[], before: Refused = new Map()): Refused {
  const counts = new Map(before);
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

/** The model's own gate, raised to the site's films; too dark or too pale ones, which nothing lets through, have no say. */
function limitsFor({ eye }: CollectingModel, films: readonly LabelledFilm[]): RaisedLimits | undefined {
  const { gate } = eye.manifest;
  const clear = films.filter(({ exposure }) => !exposure);
  return (
    gate &&
    raiseLimits(
      clear.map(({ look }) => look),
      clear.map(({ patient }) => patient),
      gate,
    )
  );
}

/** The films that the gate lets through, raised to them where it may be; those it still refuses are counted. */
function letThrough(collector: CollectingModel, { films, refused }: Collection) {
  const limits = limitsFor(collector, films);
  const judged = films.map((film) => ({ film, refusal: collector.refusalOf(film, limits?.raised) }));
  return {
    limits,
    films: judged.flatMap(({ film, refusal }) => (refusal ? [] : [film])),
    refused: countsOf(
      judged.flatMap(({ refusal }) => refusal?.code ?? []),
      refused,
    ),
  };
}

function gateOf({ eye }: CollectingModel, films: readonly SiteFilm[]): Pick<SiteCalibration, 'gate'> {
  if (eye.manifest.gate || !eye.manifest.outputs.embedding) return {};
  const gate = fitSiteGate(
    films.map(({ look }) => look.embedding ?? []),
    films.map(({ patient }) => patient),
  );
  return gate ? { gate } : {};
}

type Fitted = {
  readonly fits: readonly Fit[];
  readonly isGrouped: boolean;
  readonly limits: RaisedLimits | undefined;
};

function calibrationOf(
  collector: CollectingModel,
  { films, refused }: Collection,
  { fits, isGrouped, limits }: Fitted,
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
    ...(limits ? { limits: { raised: limits.raised, films: limits.films, gate: limits.gate } } : {}),
  };
}

/** Films that are read at this site and were refused by the gate as it came: each with the reason. */
function readNow({ refusalOf }: CollectingModel, films: readonly LabelledFilm[]): string[] {
  return films.flatMap((film) => {
    const before = refusalOf(film);
    return before ? [`${film.file} (${before.code})`] : [];
  });
}

function reasonsText(refused: Refused): string {
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
 * What it stores holds from the next start on. @throws when no film has a label, or nothing
 * could be fitted and no limit raised
 */
export async function calibrateModel(name: string, options: CalibrateOptions): Promise<void> {
  const { films: folder, labels: path, config, say, prevalence = {} } = options;
  const shelf = openShelf(config.dataDir);
  const maker = await filmModelNamed(name, config);
  const { cardiomegaly } = readOutlineManifest(await loadOutlineModel(config));
  const labels = await readLabels(path);
  const isGrouped = [...labels].some(([file, { patient }]) => patient !== file);
  await using collector = await openCollector(config, maker);
  const { limits, ...collection } = letThrough(collector, await collect(collector, { folder, labels, say }));
  const fits = [...findings.map((finding) => finding.name as string), 'abnormal'].map((finding) => {
    const share = prevalence[finding];
    return fitFinding(finding, collection.films, share === undefined ? {} : { declaredPrevalence: share });
  });
  for (const fit of fits)
    for (const line of [fitText(fit), ...hintLines(fit, maker === undefined)]) say(line);
  const isFitted = fits.some(({ state }) => state === 'fitted');
  if (!isFitted && !limits) throw new Error('nothing could be calibrated; nothing is stored');
  const calibration = calibrationOf(collector, collection, { fits, isGrouped, limits });
  const replaced = await shelf.calibrate(calibration);
  const { films, patients, refused, gate } = calibration;
  const whose = isGrouped ? counted(patients, 'patient') : 'no patient named, so each film counts as one';
  const sentences = [
    `${isFitted ? '' : 'no finding of '}${calibration.model} is calibrated on ${counted(films, 'film')} (${whose}); ${counted(refused, 'was', 'were')} refused${reasonsText(collection.refused)}`,
    ...(replaced ? replacedLines(replaced, calibration) : []),
    ...leftOutLines(collector.eye.manifest, fits),
    ...measuredHeartLines(collector.eye, calibration, cardiomegaly),
    ...(gate ? ['its gate is fitted on them: about 1 in 100 films like these will be refused'] : []),
    ...raisedLines(limits, readNow(collector, collection.films)),
    'a service that is running goes on as it is until it is restarted',
  ];
  for (const sentence of sentences) say(sentence);
}
