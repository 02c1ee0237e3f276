import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** A text file as it is being read, plain or gzipped, and how far the reading has come. */
export type TextFile = {
  readonly stream: Readable;
  readonly bytes: number;
  readonly bytesRead: () => number;
};

async function isGzipped(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

/** Opens a text file; gzip is known by its first bytes. @throws when there is no such file */
export async function openText(path: string): Promise<TextFile> {
  const [{ size }, gzipped] = await Promise.all([stat(path), isGzipped(path)]);
  const file = createReadStream(path);
  if (!gzipped) return { stream: file, bytes: size, bytesRead: () => file.bytesRead };
  const unzipped = createGunzip();
  file.on('error', (error) => unzipped.destroy(error));
  return { stream: file.pipe(unzipped), bytes: size, bytesRead: () => file.bytesRead };
}

/** The file's lines that are not blank. */
export async function* linesOf({ stream }: TextFile): AsyncGenerator<string, void> {
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) if (line.trim() !== '') yield line;
}

/** A table from one system that was added to on another has both. */
const lineEnds = ['\r\n', '\n', '\r'];

/** The rows of a CSV file with a header, each as a record; a byte-order mark is left out. */
export function rowsOf({ stream }: TextFile): AsyncIterable<Readonly<Record<string, string>>> {
  const parser = parse({
    columns: true,
    bom: true,
    skip_empty_lines: true,
    trim: true,
    record_delimiter: lineEnds,
  });
  stream.on('error', (error) => parser.destroy(error));
  return stream.pipe(parser);
}

/** Writes lines as they come, gzipped when the name ends in `.gz`. */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<void> {
  const ended = async function* () {
    for await (const line of lines) yield `${line}\n`;
  };
  const file = createWriteStream(path);
  if (path.endsWith('.gz')) await pipeline(ended, createGzip({ level: 4 }), file);
  else await pipeline(ended, file);
}
