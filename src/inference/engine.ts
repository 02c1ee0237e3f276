import { Worker } from 'node:worker_threads';
import { SourceUnavailable } from '../lib/errors.ts';
import type { ModelFile } from './model-file.ts';
import type { ProviderReport, WorkerAnswer, WorkerSetup } from './protocol.ts';
import type { Tensors } from './tensor.ts';

/** Runs the loaded graphs in a worker thread, so that no request waits behind arithmetic. */
export type Engine = AsyncDisposable & {
  /** Execution providers asked for, in order, and what became of each. */
  readonly providers: readonly ProviderReport[];
  /** Runs one graph; rejects with SourceUnavailable when the graph or the worker failed. */
  readonly run: (model: string, feeds: Tensors) => Promise<Tensors>;
  readonly isAlive: () => boolean;
};

export type EngineOptions = {
  readonly models: readonly ModelFile[];
  /** `cuda`, `webgpu`, `cpu`, tried in this order; the CPU is always tried last. */
  readonly providers: readonly string[];
  readonly threads: number;
};

type Waiting = { readonly resolve: (outputs: Tensors) => void; readonly reject: (error: Error) => void };

function startWorker(options: EngineOptions): Worker {
  const providers = [...new Set([...options.providers, 'cpu'])];
  const models = options.models.map(({ id, bytes }) => ({ id, bytes }));
  const workerData: WorkerSetup = { providers, threads: options.threads, models };
  return new Worker(new URL('./worker.ts', import.meta.url), { workerData });
}

function whenReady(worker: Worker): Promise<readonly ProviderReport[]> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer: WorkerAnswer) => {
      if (answer.kind === 'ready') resolve(answer.providers);
      else reject(new Error(`inference did not start: ${'reason' in answer ? answer.reason : answer.kind}`));
    });
  });
}

/** Starts the worker and loads every graph; rejects when no execution provider can run them. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const worker = startWorker(options);
  const providers = await whenReady(worker);
  const waiting = new Map<number, Waiting>();
  let jobs = 0;
  let isAlive = true;
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));

  const failAll = () => {
    isAlive = false;
    for (const { reject } of waiting.values()) reject(new SourceUnavailable('inference-stopped'));
    waiting.clear();
  };
  worker.on('error', failAll);
  worker.on('exit', failAll);
  worker.on('message', (answer: WorkerAnswer) => {
    if (answer.kind !== 'done' && answer.kind !== 'failed') return;
    const job = waiting.get(answer.job);
    waiting.delete(answer.job);
    if (answer.kind === 'done') job?.resolve(answer.outputs);
    else job?.reject(new SourceUnavailable('inference-failed', { cause: new Error(answer.reason) }));
  });

  return {
    providers,
    isAlive: () => isAlive,
    run: (model, feeds) =>
      new Promise((resolve, reject) => {
        if (!isAlive) return reject(new SourceUnavailable('inference-stopped'));
        const job = jobs++;
        waiting.set(job, { resolve, reject });
        worker.postMessage({ job, model, feeds });
      }),
    // Asked to stop, never terminated: ending a thread inside ONNX Runtime aborts the whole process.
    [Symbol.asyncDispose]: async () => {
      if (!isAlive) return;
      worker.postMessage('stop');
      await exited;
    },
  };
}
