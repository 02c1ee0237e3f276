/** Films a second through `vigie read`, beside the bare graphs (film, outline) on the same machine in the same run. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { readFilms } from '../../src/cli/read.ts';
import { loadConfig } from '../../src/config.ts';
import { inputOf } from '../../src/encoders/eye.ts';
import { readFilmManifest } from '../../src/encoders/film-manifest.ts';
import { readOutlineManifest } from '../../src/encoders/outline-manifest.ts';
import { createFilmReader } from '../../src/film/film-reader.ts';
import { createEngine } from '../../src/inference/engine.ts';
import { loadModelFile } from '../../src/inference/model-file.ts';
import { loadShippedFilmModel } from '../../src/open-models.ts';
import { drawPhantom } from '../../src/sandbox/phantom/phantom.ts';
import { root } from '../integration/service.ts';
import { commit, machine, percentile } from '../real/report.ts';

const { values } = parseArgs({
  options: {
    films: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '5' },
    side: { type: 'string', default: '1024' },
  },
});
const [films, rounds, side] = [values.films, values.rounds, values.side].map(Number) as [
  number,
  number,
  number,
];

async function drawFilms(folder: string): Promise<void> {
  const { pixels } = drawPhantom({ seed: 8, sex: 'female', ageYears: 50, view: 'PA', findings: {} }, side);
  const grey = Uint8Array.from(pixels, (code) => code >> 4);
  const png = await sharp(grey, { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toBuffer();
  for (let n = 0; n < films; n++) await writeFile(join(folder, `${String(n).padStart(4, '0')}.png`), png);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

const folder = await mkdtemp(join(tmpdir(), 'vigie-read-'));
try {
  await drawFilms(folder);
  const settings = { VIGIE_MODELS_DIR: join(root, 'models'), VIGIE_DATA_DIR: join(folder, 'data') };
  const config = loadConfig({ ...process.env, ...settings });
  const model = await loadShippedFilmModel(config);
  const manifest = readFilmManifest(model);
  await using reader = createFilmReader();
  const film = await reader.read(await readFile(join(folder, '0000.png')), { spec: manifest.preprocessing });
  if (!film.ok) throw new Error(film.refusal.detail);
  const outline = await loadModelFile(join(config.modelsDir, 'chest-outline'));
  const { input, preprocessing } = readOutlineManifest(outline);
  const outlineSide = preprocessing.resizeTo;
  const outlineInput = {
    [input.name]: {
      data: new Float32Array(outlineSide ** 2).fill(0.1),
      shape: [1, 1, outlineSide, outlineSide],
    },
  };
  await using engine = await createEngine({ models: [model, outline], ...config.inference });
  const bare = async (count: number) => {
    for (let n = 0; n < count; n++) {
      await engine.run(model.id, inputOf(manifest, film.tensor));
      await engine.run(outline.id, outlineInput);
    }
  };
  await bare(10);
  const out = join(folder, 'preds.csv');
  const read = () => readFilms({ films: folder, out, config, say: () => undefined });
  const one = await mkdtemp(join(folder, 'one-'));
  await writeFile(join(one, '0.png'), await readFile(join(folder, '0000.png')));
  const start = () => readFilms({ films: one, out: join(folder, 'one.csv'), config, say: () => undefined });

  const rates: { bare: number; read: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const bareRate = films / (await seconds(() => bare(films)));
    const starting = await seconds(start);
    const readRate = films / ((await seconds(read)) - starting);
    rates.push({ bare: bareRate, read: readRate });
  }
  const middle = (of: (rate: (typeof rates)[number]) => number) => percentile(rates.map(of), 0.5);
  const report = {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    machine: machine(),
    cores: availableParallelism(),
    load: loadavg()[0],
    model: model.maker,
    threads: config.inference.threads,
    film: `${side} × ${side} PNG, 8 bits`,
    filmsARound: films,
    filmsASecond: { bare: middle(({ bare }) => bare), read: middle(({ read }) => read) },
    share: middle(({ bare, read }) => read / bare),
    rounds: rates,
  };
  console.log(JSON.stringify(report, undefined, 2));
} finally {
  await rm(folder, { recursive: true, force: true });
}
