import { randomUUID } from 'node:crypto';
import { type ConstructorOptions, PgBoss } from 'pg-boss';

/** Names the work, and nothing more: what needs a token stays in the memory of the process that sent it. */
export type JobData = { readonly subject: string };

export type WorkOptions = { readonly concurrency?: number };
export type SendOptions = { readonly singletonKey?: string };

/**
 * Background work of this process. Each process has queues of its own, because the token that a job needs
 * never leaves the process; what a dead process left waiting is dropped, and asked for again by the next call.
 */
export type Queue = {
  /** Starts the queue; `work` and `send` do it themselves. */
  readonly start: () => Promise<void>;
  readonly work: (
    name: string,
    handler: (data: JobData) => Promise<void>,
    options?: WorkOptions,
  ) => Promise<void>;
  /** One waiting job for each `singletonKey`, by default the subject; a second one is the first one. */
  readonly send: (name: string, data: JobData, options?: SendOptions) => Promise<void>;
  /** Waits a few seconds for what is running, then stops. */
  readonly stop: () => Promise<void>;
};

const hourSeconds = 3600;
const stopTimeoutMs = 5000;
/** The workers are woken by hand; this finds only a job whose retry was put off. */
const pollSeconds = 30;

/** PGlite stops the process while it answers: nothing that can be left out is asked. */
const calm = {
  schedule: false,
  monitorVacuum: false,
  reindex: false,
  superviseIntervalSeconds: 600,
  maintenanceIntervalSeconds: hourSeconds,
  queueCacheIntervalSeconds: hourSeconds,
  instanceHeartbeatSeconds: 60,
} as const satisfies ConstructorOptions;

/** Removes the queues of processes that ended without saying so. */
async function removeDeadQueues(boss: PgBoss): Promise<void> {
  const instances = await boss.getInstances();
  const living = new Set(instances.filter(({ live }) => live).map(({ name }) => name));
  for (const { name } of await boss.getQueues()) {
    if (!living.has(name.slice(name.indexOf('.') + 1))) await boss.deleteQueue(name);
  }
}

function reportError(error: Error): void {
  process.emitWarning(`the job queue reports ${error.name}`, { code: 'VIGIE_QUEUE' });
}

/** Opens the queue on the store's own database. */
export function createQueue(connection: ConstructorOptions): Queue {
  const owner = randomUUID();
  const boss = new PgBoss({ ...connection, ...calm, instanceName: owner });
  boss.on('error', reportError);
  const workers = new Map<string, string[]>();
  const queues = new Map<string, Promise<string>>();
  let started: Promise<void> | undefined;

  const start = () => {
    started ??= boss.start().then(() => removeDeadQueues(boss));
    return started;
  };
  const open = (name: string): Promise<string> => {
    const full = `${name}.${owner}`;
    const known = queues.get(name);
    if (known) return known;
    const opened = start()
      .then(() =>
        boss.createQueue(full, { policy: 'short', expireInSeconds: 600, deleteAfterSeconds: hourSeconds }),
      )
      .then(() => full);
    queues.set(name, opened);
    return opened;
  };
  const wake = (full: string) => {
    for (const worker of workers.get(full) ?? []) boss.notifyWorker(worker);
  };
  return {
    start,
    work: async (name, handler, { concurrency = 2 } = {}) => {
      const full = await open(name);
      for (let index = 0; index < concurrency; index += 1) {
        const worker = await boss.work<JobData>(
          full,
          { pollingIntervalSeconds: pollSeconds },
          async (jobs) => {
            try {
              for (const { data } of jobs) await handler(data);
            } finally {
              // pg-boss sleeps after a job; more may be waiting.
              wake(full);
            }
          },
        );
        workers.set(full, [...(workers.get(full) ?? []), worker]);
      }
    },
    send: async (name, data, { singletonKey = data.subject } = {}) => {
      const full = await open(name);
      await boss.send(full, data, { singletonKey });
      wake(full);
    },
    stop: async () => {
      if (!started) return;
      await started.catch(() => undefined);
      await boss.stop({ timeout: stopTimeoutMs });
    },
  };
}
