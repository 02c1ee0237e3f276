/**
 * How many charts a second are assessed once they are parsed, beside the bare ONNX runs of the same rows and the
 * parsing, all in one run. CPU time is printed too: it holds on a machine that is busy with something else.
 */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assess } from '../../src/assessment/assess.ts';
import type { Chart } from '../../src/chart/chart.ts';
import { inOrder } from '../../src/cli/in-order.ts';
import { loadConfig } from '../../src/config.ts';
import { createFusion } from '../../src/fusion/fuse.ts';
import { createEngine, type Engine } from '../../src/inference/engine.ts';
import { loadModelFile } from '../../src/inference/model-file.ts';
import type { Tensors } from '../../src/inference/tensor.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { readBundleChart } from '../../src/sources/bundle-chart.ts';
import { toBundle } from '../../src/sources/physionet/bundle.ts';
import { commit, machine } from '../real/report.ts';

const { values } = parseArgs({ options: { charts: { type: 'string', default: '300' } } });
const count = Number(values.charts);
const atOnce = 8;

const hourly = { HR: 80, SysABP: 120, DiasABP: 70, MAP: 85, RespRate: 18, Temp: 37, Urine: 80 };
const sixHourly = { GCS: 14, FiO2: 0.4, Na: 139, K: 4.1, BUN: 24, Creatinine: 1.2, Glucose: 130, WBC: 11 };
const daily = { HCT: 31, Platelets: 190, Lactate: 2.1, HCO3: 23, pH: 7.38, PaO2: 110, PaCO2: 40, Mg: 2 };

/** An invented stay of 48 hours, charted about as densely as PhysioNet 2012's. */
function stay(record: string): Parameters<typeof toBundle>[0] {
  const seed = Number(record);
  const every = (series: Readonly<Record<string, number>>, hours: number) =>
    Object.entries(series).flatMap(([parameter, usual], at) =>
      Array.from({ length: 48 / hours }, (_, n) => ({
        minutes: n * hours * 60,
        parameter,
        value: usual * (1 + ((seed * 7 + n * 13 + at * 5) % 17) / 100),
      })),
    );
  const person = { minutes: 0, parameter: 'Age', value: 40 + (seed % 50) };
  return { record, samples: [person, ...every(hourly, 1), ...every(sixHourly, 6), ...every(daily, 24)] };
}

/** Wall and CPU milliseconds for each of `count` charts. */
async function measured(work: () => Promise<unknown>) {
  const [started, before] = [performance.now(), process.cpuUsage()];
  await work();
  const wall = (performance.now() - started) / count;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1000 / count };
}

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

const lines = Array.from({ length: count }, (_, at) => JSON.stringify(toBundle(stay(String(at)))));
const model = await loadModelFile(join(loadConfig(process.env).modelsDir, 'fusion'));
await using engine = await createEngine({ models: [model], ...loadConfig(process.env).inference });
const asked: Tensors[] = [];
const listening: Engine = {
  ...engine,
  run: (id, feeds) => {
    asked.push(feeds);
    return engine.run(id, feeds);
  },
};
const fusion = createFusion({ model, engine: listening, reasons: 'not-told' });
const film = { state: 'none', because: 'none-on-record' } as const;

const charts: Chart[] = [];
const parsing = await measured(async () => {
  for (const line of lines) {
    const bundle = readBundleChart(JSON.parse(line));
    charts.push((await bundle.gatherAt(bundle.newestAt ?? '')).chart);
  }
});
const one = (chart: Chart) => assess({ fusion, clock: systemClock }, chart, film);
await drain(inOrder(charts.slice(0, 20), atOnce, one));
asked.length = 0;
const assessing = await measured(() => drain(inOrder(charts, atOnce, one)));
const rows = asked.reduce((sum, { tabular }) => sum + (tabular?.shape[0] ?? 0), 0) / count;
const bare = await measured(() => drain(inOrder(asked, atOnce, (feeds) => engine.run(model.id, feeds))));

console.log(`${commit()}, ${JSON.stringify(machine())}, load ${loadavg()[0]?.toFixed(1)}`);
console.log(
  `${count} charts of ${charts[0]?.measurements.length} values, ${rows.toFixed(1)} rows of the graph each`,
);
console.log(`${''.padEnd(44)} charts/s   wall ms    CPU ms`);
const table = {
  'assessed, once parsed': assessing,
  'baseline: session.run of the same rows': bare,
  'parsed: JSON, FHIR, units (not in the above)': parsing,
};
for (const [name, { wall, cpu }] of Object.entries(table)) {
  const cells = [(1000 / wall).toFixed(0), wall.toFixed(2), cpu.toFixed(2)];
  console.log(`${name.padEnd(44)}${cells.map((cell) => cell.padStart(9)).join(' ')}`);
}
