import type { FilmOutcome } from '../assessment/film-conclusion.ts';
import type { Chart, FilmStudy } from '../chart/chart.ts';
import type { FilmEncoder } from '../encoders/film-encoder.ts';
import { type Reading, readingSchema } from '../encoders/reading.ts';
import { SourceUnavailable } from '../lib/errors.ts';
import { type Logger, nameOf } from '../lib/logger.ts';
import type { Store } from '../store/store.ts';
import { createPlaceSeeker, type ReadBytes } from './place-seeker.ts';

/** How one study's image files are fetched with the call's own token; `signal` bounds the whole retrieval. */
export type RetrieveFilm = (study: FilmStudy, signal: AbortSignal) => AsyncIterable<Uint8Array>;

export type ReadingRoomParts = {
  readonly store: Store;
  readonly encoder: FilmEncoder;
  readonly log: Logger;
  /** Most milliseconds one study may take to fetch. */
  readonly retrieveMs: number;
};

/** Reads films in the background and remembers what was read. */
export type ReadingRoom = {
  /** The newest film's outcome, waiting at most `budgetMs` for one that is being read. */
  readonly outcomeFor: (chart: Chart, retrieve: RetrieveFilm, budgetMs: number) => Promise<FilmOutcome>;
};

const queueName = 'read-film';
/** A film that could not be fetched is not asked for again within this time. */
const failureKeptMs = 15_000;

type Job = {
  readonly study: FilmStudy;
  readonly retrieve: RetrieveFilm;
  readonly done: (outcome: FilmOutcome) => void;
};

/** A study is the same study while it holds the same number of images. */
function subjectOf(study: FilmStudy): string {
  return `${study.studyInstanceUid}/${study.instances.length}`;
}

function keyOf({ maker, preprocessing }: FilmEncoder, subject: string) {
  return { subject, model: maker, preprocessing };
}

/** No study to read is not the same as no film: the list of studies may not have come. */
function withoutStudy({ gaps }: Chart): FilmOutcome {
  const gap = gaps.find(({ modality }) => modality === 'film');
  if (gap?.reason === 'source-failed' || gap?.reason === 'not-given')
    return { state: 'failed', because: 'list-of-films-unavailable' };
  return { state: 'none', because: gap?.reason ?? 'none-on-record' };
}

/** A file that arrived damaged may arrive whole the next time; every other judgement stays true. */
function isLasting(reading: Reading): boolean {
  return reading.state === 'read' || !['corrupt-pixels', 'not-dicom', 'no-pixels'].includes(reading.code);
}

function within(outcome: Promise<FilmOutcome>, budgetMs: number): Promise<FilmOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<FilmOutcome>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'pending', because: 'being-read' }), budgetMs);
  });
  return Promise.race([outcome, late]).finally(() => clearTimeout(timer));
}

/** Fetches a study image by image until a frontal film is read; when none is, its first refusal is told. */
async function readImages(
  { encoder, retrieveMs }: ReadingRoomParts,
  { study, retrieve }: Job,
): Promise<{ readonly reading?: Reading | undefined; readonly film?: ReadBytes }> {
  const readings: Reading[] = [];
  for await (const bytes of retrieve(study, AbortSignal.timeout(retrieveMs))) {
    const reading = await encoder.read(bytes);
    if (reading.state === 'read') return { reading, film: { bytes, reading } };
    readings.push(reading);
  }
  return { reading: readings[0] };
}

/** Reads a study, stores the outcome under its keys and has its places sought afterwards. */
async function readStudy(
  parts: ReadingRoomParts & { readonly seekPlaces: ReturnType<typeof createPlaceSeeker> },
  job: Job,
): Promise<FilmOutcome> {
  const { store, encoder, seekPlaces } = parts;
  const { studyInstanceUid } = job.study;
  const { reading, film } = await readImages(parts, job);
  if (!reading) return { state: 'failed', because: 'no-images-in-study' };
  const save = async (kept: Reading) => {
    const sop = kept.facts?.sopInstanceUid;
    if (sop) await store.embeddings.save(keyOf(encoder, sop), kept);
    await store.embeddings.save(keyOf(encoder, subjectOf(job.study)), kept);
  };
  if (isLasting(reading)) await save(reading);
  if (film) seekPlaces(film, save);
  return { state: 'reading', studyInstanceUid, reading };
}

/** Opens the room: starts the background reader on the store's queue. */
export async function openReadingRoom(parts: ReadingRoomParts): Promise<ReadingRoom> {
  const { store, encoder, log } = parts;
  const seekPlaces = createPlaceSeeker({ encoder, log });
  const jobs = new Map<string, Job>();
  const underWay = new Map<string, Promise<FilmOutcome>>();

  /** Jobs carry only the subject: the token stays in this process's memory and never reaches the database. */
  await store.queue.work(queueName, async ({ subject }) => {
    const job = jobs.get(subject);
    if (!job) return;
    try {
      job.done(await readStudy({ ...parts, seekPlaces }, job));
    } catch (error) {
      log.warn({ error: nameOf(error) }, 'film not read');
      job.done({
        state: 'failed',
        because: error instanceof SourceUnavailable ? error.reason : 'reading-failed',
      });
    }
  });

  const start = (study: FilmStudy, retrieve: RetrieveFilm): Promise<FilmOutcome> => {
    const subject = subjectOf(study);
    const outcome = new Promise<FilmOutcome>((resolve) => {
      jobs.set(subject, {
        study,
        retrieve,
        done: (result) => {
          jobs.delete(subject);
          const isKept = result.state === 'reading' && isLasting(result.reading);
          const keptMs = isKept ? 0 : failureKeptMs;
          setTimeout(() => underWay.delete(subject), keptMs).unref();
          resolve(result);
        },
      });
    });
    underWay.set(subject, outcome);
    void store.queue.send(queueName, { subject }).catch((error: unknown) => {
      log.error({ error: nameOf(error) }, 'queue refused a film');
      jobs.get(subject)?.done({ state: 'failed', because: 'queue-unavailable' });
    });
    return outcome;
  };

  const remembered = async (study: FilmStudy): Promise<FilmOutcome | undefined> => {
    const stored = readingSchema.safeParse(await store.embeddings.find(keyOf(encoder, subjectOf(study))));
    if (!stored.success) return undefined;
    return { state: 'reading', studyInstanceUid: study.studyInstanceUid, reading: stored.data };
  };

  return {
    outcomeFor: async (chart, retrieve, budgetMs) => {
      const study = chart.films[0];
      if (!study) return withoutStudy(chart);
      const known = await remembered(study);
      if (known) return known;
      return within(underWay.get(subjectOf(study)) ?? start(study, retrieve), budgetMs);
    },
  };
}
