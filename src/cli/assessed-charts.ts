import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { assess } from '../assessment/assess.ts';
import type { Assessment } from '../assessment/assessment.ts';
import type { FilmOutcome } from '../assessment/film-conclusion.ts';
import type { Chart, Patient } from '../chart/chart.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { BadRequest } from '../lib/errors.ts';
import type { Models } from '../open-models.ts';
import { readBundleChart } from '../sources/bundle-chart.ts';
import { listFilms } from './film-files.ts';
import { inOrder } from './in-order.ts';
import { createProgress } from './progress.ts';
import { linesOf, openText } from './text-file.ts';

/** One line of a file of charts: what the service would have said of it, or why it is no chart. */
export type AssessedChart =
  | {
      readonly state: 'assessed';
      readonly key: string;
      readonly patient: Patient;
      readonly chart: Chart;
      readonly assessment: Assessment;
      /** What each subset of the parts would have said. */
      readonly subsets: Fused['subsets'];
    }
  | { readonly state: 'fault'; readonly line: number; readonly because: string };

type Fused = Awaited<ReturnType<Models['fusion']['fuse']>>;

export type ChartFiles = {
  readonly charts: string;
  readonly films?: string;
  /** Prediction time for every chart; by default each chart's newest time. */
  readonly at?: string;
};

type Parts = {
  readonly models: Models;
  readonly clock: Clock;
  readonly films: ReadonlyMap<string, string>;
  readonly at: string | undefined;
};

const atOnce = 8;

async function filmsByKey(folder: string | undefined): Promise<Parts['films']> {
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

async function assessLine(
  line: string,
  parts: Parts,
): Promise<Extract<AssessedChart, { state: 'assessed' }>> {
  const bundle = readBundleChart(JSON.parse(line));
  const { key } = bundle;
  const asOf = parts.at ?? bundle.newestAt;
  if (asOf === undefined) throw new BadRequest(`the chart ${key} states no time; give one with --at`);
  const [{ chart }, film] = await Promise.all([bundle.gatherAt(asOf), filmFor(key, parts)]);
  const { fusion } = parts.models;
  let subsets: Fused['subsets'] = [];
  // The serving path as it is; what it does not keep is overheard on the way.
  const overheard: typeof fusion = {
    ...fusion,
    fuse: async (...asked) => {
      const fused = await fusion.fuse(...asked);
      ({ subsets } = fused);
      return fused;
    },
  };
  const assessment = await assess({ fusion: overheard, clock: parts.clock }, chart, film);
  return { state: 'assessed', key, patient: chart.patient, chart, assessment, subsets };
}

/** The key of a line; nothing where it is no chart. */
function keyOfLine(line: string): string | undefined {
  try {
    return readBundleChart(JSON.parse(line)).key;
  } catch (error) {
    faultOf(error);
    return undefined;
  }
}

const keysNamed = 5;

/**
 * The chart of one key, assessed as the service would; the others of the file are only looked at.
 * @throws Error naming some of the file's keys when it holds no such chart; BadRequest when the chart has a fault
 */
export async function assessedChart(
  files: ChartFiles & { readonly key: string },
  models: Models,
): Promise<Extract<AssessedChart, { state: 'assessed' }>> {
  const text = await openText(files.charts);
  const keys: string[] = [];
  for await (const line of linesOf(text)) {
    const key = keyOfLine(line);
    if (key === files.key) {
      const parts: Parts = { models, clock: systemClock, films: await filmsByKey(files.films), at: files.at };
      return assessLine(line, parts);
    }
    if (key !== undefined) keys.push(key);
  }
  const some = keys.slice(0, keysNamed).join(', ');
  const more = keys.length > keysNamed ? ', …' : '';
  const held = keys.length === 0 ? 'it holds no chart' : `its keys are ${some}${more}`;
  throw new Error(`no chart with the key ${files.key} in ${files.charts}; ${held}`);
}

function faultOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'not valid JSON';
  if (error instanceof BadRequest) return error.message;
  throw error;
}

/**
 * Every chart of an NDJSON file (plain or gzipped) through exactly the serving path, in the file's order, a few in
 * memory at a time. @throws when the file holds no line at all
 */
export async function* assessedCharts(
  files: ChartFiles,
  models: Models,
): AsyncGenerator<AssessedChart, void> {
  const text = await openText(files.charts);
  const parts: Parts = { models, clock: systemClock, films: await filmsByKey(files.films), at: files.at };
  const progress = createProgress(text.bytes);
  let count = 0;
  const assessed = (line: string, at: number) =>
    assessLine(line, parts).catch(
      (error: unknown): AssessedChart => ({ state: 'fault', line: at + 1, because: faultOf(error) }),
    );
  try {
    for await (const one of inOrder(linesOf(text), atOnce, assessed)) {
      count += 1;
      progress.reach(text.bytesRead());
      yield one;
    }
  } finally {
    progress.stop();
  }
  if (count === 0) throw new Error(`no chart in ${files.charts}; it should hold one FHIR Bundle a line`);
}
