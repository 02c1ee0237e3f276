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
import { type FilmSaid, type FilmTruth, readLabels, readPredictions } from './film-table.ts';
import { readFilms } from './read.ts';

export type ValidateOptions = {
  readonly labels: string;
  /** Films to read as the service would; or else `predictions`. */
  readonly films?: string;
  readonly predictions?: string;
  /** Share of patients with a finding, by its name; by default the share among the films. */
  readonly prevalence?: Readonly<Record<string, number>>;
  readonly repeats?: number;
  readonly out: string;
  readonly config: Config;
  readonly say: (line: string) => void;
};

type Said = { readonly path: string; readonly model: string };
type Joined = { readonly cases: readonly FilmCase[]; readonly unlabelled: number; readonly unread: number };

function joined(said: ReadonlyMap<string, FilmSaid>, truths: ReadonlyMap<string, FilmTruth>): Joined {
  const cases = [...said].flatMap(([file, { view: seen, ...film }]): FilmCase[] => {
    const truth = truths.get(file);
    if (!truth) return [];
    const { view = seen, sex, age } = truth;
    const groups = Object.entries({ view, sex, age }).flatMap(([by, group]) => (group ? [[by, group]] : []));
    return [{ ...film, patient: truth.patient, truth: truth.truth, groups: Object.fromEntries(groups) }];
  });
  if (cases.length === 0) throw new Error('no film has a label; are the files named alike in both?');
  return { cases, unlabelled: said.size - cases.length, unread: truths.size - cases.length };
}

function commandOf({ films, predictions, labels, prevalence, out }: ValidateOptions): string {
  const given = { films, predictions, labels, out };
  const paths = Object.entries(given).flatMap(([name, path]) =>
    path ? [`--${name} ${basename(path)}`] : [],
  );
  const shares = Object.entries(prevalence ?? {}).map(([name, share]) => `--prevalence ${name}=${share}`);
  return ['vigie validate', ...paths, ...shares].join(' ');
}

/** The table of what was said and by which model: given, or made from the films on the serving path. */
async function predictionsFor({ films, predictions, out, config, say }: ValidateOptions): Promise<Said> {
  if (predictions !== undefined) return { path: predictions, model: 'as in the predictions file' };
  if (films === undefined) throw new Error('give --films or --predictions');
  const made = join(out, 'predictions.csv');
  return { path: made, model: `${await readFilms({ films, out: made, config, say })}, as served` };
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
  await mkdir(out, { recursive: true });
  const truths = await readLabels(labels);
  const { path, model } = await predictionsFor(options);
  const { cases, unlabelled, unread } = joined(await readPredictions(path), truths);
  const resampling = { ...usualResampling, repeats };
  const report = measureFilms(cases, { names: judgedNames, prevalences: prevalence, resampling });
  const making: Making = {
    command: commandOf(options),
    date: new Date().toISOString().slice(0, 10),
    models: [model],
    notes: [
      `${cases.length} labelled films; ${unlabelled} without a label and ${unread} labels without a film are left out.`,
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
