import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toObservations } from '../../src/sources/physionet/observations.ts';
import { readDicomFiles } from './dicom-files.ts';
import { encodeFilm } from './dicom-from-jpeg.ts';
import type { FhirServer } from './fhir-server.ts';
import type { Orthanc } from './orthanc.ts';
import { lastMinute, readStays } from './physionet-stays.ts';
import { createProgress } from './progress.ts';
import { endpointOf, recordsOf } from './records.ts';
import type { Tally } from './report.ts';
import { chooseFilms } from './source-films.ts';

/** One patient of the run: whose film has to be decoded, and what it was before it was stored. */
export type Case = {
  readonly patientId: string;
  /** How the film is stored, or the file it came from. */
  readonly encoding: string;
  /** The JPEG that a NIH film was made from; absent for the files of `dicom/`. */
  readonly original?: string;
};

export type HospitalParts = {
  readonly data: string;
  readonly now: Date;
  /** For the encoders' temporary files. */
  readonly folder: string;
  readonly orthanc: Orthanc;
  readonly fhir: FhirServer;
  readonly refusedByArchive: Tally;
};

const hourMs = 3_600_000;
const minuteMs = 60_000;
const lastValueBeforeMs = 10 * 60_000;
const unknownAgeYears = 50;

async function admitFilms(parts: HospitalParts, count: number): Promise<Case[]> {
  const { orthanc, fhir, data, folder, now, refusedByArchive } = parts;
  const films = await chooseFilms(data, count);
  const step = createProgress('NIH films stored', films.length);
  const startedAt = new Date(now.getTime() - 2 * hourMs);
  const cases: Case[] = [];
  for (const [at, film] of films.entries()) {
    const original = join(data, film.file);
    const jpeg = await readFile(original);
    const { bytes, encoding } = await encodeFilm(film, jpeg, { at, folder, acquiredAt: startedAt });
    const stored = await orthanc.store(bytes);
    step();
    if (stored.state === 'refused') {
      refusedByArchive.add(`NIH film as ${encoding}: ${stored.because}`);
      continue;
    }
    const { patientId: dicomPatientId, sex, ageYears, view } = film;
    const person = { id: `film-${at}`, dicomPatientId, sex, ageYears };
    fhir.add(recordsOf(person, { ...stored, modality: view === 'AP' ? 'CR' : 'DX', startedAt }, now));
    cases.push({ patientId: person.id, encoding, original });
  }
  return cases;
}

async function admitFiles(parts: HospitalParts): Promise<{ files: number; cases: Case[] }> {
  const { orthanc, fhir, data, now, refusedByArchive } = parts;
  const samples = await readDicomFiles(data);
  const step = createProgress('DICOM files stored', samples.length);
  const cases: Case[] = [];
  for (const [at, { file, bytes, patientId: dicomPatientId, sex }] of samples.entries()) {
    const stored = await orthanc.store(bytes);
    step();
    if (stored.state === 'refused') {
      refusedByArchive.add(`${file}: ${stored.because}`);
      continue;
    }
    const named = dicomPatientId ? { dicomPatientId } : {};
    const person = { id: `file-${at}`, sex, ageYears: unknownAgeYears, ...named };
    // The record claims a chest film whatever the file is, so that Vigie has to fetch it and judge for itself.
    fhir.add(recordsOf(person, { ...stored, modality: 'DX', startedAt: now }, now));
    cases.push({ patientId: person.id, encoding: file });
  }
  return { files: samples.length, cases };
}

async function addCharts({ fhir, now, data }: HospitalParts, cases: readonly Case[]) {
  const stays = await readStays(data, cases.length);
  const until = new Date(now.getTime() - lastValueBeforeMs);
  let observations = 0;
  for (const [at, { patientId }] of cases.entries()) {
    const stay = stays[at % stays.length];
    if (!stay) continue;
    const admittedAt = new Date(until.getTime() - lastMinute(stay) * minuteMs);
    const chart = toObservations(stay, { patientId, admittedAt, useOther: at % 2 === 1 });
    observations += chart.length;
    fhir.add(chart);
  }
  return { stays: stays.length, observations };
}

/** Fills archive and FHIR server: one patient for each NIH film and each file of `dicom/`, at most `limit`. */
export async function fillHospital(parts: HospitalParts, films: number, limit: number) {
  parts.fhir.add([endpointOf(parts.orthanc.dicomweb)]);
  const nih = await admitFilms(parts, films);
  const dicom = await admitFiles(parts);
  const cases = [...nih, ...dicom.cases].slice(0, limit);
  const charts = await addCharts(parts, cases);
  const counts = {
    patients: cases.length,
    nihFilms: nih.length,
    dicomFiles: dicom.files,
    dicomFilesStored: dicom.cases.length,
    ...charts,
  };
  return { cases, counts };
}
