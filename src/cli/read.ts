import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { FilmEncoder } from '../encoders/chest-xray.ts';
import { openModels } from '../open-models.ts';
import { listFilms } from './film-files.ts';
import { type Row, writeRows } from './write-rows.ts';

export type ReadOptions = { readonly films: string; readonly out: string; readonly config: Config };

/** One film decodes while another runs through the net. */
const atOnce = 3;

async function rowOf(encoder: FilmEncoder, folder: string, file: string): Promise<Row> {
  const bytes = await readFile(join(folder, file)).catch(() => undefined);
  if (!bytes) return { file, accepted: 'false', reason: 'file-not-readable' };
  const reading = await encoder.read(bytes);
  if (reading.state === 'refused') return { file, accepted: 'false', reason: reading.code };
  const probabilities = reading.findings.map(({ name, probability }) => [name, probability.value.toFixed(6)]);
  return { file, accepted: 'true', ...Object.fromEntries(probabilities) };
}

/** `vigie read`: every film of a folder through exactly the serving path, one CSV row each, in order of name. */
export async function readFilms({ films, out, config }: ReadOptions): Promise<void> {
  const items = await listFilms(films);
  if (items.length === 0) throw new Error(`no PNG, JPEG or DICOM file in ${films}`);
  await using models = await openModels(config);
  const { encoder } = models;
  await writeRows({
    out,
    columns: ['file', 'accepted', 'reason', ...encoder.findingNames],
    items,
    atOnce,
    rowOf: (file) => rowOf(encoder, films, file),
  });
}
