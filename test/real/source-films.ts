import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { SourceFilm } from './dicom-from-jpeg.ts';

const adultYears = 18;

function filmIn(row: Readonly<Record<string, string>>): SourceFilm[] {
  const { source, file = '', patient_id: patientId = '', view, sex, age } = row;
  const ageYears = Math.floor(Number(age));
  if (source !== 'nih' || !patientId || (view !== 'PA' && view !== 'AP')) return [];
  if ((sex !== 'F' && sex !== 'M') || !(ageYears >= adultYears && ageYears < 120)) return [];
  return [{ file, patientId, view, sex, ageYears }];
}

/** `count` frontal films of as many adults, spread evenly over the NIH rows of `images.csv`. */
export async function chooseFilms(data: string, count: number): Promise<SourceFilm[]> {
  const rows = parse(await readFile(join(data, 'images.csv')), { columns: true }) as Record<string, string>[];
  const firstOf = new Map<string, SourceFilm>();
  for (const film of rows.flatMap(filmIn)) {
    if (!firstOf.has(film.patientId)) firstOf.set(film.patientId, film);
  }
  const films = [...firstOf.values()];
  const taken = Math.min(count, films.length);
  return Array.from({ length: taken }, (_, at) => films[Math.floor((at * films.length) / taken)]!);
}
