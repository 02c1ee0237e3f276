import { openText, rowsOf } from './text-file.ts';

/** What became of one chart's patient; `group` joins the charts of one person. */
export type Outcome = { readonly outcome: boolean; readonly group: string };

/** The names a column may have: Vigie's own and those of PhysioNet 2012. */
const keyColumns = ['key', 'RecordID'] as const;
const outcomeColumns = ['outcome', 'In-hospital_death'] as const;
const yes = ['1', 'true', 'yes'];
const no = ['0', 'false', 'no'];

function cellOf(row: Readonly<Record<string, string>>, columns: readonly string[]): string {
  return columns.map((column) => row[column]).find((cell) => cell !== undefined && cell !== '') ?? '';
}

/**
 * Reads `key,outcome[,group]`, or PhysioNet's `RecordID … In-hospital_death`. Rows without an outcome are left out.
 * @throws Error naming the line, or the columns that are missing
 */
export async function readOutcomes(path: string): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  let line = 1;
  for await (const row of rowsOf(await openText(path))) {
    line += 1;
    for (const columns of [keyColumns, outcomeColumns])
      if (!columns.some((column) => column in row))
        throw new Error(`${path} has no column ${columns.join(' or ')}; it needs key,outcome[,group]`);
    const [key, said] = [cellOf(row, keyColumns), cellOf(row, outcomeColumns).toLowerCase()];
    if (said === '') continue;
    if (![...yes, ...no].includes(said)) throw new Error(`${path}, line ${line}: the outcome must be 0 or 1`);
    if (outcomes.has(key)) throw new Error(`${path}, line ${line}: a second outcome for one key`);
    outcomes.set(key, { outcome: yes.includes(said), group: row.group || key });
  }
  if (outcomes.size === 0) throw new Error(`no outcome in ${path}`);
  return outcomes;
}
