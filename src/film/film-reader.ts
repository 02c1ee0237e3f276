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

export type FilmReader = AsyncDisposable & {
  /** Never rejects for a bad file: that is an answer with a refusal. */
  readonly read: (bytes: Uint8Array, request: { readonly spec: PrepareSpec }) => Promise<FilmAnswer>;
};

/** A film that takes longer than this is given up and its thread replaced. */
const limitMs = 20_000;
const memory = { maxOldGenerationSizeMb: 1024 };

function gaveUp(detail: string): FilmAnswer {
  return { ok: false, refusal: { code: 'corrupt-pixels', detail }, decodeMs: limitMs };
}

/** One job on one thread; the thread is lost when the file kills it or runs out its time. */
function runOn(worker: Worker, job: FilmJob): Promise<{ answer: FilmAnswer; isLost: boolean }> {
  return new Promise((resolve) => {
    const settle = (answer: FilmAnswer, isLost: boolean) => {
      clearTimeout(timer);
      worker.removeAllListeners();
      // A dying thread may still report; that must not end the process.
      worker.on('error', () => undefined);
      resolve({ answer, isLost });
    };
    const timer = setTimeout(() => settle(gaveUp('decoding took too long'), true), limitMs);
    worker.once('message', (answer: FilmAnswer) => settle(answer, false));
    worker.once('error', () => settle(gaveUp('decoding ran out of memory or broke'), true));
    worker.once('exit', () => settle(gaveUp('decoding stopped'), true));
    worker.postMessage(job);
  });
}

/** Decodes films in a thread of their own, one at a time in order of arrival. */
export function createFilmReader(): FilmReader {
  const open = () => new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: memory });
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const run = async (job: FilmJob): Promise<FilmAnswer> => {
    worker ??= open();
    const { answer, isLost } = await runOn(worker, job);
    if (isLost) {
      void worker.terminate();
      worker = undefined;
    }
    return answer;
  };

  return {
    read: (bytes, { spec }) => {
      const answer = last.then(() => run({ bytes, spec }));
      last = answer;
      return answer;
    },
    [Symbol.asyncDispose]: async () => {
      await last;
      await worker?.terminate();
      worker = undefined;
    },
  };
}
