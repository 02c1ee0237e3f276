import { createWriteStream } from 'node:fs';
import { readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify';
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

/** Works on several items side by side and hands the rows over in order. */
async function* inOrder<Item>({ items, atOnce, rowOf }: Work<Item>, from: number): AsyncGenerator<Row> {
  const underWay: Promise<Row>[] = [];
  let next = from;
  const refill = () => {
    for (; next < items.length && underWay.length < atOnce; next++) {
      const row = rowOf(items[next] as Item, next);
      row.catch(() => undefined);
      underWay.push(row);
    }
  };
  for (refill(); underWay.length > 0; refill()) yield await (underWay.shift() as Promise<Row>);
}

async function writeFrom<Item>(work: Work<Item>, from: number): Promise<void> {
  const progress = createProgress(work.items.length, from);
  const rows = async function* () {
    for await (const row of inOrder(work, from)) {
      yield row;
      progress.step();
    }
  };
  const csv = stringify({ header: from === 0, columns: [...work.columns] });
  try {
    await pipeline(rows, csv, createWriteStream(work.out, { flags: from === 0 ? 'w' : 'a' }));
  } finally {
    progress.stop();
  }
}

/** Writes one CSV row for each item, in order, with a progress bar. @throws when the file cannot be written */
export function writeRows<Item>(work: Work<Item>): Promise<void> {
  return writeFrom(work, 0);
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
 * As `writeRows`, but an interrupted run goes on where it stopped when it is started again. Rows gather in
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
