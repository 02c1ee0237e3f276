import { wordFor } from '../assessment/film-conclusion.ts';
import { ageBand } from '../evaluation/figures.ts';
import type { Said } from '../evaluation/film-report.ts';
import { ageYears } from '../film/header.ts';
import {
  type Columns,
  checkColumns,
  columnNames,
  judgedNames,
  labelColumns,
  listColumn,
  predictionColumns,
} from './film-columns.ts';
import { openText, rowsOf } from './text-file.ts';

type Cells = Readonly<Record<string, string>>;

/** What is known of one film. A finding that is not named is unknown. */
export type FilmTruth = {
  readonly patient: string;
  readonly truth: Readonly<Record<string, boolean>>;
  readonly view?: string;
  readonly sex?: string;
  readonly age?: string;
};

/** What a model said of one film. */
export type FilmSaid = {
  readonly refusedBecause?: string;
  readonly said: Readonly<Record<string, Said>>;
  readonly view?: string;
};

function cellOf(row: Cells, kind: keyof typeof columnNames): string | undefined {
  return columnNames[kind].map((column) => row[column]).find((cell) => cell !== undefined && cell !== '');
}

type Place = { readonly path: string; readonly line: number };

function flagOf(cell: string | undefined, column: string, { path, line }: Place): boolean | undefined {
  if (cell === undefined || cell === '') return undefined;
  const value = Number(cell);
  if (value !== 0 && value !== 1)
    throw new Error(`${path}, line ${line}: ${column} must be 0, 1 or empty (given: ${cell})`);
  return value === 1;
}

const nothingFound = 'No Finding';

/** `Finding Labels` of the NIH's table: what is not in the list was not found. @throws naming the line */
function fromList(list: string, { path, line }: Place): Record<string, boolean> {
  const named = list.split('|').map((name) => name.trim());
  const names = judgedNames.filter((name) => name !== 'abnormal');
  const isNothing = named.length === 1 && named[0] === nothingFound;
  if (!isNothing && !named.every((name) => names.includes(name)))
    throw new Error(
      `${path}, line ${line}: ${listColumn} must be ${nothingFound} alone, or joined by | some of ${names.join(', ')} (given: ${list})`,
    );
  const found = names.map((name) => [name, named.includes(name)] as const);
  return { ...Object.fromEntries(found), abnormal: !isNothing };
}

function truthOf(row: Cells, place: Place): Record<string, boolean> {
  const list = row[listColumn];
  if (list !== undefined && list !== '') return fromList(list, place);
  const truth: Record<string, boolean> = {};
  for (const name of judgedNames) {
    const flag = flagOf(row[name], name, place);
    if (flag !== undefined) truth[name] = flag;
  }
  const nothing = flagOf(row.no_finding, 'no_finding', place);
  if (truth.abnormal === undefined && nothing !== undefined) truth.abnormal = !nothing;
  return truth;
}

/** A table that is none is told with its path. */
async function* rowsIn(path: string): AsyncGenerator<Cells, void> {
  const file = await openText(path);
  try {
    yield* rowsOf(file);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

async function byFile<Held>(
  path: string,
  columns: Columns,
  holdOf: (row: Cells, place: Place) => Held,
): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  let line = 1;
  for await (const row of rowsIn(path)) {
    if (line === 1) checkColumns(Object.keys(row), path, columns);
    line += 1;
    const file = cellOf(row, 'file');
    if (file === undefined) throw new Error(`${path}, line ${line}: no file; the first column is named file`);
    if (held.has(file)) throw new Error(`${path}, line ${line}: ${file} stands there twice`);
    held.set(file, holdOf(row, { path, line }));
  }
  if (held.size === 0) throw new Error(`no film in ${path}`);
  return held;
}

/** Years as a number, as DICOM states an age, or `>89` and `90+` where ages are hidden from there on. @throws naming the line */
function yearsOf(cell: string | undefined, { path, line }: Place): number | undefined {
  if (cell === undefined || /^(n\/?a|unknown)$/i.test(cell)) return undefined;
  const [, oldest] = /^[>≥]? ?(\d{1,3}(?:\.\d+)?)\+?$/.exec(cell) ?? [];
  const asInDicom = /^\d/.test(cell) ? cell.toUpperCase().padStart(4, '0') : cell;
  const years = oldest === undefined ? ageYears(asInDicom) : Number(oldest);
  if (years === undefined)
    throw new Error(
      `${path}, line ${line}: the age must be in years (57, 90+), or as in DICOM (057Y, 018M), or empty (given: ${cell})`,
    );
  return years;
}

/** Reads labels.csv: `file`, findings by their ChestX-ray14 names, and what groups the films. @throws naming the line */
export function readLabels(path: string): Promise<Map<string, FilmTruth>> {
  return byFile(path, labelColumns, (row, place) => {
    const [view, sex, age] = [cellOf(row, 'view'), cellOf(row, 'sex'), yearsOf(cellOf(row, 'age'), place)];
    return {
      patient: cellOf(row, 'patient') ?? cellOf(row, 'file') ?? '',
      truth: truthOf(row, place),
      ...(view ? { view } : {}),
      ...(sex ? { sex } : {}),
      ...(age === undefined ? {} : { age: ageBand(age) }),
    };
  });
}

function numberIn(cell: string | undefined, column: string, { path, line }: Place): number | undefined {
  if (cell === undefined || cell === '') return undefined;
  const value = Number(cell);
  if (!(value >= 0 && value <= 1)) throw new Error(`${path}, line ${line}: ${column} must lie from 0 to 1`);
  return value;
}

function saidOf(name: string, row: Cells, place: Place): Said | undefined {
  const value = numberIn(row[name] ?? row[`prob_${name}`], name, place);
  if (value === undefined) return undefined;
  const state = row[`${name}_state`];
  if (state === 'uncalibrated') return { kind: 'rank', value, shown: 'not-assessed' };
  const low = numberIn(row[`${name}_low`], `${name}_low`, place);
  const high = numberIn(row[`${name}_high`], `${name}_high`, place);
  const kind = 'probability';
  if (low === undefined || high === undefined) return { kind, value, shown: 'shown' };
  if (state === 'not-assessed') return { kind, value, low, high, shown: state };
  const word = wordFor({ kind: 'estimated', value, low, high }, value);
  return { kind, value, low, high, shown: word === 'uncertain' ? word : 'shown' };
}

/** Reads what `vigie read` wrote, or another model's table with columns `<name>` or `prob_<name>`. @throws naming the line */
export function readPredictions(path: string): Promise<Map<string, FilmSaid>> {
  return byFile(path, predictionColumns, (row, place) => {
    if (row.accepted === 'false') return { refusedBecause: row.reason || 'unknown', said: {} };
    const said: Record<string, Said> = {};
    for (const name of judgedNames) {
      const one = saidOf(name, row, place);
      if (one !== undefined) said[name] = one;
    }
    const view = cellOf(row, 'view');
    return { said, ...(view ? { view } : {}) };
  });
}
