import { parentPort } from 'node:worker_threads';
import { decodeFilm } from './decode.ts';
import { FilmRefused } from './film.ts';
import type { DecodedFilm, FilmJob } from './film-reader.ts';
import { prepareTensor } from './prepare.ts';

async function read({ bytes, specs }: FilmJob): Promise<DecodedFilm> {
  const started = performance.now();
  try {
    const film = await decodeFilm(bytes, Math.max(...specs.map(({ resizeTo }) => resizeTo)));
    const decoded = performance.now();
    const tensors = specs.map((spec) => prepareTensor(film, spec));
    const { facts, rows, columns, reducedBy } = film;
    const decodeMs = decoded - started;
    return {
      ok: true,
      tensors,
      facts,
      rows,
      columns,
      reducedBy,
      decodeMs,
      prepareMs: performance.now() - decoded,
    };
  } catch (error) {
    const decodeMs = performance.now() - started;
    if (!(error instanceof FilmRefused)) {
      return { ok: false, refusal: { code: 'corrupt-pixels', detail: 'the file cannot be read' }, decodeMs };
    }
    return { ok: false, refusal: error.refusal, ...(error.facts ? { facts: error.facts } : {}), decodeMs };
  }
}

parentPort?.on('message', async (job: FilmJob) => {
  const answer = await read(job);
  parentPort?.postMessage(answer, answer.ok ? answer.tensors.map(({ buffer }) => buffer as ArrayBuffer) : []);
});
