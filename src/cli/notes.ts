import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify';
import { BadRequest } from '../lib/errors.ts';
import { readNote } from '../notes/read-note.ts';
import type { Row } from './write-rows.ts';

export type NotesOptions = {
  readonly in: string;
  readonly out: string;
  /** Told of each row that is no note: its number after the first line and what is wrong, nothing it says. */
  readonly tell: (fault: string) => void;
};

type Columns = { readonly id: number; readonly text: number; readonly width: number };

const columns = ['id', 'concept', 'assertion', 'section', 'start', 'end'];

function columnsOf(header: readonly string[] | undefined): Columns {
  const names = (header ?? []).map((name) => name.trim().toLowerCase());
  const [id, text] = [names.indexOf('id'), names.indexOf('text')];
  if (id < 0 || text < 0) {
    throw new BadRequest('the first line must name the columns id and text: id,text');
  }
  return { id, text, width: names.length };
}

function rowsOf(id: string, text: string): Row[] {
  return readNote(text).map((statement) => ({ id, ...statement }));
}

/** What is wrong with a row, if anything. */
function faultOf(record: readonly string[], { id, width }: Columns): string | undefined {
  if (record.length !== width) return `${record.length} columns, the first line names ${width}`;
  return record[id]?.trim() === '' ? 'no id' : undefined;
}

function csvFault(error: unknown): string {
  if (!(error instanceof CsvError)) throw error;
  return error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is never closed' : 'not CSV';
}

/**
 * `vigie notes`: one CSV row for each statement of each note, in order. A row that is no note is told and left out.
 * Answers how many such rows there were.
 * @throws BadRequest when the first line does not name the columns
 */
export async function readNotes({ in: path, out, tell }: NotesOptions): Promise<number> {
  const parser = parse({ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  createReadStream(path)
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<readonly string[]>;
  const first = await records.next().catch((error: unknown) => {
    throw new BadRequest(`${csvFault(error)}, in the first line of ${path}`);
  });
  const places = columnsOf(first.done ? undefined : first.value);
  let faults = 0;
  let row = 0;
  const fail = (fault: string) => {
    faults += 1;
    tell(fault);
  };
  const rows = async function* () {
    try {
      for (let next = await records.next(); !next.done; next = await records.next()) {
        row += 1;
        const fault = faultOf(next.value, places);
        if (fault) fail(`row ${row}: ${fault}`);
        else yield* rowsOf(next.value[places.id] ?? '', next.value[places.text] ?? '');
      }
    } catch (error) {
      fail(`from row ${row + 1} on: ${csvFault(error)}`);
    }
  };
  await pipeline(rows, stringify({ header: true, columns }), createWriteStream(out));
  return faults;
}
