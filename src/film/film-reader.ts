import { Worker } from 'node:worker_threads';
import type { FilmFacts, FilmRefusal } from './film.ts';
import type { PrepareSpec } from './prepare.ts';

export type FilmJob = { readonly bytes: Uint8Array; readonly specs: readonly PrepareSpec[] };

/** A film ready for the model, or the reason why the file is none. */
export type FilmAnswer =
  | {
      readonly ok: true;
      readonly tensor: Float32Array;
      readonly facts: FilmFacts;
      readonly rows: number;
      readonly columns: number;
      readonly reducedBy: number;
      readonly decodeMs: number;
      readonly prepareMs: number;
    }
  | {
      readonly ok: false;
      readonly refusal: FilmRefusal;
      readonly facts?: FilmFacts;
      readonly decodeMs: number;
    };

type ReadAnswer = Extract<FilmAnswer, { ok: true }>;

/** What the thread answers: the film prepared for each model that was named. */
export type DecodedFilm =
  | (Omit<ReadAnswer, 'tensor'> & { readonly tensors: readonly Float32Array[] })
  | Exclude<FilmAnswer, ReadAnswer>;

export type FilmRequest = {
  readonly spec: PrepareSpec;
  /** A film that takes longer is given up and its thread replaced. */
  readonly limitMs?: number;
};

export type FilmReader = AsyncDisposable & {
  /** Never rejects for a bad file: that is an answer with a refusal. */
  readonly read: (bytes: Uint8Array, request: FilmRequest) => Promise<FilmAnswer>;
};

const usualLimitMs = 20_000;
/** Of JavaScript objects; pixels lie outside this heap and are bounded by the largest film that is opened. */
const memory = { maxOldGenerationSizeMb: 512 };

/** One thread and the job it is at; `isLost` once a file killed it or ran out its time. */
type Thread = {
  readonly run: (job: FilmJob, limitMs: number) => Promise<DecodedFilm>;
  readonly isLost: () => boolean;
  readonly stop: () => Promise<unknown>;
};

function startThread(): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: memory });
  let settle: ((answer: DecodedFilm) => void) | undefined;
  let isLost = false;
  let startedAt = 0;
  const lose = (detail: string) => {
    isLost = true;
    const decodeMs = performance.now() - startedAt;
    settle?.({ ok: false, refusal: { code: 'corrupt-pixels', detail }, decodeMs });
  };
  worker.on('message', (answer: DecodedFilm) => settle?.(answer));
  worker.on('error', () => lose('decoding broke or ran out of memory'));
  worker.on('exit', () => lose('decoding stopped'));

  const run = (job: FilmJob, limitMs: number): Promise<DecodedFilm> =>
    new Promise((resolve) => {
      startedAt = performance.now();
      const timer = setTimeout(() => lose('decoding took too long'), limitMs);
      settle = (answer) => {
        clearTimeout(timer);
        settle = undefined;
        resolve(answer);
      };
      // A copy that is handed over: the caller keeps its bytes, and they cross the border without another copy.
      const bytes = new Uint8Array(job.bytes);
      worker.postMessage({ ...job, bytes }, [bytes.buffer]);
    });
  return { run, isLost: () => isLost, stop: () => worker.terminate() };
}

const closed: FilmAnswer = {
  ok: false,
  refusal: { code: 'corrupt-pixels', detail: 'the film reader is closed' },
  decodeMs: 0,
};

function keyOf(spec: PrepareSpec): string {
  return JSON.stringify(spec);
}

/** The answer for each model that was named, from the one film that was decoded. */
async function preparedAt(decoded: Promise<DecodedFilm>, at: number): Promise<FilmAnswer> {
  const film = await decoded;
  if (!film.ok) return film;
  const { tensors, ...rest } = film;
  return { ...rest, tensor: tensors[at] as Float32Array };
}

/**
 * Decodes films in a thread of their own, one at a time in order of arrival. A film is prepared for the models of
 * `alsoFor` at the same time, and answered at once when the same bytes are read for one of them.
 */
export function createFilmReader(alsoFor: readonly PrepareSpec[] = []): FilmReader {
  const prepared = new WeakMap<Uint8Array, Map<string, Promise<FilmAnswer>>>();
  let thread: Thread | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const run = async (job: FilmJob, limitMs: number): Promise<DecodedFilm> => {
    if (thread?.isLost()) thread = undefined;
    thread ??= startThread();
    const answer = await thread.run(job, limitMs);
    if (thread.isLost()) {
      await thread.stop();
      thread = undefined;
    }
    return answer;
  };

  return {
    read: (bytes, { spec, limitMs = usualLimitMs }) => {
      // A thread started now would never be stopped.
      if (isClosed) return Promise.resolve(closed);
      const known = prepared.get(bytes)?.get(keyOf(spec));
      if (known) return known;
      const specs = [spec, ...alsoFor.filter((other) => keyOf(other) !== keyOf(spec))];
      const decoded = last.then(() => run({ bytes, specs }, limitMs));
      last = decoded;
      const others = specs.slice(1).map((other, at) => [keyOf(other), preparedAt(decoded, at + 1)] as const);
      prepared.set(bytes, new Map(others));
      return preparedAt(decoded, 0);
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await last;
      await thread?.stop();
      thread = undefined;
    },
  };
}
