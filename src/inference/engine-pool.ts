import { createEngine, type Engine, type EngineOptions } from './engine.ts';

/**
 * As many engines as threads, each of one: more runs a second than one engine of all the threads, and a longer wait for
 * each. For work where nobody waits for a single answer.
 */
export async function createEnginePool({ threads, ...options }: EngineOptions): Promise<Engine> {
  const started = await Promise.all(
    Array.from({ length: threads }, () => createEngine({ ...options, threads: 1 })),
  );
  const lanes = started.map((engine) => ({ engine, underWay: 0 }));
  const [first] = started;
  if (!first) throw new Error('an engine needs at least one thread');
  return {
    providers: first.providers,
    isAlive: () => started.every((engine) => engine.isAlive()),
    run: async (model, feeds) => {
      const lane = lanes.reduce((idlest, next) => (next.underWay < idlest.underWay ? next : idlest));
      lane.underWay += 1;
      try {
        return await lane.engine.run(model, feeds);
      } finally {
        lane.underWay -= 1;
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(started.map((engine) => engine[Symbol.asyncDispose]()));
    },
  };
}
