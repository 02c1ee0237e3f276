import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { toldFindings } from '../assessment/told-findings.ts';
import type { Config } from '../config.ts';
import type { FilmEncoder } from '../encoders/film-encoder.ts';
import type { Place } from '../encoders/place.ts';
import type { Judgement, ReadFilm } from '../encoders/reading.ts';
import { viewOf } from '../encoders/view.ts';
import { encodePng } from '../film/encode-png.ts';
import { digestOf } from '../lib/digest.ts';
import { openModels } from '../open-models.ts';
import { toFlags } from '../outline/runs.ts';
import { filmsDigest, listFolder, maskNames, reasonFor, refuseAmongFilms, unreadable } from './film-files.ts';
import { type Row, refuseFolder, writeResumably } from './write-rows.ts';

export type ReadOptions = {
  readonly films: string;
  /** Read these films of the folder only. */
  readonly only?: ReadonlySet<string> | undefined;
  readonly out: string;
  /** Folder for the outlines, one PNG of bit flags a film. */
  readonly masks?: string | undefined;
  readonly config: Config;
  /** Whether to seek where on each film its findings lie: some thirty times the work of reading it. */
  readonly places?: boolean | undefined;
  /** Told what the person who waits should know. */
  readonly say: (line: string) => void;
};

/** Some films decode while another runs through the net. */
const atOnce = 4;

/** One thing's columns: its number is given even when it is not assessed, since a site validates on it. */
function columnsOf(name: string): string[] {
  return [name, `${name}_low`, `${name}_high`, `${name}_state`];
}

function cellsOf(name: string, judgement: Judgement): Row {
  const state = { [`${name}_state`]: judgement.state };
  if (judgement.state === 'not-offered') return state;
  // A score that only ranks keeps all its digits, lest films tie.
  if (judgement.state === 'uncalibrated') return { ...state, [name]: String(judgement.score) };
  const { value, low, high } = judgement.probability;
  return {
    ...state,
    [name]: value.toFixed(6),
    [`${name}_low`]: low.toFixed(6),
    [`${name}_high`]: high.toFixed(6),
  };
}

function cellsOfFilm(reading: ReadFilm): Row {
  return {
    view: viewOf(reading),
    sex_p: reading.maleProbability.toFixed(4),
    age: reading.ageYears.toFixed(1),
    ...cellsOf('abnormal', reading.abnormal),
    ...Object.assign({}, ...reading.findings.map((finding) => cellsOf(finding.name, finding))),
    warnings: reading.warnings?.join(' ') ?? '',
  };
}

/** On an AP film too, where the card does not tell it: who validates sees the view beside it. */
function cellsOfOutline({ outline }: ReadFilm): Row {
  if (!outline) return {};
  if (outline.state === 'refused') return { ctr_reason: outline.because };
  const { value, low, high } = outline.ratio;
  return { ctr: value.toFixed(4), ctr_low: low.toFixed(4), ctr_high: high.toFixed(4) };
}

/** A PNG at the film's own size: left lung 1, right lung 2, heart 4. */
async function writeMask({ outline, facts }: ReadFilm, path: string): Promise<void> {
  const { rows, columns } = facts;
  if (!outline || rows === undefined || columns === undefined) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await encodePng(toFlags(outline.shapes, rows, columns), rows, columns));
}

/** `right lower 0.143 0.571 0.429 0.857`: side, zone and box in fractions of the film, or why there is none. */
function placeText(place: Place): string {
  if (place.state === 'none') return `none (${place.because})`;
  return `${place.side} ${place.zone} ${place.box.map((edge) => edge.toFixed(3)).join(' ')}`;
}

async function placesCell(encoder: FilmEncoder, bytes: Uint8Array, reading: ReadFilm): Promise<Row> {
  const places = (await encoder.seekPlaces?.(bytes, toldFindings(reading))) ?? {};
  const cells = Object.entries(places).map(([name, place]) => `${name}: ${placeText(place)}`);
  return { places: cells.join('; ') };
}

type Request = Pick<ReadOptions, 'films' | 'places'> & {
  /** Where the film's outlines are written, if they are asked for. */
  readonly maskOf: (file: string) => string | undefined;
};

async function rowOf(
  encoder: FilmEncoder,
  { films: folder, maskOf, places }: Request,
  file: string,
): Promise<Row> {
  const bytes = await readFile(join(folder, file)).catch(() => undefined);
  if (!bytes) return { file, accepted: 'false', reason: unreadable };
  const reading = await encoder.read(bytes);
  if (reading.state === 'refused') return { file, accepted: 'false', reason: reasonFor(file, reading.code) };
  const mask = maskOf(file);
  if (mask) await writeMask(reading, mask);
  const where = places ? await placesCell(encoder, bytes, reading) : {};
  return { file, accepted: 'true', ...cellsOfFilm(reading), ...cellsOfOutline(reading), ...where };
}

function columnsFor({ findingNames }: FilmEncoder, places = false): string[] {
  return [
    ...['file', 'accepted', 'reason', 'view', 'sex_p', 'age', 'ctr', 'ctr_low', 'ctr_high', 'ctr_reason'],
    ...findingNames.flatMap(columnsOf),
    ...columnsOf('abnormal'),
    'warnings',
    ...(places ? ['places'] : []),
  ];
}

/** A film in a format that is not read must not be missing without a word. */
function passedOverText(files: readonly string[]): string {
  const more = files.length > 3 ? ` and ${files.length - 3} more` : '';
  return `${files.length} passed over, named like no PNG, JPEG or DICOM file: ${files.slice(0, 3).join(', ')}${more}`;
}

/**
 * `vigie read`: every film of a folder through exactly the serving path, one CSV row each, in order of name; answers
 * what they were read with.
 */
export async function readFilms(options: ReadOptions): Promise<string> {
  const { films, only, out, masks, places, config, say } = options;
  await refuseFolder(out);
  const { films: all, passedOver } = await listFolder(films);
  const items = only ? all.filter((film) => only.has(film)) : all;
  if (items.length === 0) throw new Error(`no PNG, JPEG or DICOM file in ${films}`);
  if (passedOver.length > 0) say(passedOverText(passedOver));
  const names = maskNames(items);
  if (masks) await refuseAmongFilms(films, masks, names.values());
  await mkdir(dirname(out), { recursive: true });
  const maskOf = (file: string) => (masks ? join(masks, names.get(file) as string) : undefined);
  await using models = await openModels(config, { tuned: 'for-many' });
  const { encoder } = models;
  if (places && !encoder.seekPlaces) say(`${encoder.maker} offers no places that were shown to be right`);
  const work = {
    out,
    // Rows of a run without places, or with masks elsewhere, are not gone on with.
    maker: `${encoder.maker}.${encoder.preprocessing}${masks ? `.masks-${digestOf(resolve(masks))}` : ''}${places ? '.places' : ''}`,
    films: await filmsDigest(films, items),
    columns: columnsFor(encoder, places),
    items,
    atOnce,
    rowOf: (file: string) => rowOf(encoder, { films, maskOf, places }, file),
  };
  await writeResumably(work, say);
  return encoder.maker;
}
