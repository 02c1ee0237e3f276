import { wordFor } from '../assessment/film-conclusion.ts';
import { ageBand } from '../evaluation/figures.ts';
import type { Said } from '../evaluation/film-report.ts';
import { findings } from '../findings/registry.ts';
import { openText, rowsOf } from './text-file.ts';

type Cells = Readonly<Record<string, string>>;

/** The findings a film is judged on, and the summary of them. */
export const judgedNames: readonly string[] = [...findings.map(({ name }) => name), 'abnormal'];

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

/** The names a column may have: Vigie's own, then those of the NIH's and others' tables. */
const names = {
  file: ['file', 'Image Index', 'image', 'filename'],
  patient: ['patient', 'group', 'Patient ID'],
  view: ['view', 'View Position'],
  sex: ['sex', 'Patient Gender'],
  age: ['age', 'Patient Age'],
} as const;

function cellOf(row: Cells, kind: keyof typeof names): string | undefined {
  return names[kind].map((column) => row[column]).find((cell) => cell !== undefined && cell !== '');
}

type Place = { readonly path: string; readonly line: number };

function flagOf(cell: string | undefined, column: string, { path, line }: Place): boolean | undefined {
  if (cell === undefined || cell === '') return undefined;
  const value = Number(cell);
  if (value !== 0 && value !== 1)
    throw new Error(`${path}, line ${line}: ${column} must be 0, 1 or empty (given: ${cell})`);
  return value === 1;
}

/** `Finding Labels` of the NIH's table: what is not in the list was not found. */
function fromList(list: string): Record<string, boolean> {
  const named = list.split('|');
  return Object.fromEntries(
    judgedNames.map((name) => [
      name,
      name === 'abnormal' ? !named.includes('No Finding') : named.includes(name),
    ]),
  );
}

function truthOf(row: Cells, place: Place): Record<string, boolean> {
  const list = row['Finding Labels'];
  if (list !== undefined && list !== '') return fromList(list);
  const truth: Record<string, boolean> = {};
  for (const name of judgedNames) {
    const flag = flagOf(row[name], name, place);
    if (flag !== undefined) truth[name] = flag;
  }
  const nothing = flagOf(row.no_finding, 'no_finding', place);
  if (truth.abnormal === undefined && nothing !== undefined) truth.abnormal = !nothing;
  return truth;
}

/** A name as one reads it, whatever its case, spaces and underscores. */
function plainly(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** A column that is called almost like one that is read would be left out without a word. @throws naming both */
function refuseMisspelt(columns: readonly string[], path: string): void {
  const [only = ''] = columns;
  if (columns.length === 1 && /[;\t]/.test(only))
    throw new Error(`${path} has no commas between its columns; save it as a CSV with commas`);
  const known = [...judgedNames, 'no_finding'].flatMap((name) => [name, `prob_${name}`]);
  for (const name of known) {
    if (columns.includes(name)) continue;
    const misspelt = columns.find((column) => !known.includes(column) && plainly(column) === plainly(name));
    if (misspelt !== undefined)
      throw new Error(`${path}: the column ${misspelt} is not read; it must be named ${name}`);
  }
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
  holdOf: (row: Cells, place: Place) => Held,
): Promise<Map<string, Held>> {
  const held = new Map<string, Held>();
  let line = 1;
  for await (const row of rowsIn(path)) {
    if (line === 1) refuseMisspelt(Object.keys(row), path);
    line += 1;
    const file = cellOf(row, 'file');
    if (file === undefined) throw new Error(`${path}, line ${line}: no file; the first column is named file`);
    if (held.has(file)) throw new Error(`${path}, line ${line}: ${file} stands there twice`);
    held.set(file, holdOf(row, { path, line }));
  }
  if (held.size === 0) throw new Error(`no film in ${path}`);
  return held;
}

/** Reads labels.csv: `file`, findings by their ChestX-ray14 names, and what groups the films. @throws naming the line */
export function readLabels(path: string): Promise<Map<string, FilmTruth>> {
  return byFile(path, (row, place) => {
    const { view, sex, age } = {
      view: cellOf(row, 'view'),
      sex: cellOf(row, 'sex'),
      age: cellOf(row, 'age'),
    };
    return {
      patient: cellOf(row, 'patient') ?? cellOf(row, 'file') ?? '',
      truth: truthOf(row, place),
      ...(view ? { view } : {}),
      ...(sex ? { sex } : {}),
      ...(age ? { age: ageBand(Number(age)) } : {}),
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
  return byFile(path, (row, place) => {
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
