import { findings } from '../findings/registry.ts';
import { meantBy } from '../questions/understanding/spelling.ts';

/** The findings a film is judged on, and the summary of them. */
export const judgedNames: readonly string[] = [...findings.map(({ name }) => name), 'abnormal'];

/** The column of the NIH's table that lists what was found. */
export const listColumn = 'Finding Labels';

/** The names a column may have: Vigie's own, then those of the NIH's and others' tables. */
export const columnNames = {
  file: ['file', 'Image Index', 'image', 'filename'],
  patient: ['patient', 'group', 'Patient ID'],
  view: ['view', 'View Position'],
  sex: ['sex', 'Patient Gender'],
  age: ['age', 'Patient Age'],
} as const;

/** What a table of films may say, and what it must say one of. */
export type Columns = {
  /** Names of one thing stand together: where one of them is there the others are not looked for. */
  readonly read: readonly (readonly string[])[];
  readonly findings: readonly string[];
};

const truths = [...judgedNames, 'no_finding', listColumn];

/** The columns of labels.csv. */
export const labelColumns: Columns = {
  read: [...Object.values(columnNames), ...truths.map((name) => [name])],
  findings: truths,
};

/** The columns of a model's predictions. */
export const predictionColumns: Columns = {
  read: [columnNames.file, columnNames.view, ...judgedNames.map((name) => [name, `prob_${name}`])],
  findings: judgedNames.flatMap((name) => [name, `prob_${name}`]),
};

/** A name as one reads it, whatever its case, spaces and underscores. */
function plainly(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Shorter names are a slip away from other words. */
const fewestLetters = 6;

const predicted = /^prob_/i;

/** What a column of predictions is called without saying that they are. */
function bare(name: string): string {
  return plainly(name.replace(predicted, ''));
}

/** Which of the names a column was meant to have: the same but for its writing, or a finding a slip or two away. */
function meantName(column: string, names: readonly string[]): string | undefined {
  const isAlike = (name: string) => predicted.test(name) === predicted.test(column);
  const findings = names.filter(
    (name) =>
      predictionColumns.findings.includes(name) && isAlike(name) && bare(name).length >= fewestLetters,
  );
  const [near] = meantBy(bare(column), findings.map(bare));
  return (
    names.find((name) => plainly(name) === plainly(column)) ??
    findings.find((name) => near !== undefined && bare(name) === near)
  );
}

/** A column that is called almost like one that is read would be left out without a word. @throws naming both */
function refuseMisspelt(columns: readonly string[], path: string, { read }: Columns): void {
  const [only = ''] = columns;
  if (columns.length === 1 && /[;\t]/.test(only))
    throw new Error(`${path} has no commas between its columns; save it as a CSV with commas`);
  const known = read.flat();
  const missing = read.filter((names) => !names.some((name) => columns.includes(name))).flat();
  for (const column of columns.filter((name) => !known.includes(name))) {
    const name = meantName(column, missing);
    if (name !== undefined)
      throw new Error(
        `${path}: the column ${column} is not read; it must be named ${name}, or less like it if it is something else`,
      );
  }
}

/** Refuses a table whose columns say nothing of any finding, or only seem to. @throws naming what is allowed */
export function checkColumns(columns: readonly string[], path: string, allowed: Columns): void {
  refuseMisspelt(columns, path, allowed);
  if (!allowed.findings.some((name) => columns.includes(name)))
    throw new Error(`${path} has no column of a finding; there may be ${allowed.findings.join(', ')}`);
}
