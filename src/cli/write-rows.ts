import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
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

/** Writes one CSV row for each item, in order, with a progress bar. @throws when the file cannot be written */
export async function writeRows<Item>({ out, columns, items, atOnce, rowOf }: Work<Item>): Promise<void> {
  const progress = createProgress(items.length);
  const rows = async function* () {
    for (let from = 0; from < items.length; from += atOnce) {
      const batch = items.slice(from, from + atOnce);
      for (const row of await Promise.all(batch.map((item, index) => rowOf(item, from + index)))) {
        yield row;
        progress.step();
      }
    }
  };
  const csv = stringify({ header: true, columns: [...columns] });
  try {
    await pipeline(rows, csv, createWriteStream(out));
  } finally {
    progress.stop();
  }
}
