/** Measures the service beside baselines taken in the same run; prints a table and writes a record. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../../src/config.ts';
import { createFilmReader } from '../../src/film/film-reader.ts';
import { openModels } from '../../src/open-models.ts';
import { commit, machine, percentile } from '../real/report.ts';
import { type BenchHospital, filmSide, startHospital } from './hospital.ts';
import type { Order, Told } from './service-process.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '300' },
    films: { type: 'string', default: '30' },
    many: { type: 'string', default: '500' },
    record: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const counts = { calls: Number(values.calls), films: Number(values.films), many: Number(values.many) };

/** A service process, and how it is asked for what it alone can see. */
type Child = {
  readonly service: string;
  readonly bare: string;
  readonly ask: <T>(order: Order) => Promise<T>;
};

async function openChild(dataDir: string, filmBudgetMs: number): Promise<Child & AsyncDisposable> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'service-process.ts'), {
    env: {
      ...process.env,
      VIGIE_PORT: '0',
      VIGIE_LOG_LEVEL: 'silent',
      VIGIE_DATA_DIR: dataDir,
      VIGIE_FILM_BUDGET_MS: String(filmBudgetMs),
      VIGIE_CALL_DEADLINE_MS: '60000',
    },
  });
  const [urls] = (await once(child, 'message')) as [{ service: string; bare: string }];
  return {
    ...urls,
    ask: async <T>(order: Order) => {
      child.send(order);
      const [answer] = await once(child, 'message');
      return answer as T;
    },
    [Symbol.asyncDispose]: async () => {
      const exited = once(child, 'exit');
      child.send('stop');
      await exited;
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function post(url: string, body: unknown): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 300)}`);
  return text;
}

async function series(count: number, work: (at: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) times.push(await timed(() => work(at)));
  return times;
}

function spread(times: readonly number[]) {
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), p99: percentile(times, 0.99) };
}

function stateOf(answer: string): string {
  const { extension } = JSON.parse(answer) as { extension?: Record<string, { film?: string }> };
  return extension?.['com.vigie.assessment']?.film ?? 'unknown';
}

/** Warm calls, the film already read, beside the framework alone; then cold films beside the models alone. */
async function latencies({ callOf, filmOf }: BenchHospital, dataDir: string) {
  await using child = await openChild(dataDir, 30_000);
  const service = `${child.service}/cds-services/vigie-patient-summary`;
  const first = await post(service, callOf('warm'));
  const bare = `${child.bare}/${Buffer.byteLength(first)}`;
  await series(20, async () => [await post(service, callOf('warm')), await post(bare, callOf('warm'))]);
  const warm = await series(counts.calls, () => post(service, callOf('warm')));
  const framework = await series(counts.calls, () => post(bare, callOf('warm')));
  const cold = await series(counts.films, async (at) => {
    const state = stateOf(await post(service, callOf(`cold-${at}`)));
    if (state !== 'read' && state !== 'refused') throw new Error(`a film that should be read is ${state}`);
  });

  await using models = await openModels(loadConfig(process.env));
  await using films = createFilmReader();
  const spec = models.encoder.spec;
  await models.encoder.read(filmOf('alone'));
  const alone = await series(counts.films, (at) => models.encoder.read(filmOf(`alone-${at}`)));
  const decoding = await series(counts.films, (at) => films.read(filmOf(`alone-${at}`), { spec }));
  return {
    answerBytes: Buffer.byteLength(first),
    film: stateOf(await post(service, callOf('warm'))),
    rows: {
      'warm call': spread(warm),
      'baseline: bare Hono, same size': spread(framework),
      'cold film, from call to its answer': spread(cold),
      'baseline: decode + session.run alone': spread(alone),
      '  of which decode and prepare': spread(decoding),
    },
  };
}

/** A crowd of cold films: what the event loop feels of it, and what stays in memory. */
async function load({ callOf }: BenchHospital, dataDir: string) {
  await using child = await openChild(dataDir, 400);
  const service = `${child.service}/cds-services/vigie-patient-summary`;
  const memory = [{ films: 0, rssMiB: await child.ask<number>('memory') }];
  await child.ask('watch');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const idle = await child.ask<Told>('told');
  await child.ask('watch');
  const steps = [Math.round(counts.many / 5), counts.many];
  let sent = 0;
  const calls: number[] = [];
  for (const until of steps) {
    const one = async () => {
      while (sent < until) {
        const patient = `many-${sent++}`;
        calls.push(await timed(() => post(service, callOf(patient))));
        while (stateOf(await post(service, callOf(patient))) === 'pending')
          await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    await Promise.all(Array.from({ length: 8 }, one));
    memory.push({ films: until, rssMiB: await child.ask<number>('memory') });
    process.stderr.write(`  ${until} films read\n`);
  }
  return { idle, busy: await child.ask<Told>('told'), call: spread(calls), memory };
}

function line(name: string, cells: readonly (number | null)[]): string {
  const numbers = cells.map((cell) => (cell === null ? '–' : cell.toFixed(1)).padStart(10));
  return `${name.padEnd(44)}${numbers.join('')}`;
}

const folder = await mkdtemp(join(tmpdir(), 'vigie-bench-'));
try {
  process.stderr.write('drawing the film\n');
  const hospital = await startHospital();
  process.stderr.write('latencies\n');
  const speed = await latencies(hospital, join(folder, 'speed'));
  process.stderr.write('load\n');
  const crowd = await load(hospital, join(folder, 'load'));
  await hospital.neighbour[Symbol.asyncDispose]();
  const report = {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    machine: machine(),
    film: `${filmSide} × ${filmSide}, 16 bits, explicit little endian; outcome: ${speed.film}`,
    counts,
    answerBytes: speed.answerBytes,
    milliseconds: { ...speed.rows, 'call while 8 others load cold films': crowd.call },
    eventLoopDelayMs: { idle: crowd.idle, coldLoad: crowd.busy },
    memory: crowd.memory,
  };
  console.log(line('milliseconds', []).trimEnd().padEnd(44), '      p50       p95       p99');
  for (const [name, { p50, p95, p99 }] of Object.entries(report.milliseconds))
    console.log(line(name, [p50, p95, p99]));
  console.log(
    line('event-loop delay, idle (p50, p99, max)', [crowd.idle.p50, crowd.idle.p99, crowd.idle.max]),
  );
  console.log(line('event-loop delay, cold load', [crowd.busy.p50, crowd.busy.p99, crowd.busy.max]));
  for (const { films, rssMiB } of crowd.memory)
    console.log(line(`memory after ${films} cold films, MiB`, [rssMiB]));
  if (values.record) {
    const records = join(import.meta.dirname, 'records');
    await mkdir(records, { recursive: true });
    const path = join(records, `${report.date}_${report.commit}.json`);
    await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(`written to ${path}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
