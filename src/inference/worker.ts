import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { ProviderReport, RunRequest, WorkerAnswer, WorkerSetup } from './protocol.ts';
import type { Tensor } from './tensor.ts';

const setup = workerData as WorkerSetup;

type Started = { readonly sessions: Map<string, InferenceSession>; readonly providers: ProviderReport[] };

/** ONNX Runtime's own words, without the place in its source that comes before them. */
function withoutPlace(reason: string): string {
  return reason.replace(/\/onnxruntime_src\/.*?\) (?=[A-Z])/g, '');
}

async function createSessions(provider: string): Promise<Map<string, InferenceSession>> {
  const sessions = new Map<string, InferenceSession>();
  for (const { id, bytes } of setup.models) {
    const options = {
      executionProviders: [provider],
      intraOpNumThreads: setup.threads,
      interOpNumThreads: 1,
      enableCpuMemArena: false,
    };
    sessions.set(id, await InferenceSession.create(bytes, options));
  }
  return sessions;
}

/** ONNX Runtime never falls back by itself: a provider that cannot start throws, so the next is tried here. */
async function start(): Promise<Started> {
  const providers: ProviderReport[] = [];
  let sessions: Map<string, InferenceSession> | undefined;
  for (const name of setup.providers) {
    if (sessions) {
      providers.push({ name, state: 'standby' });
      continue;
    }
    try {
      sessions = await createSessions(name);
      providers.push({ name, state: 'in-use' });
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      providers.push({ name, state: 'failed', reason: withoutPlace(reason).slice(0, 300) });
    }
  }
  if (!sessions) throw new Error(providers.map(({ name, reason }) => `${name}: ${reason}`).join('; '));
  return { sessions, providers };
}

async function run(session: InferenceSession, request: RunRequest): Promise<WorkerAnswer> {
  const feeds = Object.fromEntries(
    Object.entries(request.feeds).map(([name, { data, shape }]) => [
      name,
      new OrtTensor('float32', data, [...shape]),
    ]),
  );
  const results = await session.run(feeds);
  const outputs: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(results)) {
    outputs[name] = { data: Float32Array.from(value.data as Float32Array), shape: [...value.dims] };
  }
  return { kind: 'done', job: request.job, outputs };
}

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  const { sessions, providers } = await start();
  answer({ kind: 'ready', providers });
  // One job at a time, in order of arrival: interleaving would only make every one of them late.
  let last: Promise<void> = Promise.resolve();
  parentPort?.on('message', (message: RunRequest | 'stop') => {
    last = last.then(async () => {
      if (message === 'stop') {
        for (const session of sessions.values()) await session.release();
        parentPort?.close();
        return;
      }
      const session = sessions.get(message.model);
      if (!session) return answer({ kind: 'failed', job: message.job, reason: `no model ${message.model}` });
      try {
        answer(await run(session, message));
      } catch (error) {
        answer({ kind: 'failed', job: message.job, reason: reasonOf(error) });
      }
    });
  });
} catch (error) {
  answer({ kind: 'failed-to-start', reason: reasonOf(error) });
}
