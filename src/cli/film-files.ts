import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { digestOf } from '../lib/digest.ts';
import { BadRequest } from '../lib/errors.ts';

const extensions = ['.png', '.jpg', '.jpeg', '.dcm', '.dicom', '.dic', ''];

/** A link counts as what it leads to; a broken one as a file, so that it is named and not passed over. */
async function isFile(entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return stat(join(entry.parentPath, entry.name)).then(
    (target) => target.isFile(),
    () => true,
  );
}

/** An archive often names a DICOM file by its UID alone: the last number of that is no ending. */
function endingOf(name: string): string {
  const ending = extname(name);
  return /^\.\d+$/.test(ending) ? '' : ending;
}

export type FilmFolder = {
  /** Every PNG, JPEG or DICOM file below the folder, relative to it, in order of name. */
  readonly films: readonly string[];
  /** The files that are named like none of these. */
  readonly passedOver: readonly string[];
};

/** What lies below a folder; hidden files are left out. */
export async function listFolder(folder: string): Promise<FilmFolder> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const areFiles = await Promise.all(entries.map(isFile));
  const files = entries
    .filter(({ name }, at) => areFiles[at] && !name.startsWith('.'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  const isFilm = (file: string) => extensions.includes(endingOf(file).toLowerCase());
  return { films: files.filter(isFilm), passedOver: files.filter((file) => !isFilm(file)) };
}

/** Every PNG, JPEG or DICOM file below a folder, relative to it, in order of name. */
export async function listFilms(folder: string): Promise<readonly string[]> {
  return (await listFolder(folder)).films;
}

/** The reason where a file cannot even be opened. */
export const unreadable = 'file-not-readable';

/** Twelve digits that are others as soon as the folder is, or one film's name, size or time of change; no film is opened. */
export async function filmsDigest(folder: string, films: readonly string[]): Promise<string> {
  const facts = films.map(async (film) => {
    const found = await stat(join(folder, film)).catch(() => undefined);
    return [film, found?.size, found?.mtimeMs];
  });
  return digestOf(await realpath(folder), await Promise.all(facts)).slice(0, 12);
}

/** What is wrong with a file by the code it was refused with; one that is called a picture and is none is a damaged one. */
export function reasonFor(file: string, code: string): string {
  const isCalledPicture = ['.png', '.jpg', '.jpeg'].includes(extname(file).toLowerCase());
  return code === 'not-dicom' && isCalledPicture ? 'corrupt-pixels' : code;
}

/** `<film without its ending>.png` for each film; where two would share a name, every film keeps its ending before it. */
export function maskNames(films: readonly string[]): ReadonlyMap<string, string> {
  const stems = films.map((film) => film.slice(0, film.length - endingOf(film).length));
  const isShared = new Set(stems).size < stems.length;
  return new Map(films.map((film, at) => [film, `${isShared ? film : stems[at]}.png`]));
}

/** The folder as the disk has it, also where it is still to be made. */
async function placeOf(folder: string): Promise<string> {
  const path = resolve(folder);
  if (path === dirname(path)) return path;
  return realpath(path).catch(async () => join(await placeOf(dirname(path)), basename(path)));
}

/** An outline among the films would be read as a film, or take the place of one. @throws BadRequest */
export async function refuseAmongFilms(films: string, masks: string, names: Iterable<string>): Promise<void> {
  const [from, to] = await Promise.all([placeOf(films), placeOf(masks)]);
  for (const name of ['', ...names]) {
    const way = relative(from, join(to, name));
    if (way.split(sep)[0] !== '..' && !isAbsolute(way))
      throw new BadRequest(`the outlines may not lie among the films: ${masks}`);
  }
}
