import { Worker } from 'node:worker_threads';
import type { FilmFacts, FilmRefusal } from './film.ts';
import type { PrepareSpec } from './prepare.ts';

export type FilmJob = { readonly bytes: Uint8Array; readonly spec: PrepareSpec };

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
  readonly run: (job: FilmJob, limitMs: number) => Promise<FilmAnswer>;
  readonly isLost: () => boolean;
  readonly stop: () => Promise<unknown>;
};

function startThread(): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: memory });
  let settle: ((answer: FilmAnswer) => void) | undefined;
  let isLost = false;
  let startedAt = 0;
  const lose = (detail: string) => {
    isLost = true;
    const decodeMs = performance.now() - startedAt;
    settle?.({ ok: false, refusal: { code: 'corrupt-pixels', detail }, decodeMs });
  };
  worker.on('message', (answer: FilmAnswer) => settle?.(answer));
  worker.on('error', () => lose('decoding broke or ran out of memory'));
  worker.on('exit', () => lose('decoding stopped'));

  const run = (job: FilmJob, limitMs: number): Promise<FilmAnswer> =>
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

/** Decodes films in a thread of their own, one at a time in order of arrival. */
export function createFilmReader(): FilmReader {
  let thread: Thread | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const run = async (job: FilmJob, limitMs: number): Promise<FilmAnswer> => {
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
      const answer = last.then(() => run({ bytes, spec }, limitMs));
      last = answer;
      return answer;
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await last;
      await thread?.stop();
      thread = undefined;
    },
  };
}
