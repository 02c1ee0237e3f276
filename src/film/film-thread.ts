import { Worker } from 'node:worker_threads';
import type { AnswerTo, FilmJob, RefusedFilm } from './film-job.ts';

/** Of JavaScript objects; pixels lie outside this heap and are bounded by the largest film that is opened. */
const memory = { maxOldGenerationSizeMb: 512 };

type Answer = AnswerTo<FilmJob>;

/** One thread and the job it is at; `isLost` once a file killed it or ran out its time. */
type Thread = {
  readonly run: (job: FilmJob, limitMs: number) => Promise<Answer>;
  readonly isLost: () => boolean;
  readonly stop: () => Promise<unknown>;
};

function startThread(): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: memory });
  let settle: ((answer: Answer) => void) | undefined;
  let isLost = false;
  let startedAt = 0;
  const lose = (detail: string) => {
    isLost = true;
    const decodeMs = performance.now() - startedAt;
    settle?.({ ok: false, refusal: { code: 'corrupt-pixels', detail }, decodeMs });
  };
  worker.on('message', (answer: Answer) => settle?.(answer));
  worker.on('error', () => lose('decoding broke or ran out of memory'));
  worker.on('exit', () => lose('decoding stopped'));

  const run = (job: FilmJob, limitMs: number): Promise<Answer> =>
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

const closed: RefusedFilm = {
  ok: false,
  refusal: { code: 'corrupt-pixels', detail: 'the film reader is closed' },
  decodeMs: 0,
};

export type FilmThread = AsyncDisposable & {
  /** Never rejects for a bad file: that is an answer with a refusal. After `limitMs` the thread is replaced. */
  readonly run: <Job extends FilmJob>(job: Job, limitMs: number) => Promise<AnswerTo<Job>>;
};

/** A thread for films, one at a time in order of arrival; started with the first, and anew after one that killed it. */
export function createFilmThread(): FilmThread {
  let thread: Thread | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const runNow = async (job: FilmJob, limitMs: number): Promise<Answer> => {
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
    run: <Job extends FilmJob>(job: Job, limitMs: number) => {
      // A thread started now would never be stopped.
      if (isClosed) return Promise.resolve(closed as AnswerTo<Job>);
      const answer = last.then(() => runNow(job, limitMs) as Promise<AnswerTo<Job>>);
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
