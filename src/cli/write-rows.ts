import { createWriteStream } from 'node:fs';
import { readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify';
import { BadRequest } from '../lib/errors.ts';
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
  /** Tells these films from others and from what they were before, without a dot: rows of others are not gone on with either. */
  readonly films: string;
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

/** The rows begun under that name, by whatever maker (`id@version…`) and of whatever films; not those for `<out>.csv`. */
async function partsOf(out: string): Promise<string[]> {
  const start = `${basename(out)}.`;
  const names = await readdir(dirname(out));
  return names.filter((name) => name.startsWith(start) && /^[^.@]+@.*\.part$/.test(name.slice(start.length)));
}

/** Why rows that were begun are not gone on with; undefined where none were. */
function overText(begun: readonly string[], { out, maker }: ResumableWork): string | undefined {
  const makerOf = (name: string) =>
    name.slice(`${basename(out)}.`.length, -'.part'.length).replace(/\.[^.]*$/, '');
  const ofThisMaker = begun.find((name) => makerOf(name) === maker);
  const part = ofThisMaker ?? begun[0];
  if (part === undefined) return undefined;
  const because = ofThisMaker
    ? 'of another folder, or of films that changed since'
    : 'of another model, calibration or choice of options';
  return `starting over: the rows in ${join(dirname(out), part)} are ${because}`;
}

/** Told at once, not when all rows are there. @throws BadRequest naming the path as it was given */
export async function refuseFolder(out: string): Promise<void> {
  const isFolder = await stat(out).then(
    (found) => found.isDirectory(),
    () => /[/\\]$/.test(out),
  );
  if (isFolder) throw new BadRequest(`${out} is a folder; --out must name a file`);
}

/**
 * Writes one CSV row for each item, in order, with a progress bar; an interrupted run goes on where it stopped when it is started again. Rows gather in
 * `<out>.<maker>.<films>.part`, which becomes `out` when all are there; the first column must be the item itself.
 */
export async function writeResumably(work: ResumableWork, say: (line: string) => void): Promise<void> {
  const { out, maker, films, items } = work;
  const part = `${out}.${maker}.${films}.part`;
  const standing = await rowsStanding(part, work);
  const others = (await partsOf(out)).filter((name) => name !== basename(part));
  const over = overText(others, work);
  if (standing > 0) say(`going on after ${standing} of ${items.length} rows in ${part}`);
  else if (over) say(over);
  await writeFrom({ ...work, out: part }, standing);
  await rename(part, out);
  for (const name of await partsOf(out)) await rm(join(dirname(out), name), { force: true });
}
