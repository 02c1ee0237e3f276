import type { AnswerTo, RenderJob } from './film-job.ts';
import { createFilmThread } from './film-thread.ts';
import type { RenderSpec } from './render.ts';

/** One file, by a name that no other file has. */
export type NamedFile = { readonly name: string; readonly bytes: Uint8Array };

export type FilmRenderer = AsyncDisposable & {
  /** Never rejects for a bad file: that is an answer with a refusal. */
  readonly render: (file: NamedFile, spec: RenderSpec) => Promise<AnswerTo<RenderJob>>;
};

const limitMs = 20_000;

/** Renders films for readers' eyes in a thread of its own, which a film being read by a model does not hold up. */
export function createFilmRenderer(): FilmRenderer {
  const thread = createFilmThread();
  return {
    render: (file, spec) => thread.run<RenderJob>({ kind: 'render', ...file, ...spec }, limitMs),
    [Symbol.asyncDispose]: thread[Symbol.asyncDispose],
  };
}
