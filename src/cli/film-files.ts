import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';

const extensions = ['.png', '.jpg', '.jpeg', '.dcm', '.dicom', '.dic', ''];

/** A link counts as what it leads to; a broken one as a file, so that it is named and not passed over. */
async function isFile(entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return stat(join(entry.parentPath, entry.name)).then(
    (target) => target.isFile(),
    () => true,
  );
}

/** Every PNG, JPEG or DICOM file below a folder, relative to it, in order of name. */
export async function listFilms(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const areFiles = await Promise.all(entries.map(isFile));
  return entries
    .filter(({ name }, at) => areFiles[at] && !name.startsWith('.'))
    .filter(({ name }) => extensions.includes(extname(name).toLowerCase()))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
