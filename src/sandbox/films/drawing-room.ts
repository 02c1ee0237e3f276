import { Worker } from 'node:worker_threads';
import type { FilmOrder } from '../patients/film-order.ts';

type Drawn = { readonly sopInstanceUid: string; readonly bytes: Uint8Array };
type Job = { readonly order: FilmOrder; readonly outcome: PromiseWithResolvers<Uint8Array> };

/** Draws films one after the other in a thread of its own; a film that is asked for goes next. */
export type DrawingRoom = AsyncDisposable & {
  readonly film: (sopInstanceUid: string) => Promise<Uint8Array>;
};

export type DrawingParts = {
  readonly orders: readonly FilmOrder[];
  /** Told after each film: how many are done. */
  readonly progress: (done: number, all: number) => void;
};

/** Begins to draw at once, in the order given. */
export function openDrawingRoom({ orders, progress }: DrawingParts): DrawingRoom {
  const jobs = new Map<string, Job>(
    orders.map((order) => [order.sopInstanceUid, { order, outcome: Promise.withResolvers<Uint8Array>() }]),
  );
  const waiting = [...jobs.values()];
  const worker = orders.length > 0 ? new Worker(new URL('./draw-worker.ts', import.meta.url)) : undefined;
  const next = () => {
    const job = waiting.shift();
    if (job) worker?.postMessage(job.order);
  };
  const failAll = (error: Error) => {
    for (const { outcome } of jobs.values()) outcome.reject(error);
  };
  // A film that fails to be drawn is told to whoever asks for it, not to the process.
  for (const { outcome } of jobs.values()) outcome.promise.catch(() => undefined);
  let done = 0;
  worker?.on('message', ({ sopInstanceUid, bytes }: Drawn) => {
    jobs.get(sopInstanceUid)?.outcome.resolve(bytes);
    done += 1;
    progress(done, jobs.size);
    next();
  });
  worker?.on('error', failAll);
  worker?.unref();
  next();
  return {
    film: (sopInstanceUid) => {
      const job = jobs.get(sopInstanceUid);
      if (!job) return Promise.reject(new Error('no such film was ordered'));
      const place = waiting.indexOf(job);
      if (place > 0) waiting.unshift(...waiting.splice(place, 1));
      return job.outcome.promise;
    },
    [Symbol.asyncDispose]: async () => {
      failAll(new Error('the demo hospital is closing'));
      await worker?.terminate();
    },
  };
}
