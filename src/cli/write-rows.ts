import { createWriteStream } from 'node:fs';
import { readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify';
import { inOrder } from './in-order.ts';
import { createProgress } from './progress.ts';

export type Row = Readonly<Record<string, string | number>>;

export type Work<Item> = {
  readonly out: string;
  readonly columns: readonly string[];
  readonly items: readonly Item[];
  /** How many rows are worked on side by side. */
  readonly atOnce: number;
  readonly rowOf: (item: Item, at: number) => Promise<Row>;
};

export type ResumableWork = Work<string> & {
  /** Names whatever decides what a row says: rows of another maker are never gone on with. */
  readonly maker: string;
};

export type Table = {
  readonly out: string;
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<Row>;
  /** Go on below the rows that stand there, without a header. */
  readonly append?: boolean;
};

/** Writes rows as they come. @throws when the file cannot be written */
export async function writeTable({ out, columns, rows, append = false }: Table): Promise<void> {
  const csv = stringify({ header: !append, columns: [...columns] });
  await pipeline(rows, csv, createWriteStream(out, { flags: append ? 'a' : 'w' }));
}

/** Works on the items from there on, several side by side, and writes one row for each, in order. */
async function writeFrom<Item>(
  { out, columns, items, atOnce, rowOf }: Work<Item>,
  from: number,
): Promise<void> {
  const progress = createProgress(items.length, from);
  const rows = async function* () {
    for await (const row of inOrder(items.slice(from), atOnce, (item, at) => rowOf(item, from + at))) {
      yield row;
      progress.step();
    }
  };
  try {
    await writeTable({ out, columns, rows: rows(), append: from > 0 });
  } finally {
    progress.stop();
  }
}

/** How many of the items stand in the table already, whole and in order; its cut-off last line is removed. */
async function rowsStanding(part: string, { columns, items }: Work<string>): Promise<number> {
  const bytes = await readFile(part).catch(() => undefined);
  if (!bytes) return 0;
  const end = bytes.lastIndexOf(0x0a) + 1;
  try {
    const [header, ...rows] = parse(bytes.subarray(0, end)) as string[][];
    const isSame = header?.join() === columns.join() && rows.every(([item], at) => item === items[at]);
    if (!isSame) return 0;
    await truncate(part, end);
    return rows.length;
  } catch {
    return 0;
  }
}

/**
 * Writes one CSV row for each item, in order, with a progress bar; an interrupted run goes on where it stopped when it is started again. Rows gather in
 * `<out>.<maker>.part`, which becomes `out` when all are there; the first column must be the item itself.
 */
export async function writeResumably(work: ResumableWork, say: (line: string) => void): Promise<void> {
  const part = `${work.out}.${work.maker}.part`;
  const standing = await rowsStanding(part, work);
  if (standing > 0) say(`going on after ${standing} of ${work.items.length} rows in ${part}`);
  await writeFrom({ ...work, out: part }, standing);
  await rename(part, work.out);
  const left = (await readdir(dirname(work.out))).filter(
    (name) => name.startsWith(`${basename(work.out)}.`) && name.endsWith('.part'),
  );
  await Promise.all(left.map((name) => rm(join(dirname(work.out), name), { force: true })));
}
