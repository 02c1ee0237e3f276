import { parentPort } from 'node:worker_threads';
import { decodeFilm, decodeToLookAt } from './decode.ts';
import { FilmRefused, type GreyFilm } from './film.ts';
import type { FilmJob, PreparedFilm, PrepareJob, RefusedFilm, RenderedFilm, RenderJob } from './film-job.ts';
import { prepareTensor } from './prepare.ts';
import { renderFilm } from './render.ts';

async function prepare({ bytes, specs }: PrepareJob): Promise<PreparedFilm> {
  const started = performance.now();
  const film = await decodeFilm(bytes, Math.max(...specs.map(({ resizeTo }) => resizeTo)));
  const decoded = performance.now();
  const tensors = specs.map((spec) => prepareTensor(film, spec));
  const { facts, rows, columns, reducedBy, greys, exposure } = film;
  const decodeMs = decoded - started;
  return {
    ok: true,
    tensors,
    facts,
    rows,
    columns,
    reducedBy,
    greys,
    decodeMs,
    prepareMs: performance.now() - decoded,
    ...(exposure ? { exposure } : {}),
  };
}

/** The film rendered last, at the resolution at which it was decoded, for as long as a reader may ask for more of it. */
let last: { readonly name: string; readonly film: GreyFilm } | undefined;
let forgetting: NodeJS.Timeout | undefined;
const heldMs = 20_000;

function hold(name: string, film: GreyFilm): void {
  last = { name, film };
  clearTimeout(forgetting);
  forgetting = setTimeout(() => {
    last = undefined;
  }, heldMs).unref();
}

async function filmFor({ bytes, name, side }: RenderJob): Promise<GreyFilm> {
  const held = last?.name === name ? last.film : undefined;
  const isEnough = held && (held.reducedBy === 1 || Math.min(held.rows, held.columns) >= side);
  if (isEnough) return held;
  last = undefined;
  const film = await decodeToLookAt(bytes, side);
  hold(name, film);
  return film;
}

async function render(job: RenderJob): Promise<RenderedFilm> {
  const started = performance.now();
  const film = await filmFor(job);
  const decoded = performance.now();
  const rendered = await renderFilm(film, job);
  const { facts, reducedBy } = film;
  const renderMs = performance.now() - decoded;
  return { ok: true, ...rendered, facts, reducedBy, decodeMs: decoded - started, renderMs };
}

async function answer(job: FilmJob): Promise<PreparedFilm | RenderedFilm | RefusedFilm> {
  const started = performance.now();
  try {
    return await (job.kind === 'prepare' ? prepare(job) : render(job));
  } catch (error) {
    const decodeMs = performance.now() - started;
    if (!(error instanceof FilmRefused)) {
      return { ok: false, refusal: { code: 'corrupt-pixels', detail: 'the file cannot be read' }, decodeMs };
    }
    return { ok: false, refusal: error.refusal, ...(error.facts ? { facts: error.facts } : {}), decodeMs };
  }
}

/** What is handed over rather than copied. */
function buffersOf(answered: PreparedFilm | RenderedFilm | RefusedFilm): ArrayBuffer[] {
  if (!answered.ok) return [];
  const arrays = 'tensors' in answered ? answered.tensors : [answered.body];
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}

parentPort?.on('message', async (job: FilmJob) => {
  const answered = await answer(job);
  parentPort?.postMessage(answered, buffersOf(answered));
});
