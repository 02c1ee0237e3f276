import type { AnswerTo, PreparedFilm, PrepareJob, RefusedFilm } from './film-job.ts';
import { createFilmThread } from './film-thread.ts';
import type { PrepareSpec } from './prepare.ts';

/** A film ready for the model, or the reason why the file is none. */
export type FilmAnswer = (Omit<PreparedFilm, 'tensors'> & { readonly tensor: Float32Array }) | RefusedFilm;

export type FilmRequest = {
  readonly spec: PrepareSpec;
  /** A film that takes longer is given up and its thread replaced. */
  readonly limitMs?: number;
};

export type FilmReader = AsyncDisposable & {
  /** Never rejects for a bad file: that is an answer with a refusal. */
  readonly read: (bytes: Uint8Array, request: FilmRequest) => Promise<FilmAnswer>;
};

const usualLimitMs = 20_000;

function keyOf(spec: PrepareSpec): string {
  return JSON.stringify(spec);
}

/** The answer for each model that was named, from the one film that was decoded. */
async function preparedAt(decoded: Promise<AnswerTo<PrepareJob>>, at: number): Promise<FilmAnswer> {
  const film = await decoded;
  if (!film.ok) return film;
  const { tensors, ...rest } = film;
  return { ...rest, tensor: tensors[at] as Float32Array };
}

/**
 * Decodes films in a thread of their own, one at a time in order of arrival. A film is prepared for the models of
 * `alsoFor` at the same time, and answered at once when the same bytes are read for one of them.
 */
export function createFilmReader(alsoFor: readonly PrepareSpec[] = []): FilmReader {
  const prepared = new WeakMap<Uint8Array, Map<string, Promise<FilmAnswer>>>();
  const thread = createFilmThread();
  return {
    read: (bytes, { spec, limitMs = usualLimitMs }) => {
      const known = prepared.get(bytes)?.get(keyOf(spec));
      if (known) return known;
      const specs = [spec, ...alsoFor.filter((other) => keyOf(other) !== keyOf(spec))];
      const decoded = thread.run<PrepareJob>({ kind: 'prepare', bytes, specs }, limitMs);
      const others = specs.slice(1).map((other, at) => [keyOf(other), preparedAt(decoded, at + 1)] as const);
      prepared.set(bytes, new Map(others));
      return preparedAt(decoded, 0);
    },
    [Symbol.asyncDispose]: thread[Symbol.asyncDispose],
  };
}
