import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import { writeDicom } from '../dicom-file.ts';
import type { OwnFilm } from '../patients/own-film.ts';
import { uidFor } from '../uid.ts';
import type { Film } from './archive.ts';
import { readHeader } from './read-header.ts';

const pictures = ['.png', '.jpg', '.jpeg'];
const atMost = 20;

export type OwnFilms = {
  readonly films: readonly (OwnFilm & { readonly film: Film })[];
  /** File names that could not be read as a film, or that came after the twentieth. */
  readonly leftOut: readonly string[];
};

/** A PNG or JPEG as a 12-bit DICOM film; colour is turned to grey. */
async function pictureToDicom(path: string, name: string, now: Date): Promise<Uint8Array> {
  const { data, info } = await sharp(path)
    .autoOrient()
    .flatten({ background: '#000' })
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const samples = new Uint16Array(data.buffer, data.byteOffset, info.width * info.height * info.channels);
  const pixels = Uint16Array.from(
    { length: info.width * info.height },
    (_, index) => (samples[index * info.channels] ?? 0) >> 4,
  );
  return writeDicom(
    { pixels, rows: info.height, columns: info.width, bitsStored: 12 },
    {
      patientId: `OWN-${name}`.slice(0, 64),
      studyInstanceUid: uidFor(`own/${name}/study`),
      seriesInstanceUid: uidFor(`own/${name}/series`),
      sopInstanceUid: uidFor(`own/${name}/instance`),
      modality: 'DX',
      bodyPart: 'CHEST',
      studyDateTime: now.toISOString(),
      description: 'Chest',
    },
  );
}

async function readOwn(folder: string, name: string, now: Date): Promise<Film> {
  const path = join(folder, name);
  if (pictures.includes(extname(name).toLowerCase())) {
    const file = await pictureToDicom(path, name, now);
    return { header: readHeader(file), bytes: async () => file };
  }
  const file = new Uint8Array(await readFile(path));
  const header = readHeader(file);
  // Without an identifier the chart and the film could not be matched at all.
  return { header: { ...header, patientId: header.patientId || `OWN-${name}` }, bytes: async () => file };
}

/** Reads up to twenty PNG, JPEG or DICOM films of a folder; a DICOM file keeps its own names and UIDs. */
export async function readOwnFilms(folder: string, now: Date): Promise<OwnFilms> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
  const films: (OwnFilm & { film: Film })[] = [];
  const leftOut = names.slice(atMost);
  for (const [index, fileName] of names.slice(0, atMost).entries()) {
    try {
      const film = await readOwn(folder, fileName, now);
      films.push({ id: `your-film-${index + 1}`, fileName, header: film.header, film });
    } catch {
      leftOut.push(fileName);
    }
  }
  return { films, leftOut };
}
