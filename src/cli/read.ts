import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Config } from '../config.ts';
import type { FilmEncoder } from '../encoders/chest-xray.ts';
import { openModels } from '../open-models.ts';
import { listFilms } from './film-files.ts';
import { createProgress } from './progress.ts';

export type ReadOptions = { readonly films: string; readonly out: string; readonly config: Config };

/** One film decodes while another runs through the net. */
const atOnce = 3;

async function rowOf(
  encoder: FilmEncoder,
  folder: string,
  file: string,
): Promise<readonly (string | number)[]> {
  const reading = await encoder.read(await readFile(join(folder, file)));
  if (reading.state === 'refused')
    return [file, 'false', reading.code, ...encoder.findingNames.map(() => '')];
  const probabilities = encoder.findingNames.map(
    (name) => reading.findings.find((finding) => finding.name === name)?.probability.value.toFixed(6) ?? '',
  );
  return [file, 'true', '', ...probabilities];
}

/** `vigie read`: every film of a folder through exactly the serving path, one CSV row each, in order of name. */
export async function readFilms({ films, out, config }: ReadOptions): Promise<void> {
  const files = await listFilms(films);
  if (files.length === 0) throw new Error(`no PNG, JPEG or DICOM file in ${films}`);
  await using models = await openModels(config);
  const csv = stringify({
    header: true,
    columns: ['file', 'accepted', 'reason', ...models.encoder.findingNames],
  });
  const written = finished(csv.pipe(createWriteStream(out)));
  const progress = createProgress(files.length);
  for (let at = 0; at < files.length; at += atOnce) {
    const rows = files.slice(at, at + atOnce).map((file) => rowOf(models.encoder, films, file));
    for (const row of await Promise.all(rows)) {
      csv.write(row);
      progress.step();
    }
  }
  progress.stop();
  csv.end();
  await written;
}
