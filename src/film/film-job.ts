import type { CentreGreys } from './exposure.ts';
import type { FilmFacts, FilmRefusal } from './film.ts';
import type { PrepareSpec } from './prepare.ts';
import type { RenderSpec } from './render.ts';

/** What the thread is asked for: a film prepared for models, or as a reader will see it. */
export type PrepareJob = {
  readonly kind: 'prepare';
  readonly bytes: Uint8Array;
  readonly specs: readonly PrepareSpec[];
};
export type RenderJob = RenderSpec & {
  readonly kind: 'render';
  readonly bytes: Uint8Array;
  /** Jobs of one name are of one file: the film last decoded is not decoded again. */
  readonly name: string;
};
export type FilmJob = PrepareJob | RenderJob;

/** A film that cannot be had, and how long it took to know. */
export type RefusedFilm = {
  readonly ok: false;
  readonly refusal: FilmRefusal;
  readonly facts?: FilmFacts;
  readonly decodeMs: number;
};

type Decoded = {
  readonly ok: true;
  readonly facts: FilmFacts;
  readonly rows: number;
  readonly columns: number;
  readonly reducedBy: number;
  readonly decodeMs: number;
};

export type PreparedFilm = Decoded & {
  readonly tensors: readonly Float32Array[];
  readonly greys: CentreGreys;
  /** Too dark or too pale to be read, as `MeasuredFilm` says. */
  readonly exposure?: FilmRefusal;
  readonly prepareMs: number;
};

/** `rows` and `columns` are the picture's; the film's own are in its facts. */
export type RenderedFilm = Decoded & {
  /** A grey PNG, or little-endian uint16 display grey, row by row. */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly renderMs: number;
};

export type AnswerTo<Job extends FilmJob> =
  | (Job extends PrepareJob ? PreparedFilm : RenderedFilm)
  | RefusedFilm;
