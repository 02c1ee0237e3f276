import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { assess } from '../assessment/assess.ts';
import type { Assessment } from '../assessment/assessment.ts';
import type { FilmOutcome } from '../assessment/film-conclusion.ts';
import { modalities } from '../chart/chart.ts';
import type { Config } from '../config.ts';
import { systemClock } from '../lib/clock.ts';
import { BadRequest } from '../lib/errors.ts';
import { type Models, openModels } from '../open-models.ts';
import { scoreNames } from '../scores/score.ts';
import { readBundleChart } from '../sources/bundle-chart.ts';
import { listFilms } from './film-files.ts';
import { type Row, writeRows } from './write-rows.ts';

export type AssessOptions = {
  readonly charts: string;
  readonly films?: string;
  /** Prediction time for every chart; by default each chart's newest time. */
  readonly at?: string;
  readonly out: string;
  readonly config: Config;
};

type Films = ReadonlyMap<string, string>;
type Parts = { readonly models: Models; readonly films: Films; readonly at: string | undefined };

const atOnce = 4;
const columns = [
  ...['key', 'probability', 'low', 'high', 'withheld_because', 'as_of', 'film'],
  ...modalities.map((modality) => `share_${modality}`),
  ...scoreNames.flatMap((name) => [name, `${name}_missing`]),
  'later_than_t0',
];

async function filmsByKey(folder: string | undefined): Promise<Films> {
  if (folder === undefined) return new Map();
  const files = await listFilms(folder);
  return new Map(files.map((file) => [basename(file, extname(file)), join(folder, file)]));
}

async function filmFor(key: string, { models, films }: Parts): Promise<FilmOutcome> {
  const path = films.get(key);
  if (path === undefined) return { state: 'none', because: 'none-on-record' };
  const reading = await models.encoder.read(await readFile(path));
  return { state: 'reading', studyInstanceUid: reading.facts?.studyInstanceUid ?? '', reading };
}

function rowOf(key: string, assessment: Assessment): Row {
  const { risk, film, shares, scores } = assessment;
  const numbers =
    risk.kind === 'estimated'
      ? {
          probability: risk.value.toFixed(6),
          low: risk.low.toFixed(6),
          high: risk.high.toFixed(6),
        }
      : { withheld_because: risk.because };
  return {
    key,
    ...numbers,
    as_of: assessment.asOf,
    film: film.state === 'read' ? 'read' : `${film.state}: ${film.because}`,
    ...Object.fromEntries(shares.map(({ modality, logit }) => [`share_${modality}`, logit.toFixed(6)])),
    ...Object.fromEntries(
      scores.flatMap(({ name, points, missing }) => [
        [name, points],
        [`${name}_missing`, missing.join('; ')],
      ]),
    ),
    later_than_t0: assessment.laterDropped,
  };
}

async function assessLine(line: string, parts: Parts): Promise<Row> {
  const chart = readBundleChart(JSON.parse(line));
  const asOf = parts.at ?? chart.newestAt;
  if (asOf === undefined) throw new BadRequest(`the chart ${chart.key} states no time; give one with --at`);
  const [gathered, film] = await Promise.all([chart.gatherAt(asOf), filmFor(chart.key, parts)]);
  const assessment = await assess({ fusion: parts.models.fusion, clock: systemClock }, gathered.chart, film);
  return rowOf(chart.key, assessment);
}

function faultOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'not valid JSON';
  if (error instanceof BadRequest) return error.message;
  throw error;
}

/**
 * `vigie assess`: one CSV row for each chart, in order. A line that is no chart becomes a row that says why.
 * Answers how many such lines there were.
 */
export async function assessCharts({ charts, films, at, out, config }: AssessOptions): Promise<number> {
  const text = createInterface({ input: createReadStream(charts), crlfDelay: Number.POSITIVE_INFINITY });
  const lines: string[] = [];
  for await (const line of text) if (line.trim() !== '') lines.push(line);
  if (lines.length === 0) throw new Error(`no chart in ${charts}; it should hold one FHIR Bundle a line`);
  await using models = await openModels(config);
  const parts: Parts = { models, films: await filmsByKey(films), at };
  let faults = 0;
  await writeRows({
    out,
    columns,
    items: lines,
    atOnce,
    rowOf: (line, at) =>
      assessLine(line, parts).catch((error: unknown): Row => {
        faults += 1;
        return { key: `line ${at + 1}`, withheld_because: faultOf(error) };
      }),
  });
  return faults;
}
