import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Config } from '../config.ts';
import { usualResampling } from '../evaluation/bootstrap.ts';
import { filmMarkdown } from '../evaluation/film-markdown.ts';
import { type FilmCase, findingSample, measureFilms } from '../evaluation/film-report.ts';
import { jsonOf } from '../evaluation/markdown.ts';
import { drawReliability, drawRiskCoverage } from '../evaluation/pictures/draw.ts';
import { riskCoverage } from '../evaluation/risk-coverage.ts';
import type { Making } from '../evaluation/risk-markdown.ts';
import { judgedNames } from './film-columns.ts';
import { listFilms } from './film-files.ts';
import { type FilmSaid, type FilmTruth, readLabels, readPredictions } from './film-table.ts';
import { type LabelledFilms, leftOutText, matchLabels } from './labelled-films.ts';
import { readFilms } from './read.ts';

/** Films to read as the service would, or a table of what was said of them. */
export type FilmsOrPredictions =
  | { readonly films: string; readonly predictions?: undefined }
  | { readonly predictions: string; readonly films?: undefined };

export type MeasureOptions = {
  readonly labels: string;
  /** Share of patients with a finding, by its name; by default the share among the films. */
  readonly prevalence?: Readonly<Record<string, number>>;
  readonly repeats?: number;
  readonly out: string;
  readonly config: Config;
  readonly say: (line: string) => void;
};

export type ValidateOptions = FilmsOrPredictions & MeasureOptions;

type Truths = ReadonlyMap<string, FilmTruth>;
type Heard = {
  readonly said: ReadonlyMap<string, FilmSaid>;
  readonly model: string;
  readonly films: LabelledFilms;
};

function casesOf({ said }: Heard, truths: Truths): FilmCase[] {
  return [...said].flatMap(([file, { view: seen, ...film }]): FilmCase[] => {
    const truth = truths.get(file);
    if (!truth) return [];
    const { view = seen, sex, age } = truth;
    const groups = Object.entries({ view, sex, age }).flatMap(([by, group]) => (group ? [[by, group]] : []));
    return [{ ...film, patient: truth.patient, truth: truth.truth, groups: Object.fromEntries(groups) }];
  });
}

function commandOf({ films, predictions, labels, prevalence, out }: ValidateOptions): string {
  const given = { films, predictions, labels, out };
  const paths = Object.entries(given).flatMap(([name, path]) =>
    path ? [`--${name} ${basename(path)}`] : [],
  );
  const shares = Object.entries(prevalence ?? {}).map(([name, share]) => `--prevalence ${name}=${share}`);
  return ['vigie validate', ...paths, ...shares].join(' ');
}

type Place = Pick<MeasureOptions, 'say'> & { readonly place: string };

/** Names are set beside the labels' as soon as they are known, and what is left out is told. */
function labelledAmong(files: readonly string[], truths: Truths, { place, say }: Place): LabelledFilms {
  const films = matchLabels(files, truths, place);
  const leftOut = leftOutText(films);
  if (leftOut) say(leftOut);
  return films;
}

/** What was said of the films and by which model: as in the table that was given, or made on the serving path. */
async function hear(options: ValidateOptions, truths: Truths): Promise<Heard> {
  const { out, config, say } = options;
  if (options.predictions !== undefined) {
    const said = await readPredictions(options.predictions);
    const films = labelledAmong([...said.keys()], truths, { place: options.predictions, say });
    return { said, films, model: 'as in the predictions file' };
  }
  const place = options.films;
  const films = labelledAmong(await listFilms(place), truths, { place, say });
  const made = join(out, 'predictions.csv');
  const maker = await readFilms({ films: place, only: new Set(films.labelled), out: made, config, say });
  return { said: await readPredictions(made), films, model: `${maker}, as served` };
}

function picturesOf(cases: readonly FilmCase[], names: readonly string[]): [string, string][] {
  return names.flatMap((name): [string, string][] => {
    const sample = findingSample(name, cases);
    const curve = drawRiskCoverage(`${name}: error and coverage`, riskCoverage(sample));
    return [
      [`${name}-reliability.svg`, drawReliability(`${name}: said and observed`, sample)],
      [`${name}-risk-coverage.svg`, curve],
    ];
  });
}

/** `vigie validate`: how good a film model is on a hospital's own labelled films. */
export async function validateFilms(options: ValidateOptions): Promise<void> {
  const { labels, out, prevalence = {}, repeats = usualResampling.repeats } = options;
  const truths = await readLabels(labels);
  const heard = await hear(options, truths);
  await mkdir(out, { recursive: true });
  const { model, films } = heard;
  const cases = casesOf(heard, truths);
  const resampling = { ...usualResampling, repeats };
  const report = measureFilms(cases, { names: judgedNames, prevalences: prevalence, resampling });
  const making: Making = {
    command: commandOf(options),
    date: new Date().toISOString().slice(0, 10),
    models: [model],
    notes: [
      `${cases.length} labelled films; ${films.withoutLabel} without a label and ${films.labelsWithoutFilm} labels without a film are left out.`,
    ],
  };
  const drawn = report.findings.flatMap((finding) =>
    finding.state === 'ranked' && finding.figures ? [finding.name] : [],
  );
  const accepted = cases.filter(({ refusedBecause }) => refusedBecause === undefined);
  const files: [string, string][] = [
    ['report.md', filmMarkdown(report, making)],
    ['report.json', jsonOf({ ...making, ...report })],
    ...picturesOf(accepted, drawn),
  ];
  await Promise.all(files.map(([name, text]) => writeFile(join(out, name), text)));
  options.say(`${cases.length} labelled films measured (${model}): ${join(out, 'report.md')}`);
}
