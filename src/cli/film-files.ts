import { readdir } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';

const extensions = ['.png', '.jpg', '.jpeg', '.dcm', '.dicom', '.dic', ''];

/** Every PNG, JPEG or DICOM file below a folder, relative to it, in order of name. */
export async function listFilms(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .filter(({ name }) => extensions.includes(extname(name).toLowerCase()))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
