import type { FilmConclusion } from '../assessment/assessment.ts';
import type { Chart, FilmStudy } from '../chart/chart.ts';
import type { FilmEncoder } from '../encoders/film-encoder.ts';
import { readingSchema } from '../encoders/reading.ts';
import type { FilmRefusal } from '../film/film.ts';
import type { RenderedFilm } from '../film/film-job.ts';
import { createFilmRenderer } from '../film/film-renderer.ts';
import type { RenderSpec } from '../film/render.ts';
import type { Clock } from '../lib/clock.ts';
import { NotFound, ServiceError } from '../lib/errors.ts';
import type { DicomwebAccess } from '../sources/dicomweb/http.ts';
import { retrieveInstance } from '../sources/dicomweb/wado.ts';
import type { Store } from '../store/store.ts';
import { type FilmPlan, planOf, planOfUnread } from './film-plan.ts';
import { createHeldFiles } from './held-files.ts';

/** A film that is there and cannot be shown; `refusal` says why. */
export class FilmNotShown extends ServiceError {
  override readonly name = 'FilmNotShown';
  override readonly code = 'FILM_NOT_SHOWN';
  override readonly status = 422;
  readonly refusal: FilmRefusal;
  constructor(refusal: FilmRefusal) {
    super(`the film cannot be shown: ${refusal.code}`);
    this.refusal = refusal;
  }
}

/** One reader's wish for one film of one chart, and what the reader may ask the archive with. */
export type FilmAsked = {
  /** Names the session or token: nobody is shown what another's token fetched. */
  readonly reader: string;
  readonly chart: Chart;
  readonly film: FilmConclusion;
  readonly sopInstanceUid: string;
  readonly access: Omit<DicomwebAccess, 'signal'>;
};

/** How a film is wished for. */
export type FilmSpec = RenderSpec;

/** Shows the films of a chart, and says what may be drawn over them. */
export type LightBox = AsyncDisposable & {
  /** @throws NotFound when the chart lists no such film; FilmNotShown; SourceUnavailable */
  readonly plan: (asked: FilmAsked) => Promise<FilmPlan>;
  /** @throws NotFound when the chart lists no such film; FilmNotShown; SourceUnavailable */
  readonly render: (asked: FilmAsked, spec: FilmSpec) => Promise<RenderedFilm>;
};

export type LightBoxParts = {
  readonly store: Store;
  readonly encoder: Pick<FilmEncoder, 'maker' | 'preprocessing'>;
  readonly clock: Clock;
  /** Longest one film may take to come from the archive. */
  readonly fetchMs: number;
  /** Bytes of film files kept in memory for all readers together. */
  readonly largestBytes: number;
};

const heldMs = 10 * 60_000;
const previewSide = 512;

type Wish = Pick<FilmAsked, 'chart' | 'film' | 'sopInstanceUid'>;

/**
 * The chart's study that holds the image: one that lists it, or, where the chart lists no images, the one from which
 * the image was read. @throws NotFound
 */
export function studyOf({ chart: { films }, film, sopInstanceUid }: Wish): FilmStudy {
  const listing = films.find(({ instances }) =>
    instances.some((item) => item.sopInstanceUid === sopInstanceUid),
  );
  if (listing) return listing;
  const isRead = film.state === 'read' && film.sopInstanceUid === sopInstanceUid;
  const read = isRead ? films.find((study) => study.studyInstanceUid === film.studyInstanceUid) : undefined;
  if (!read) throw new NotFound('this chart lists no such film');
  return read;
}

/** Opens the room: films are rendered in a thread of its own, which starts with the first. */
export function openLightBox({ store, encoder, ...parts }: LightBoxParts): LightBox {
  const renderer = createFilmRenderer();
  const files = createHeldFiles({ ...parts, heldMs });

  const fileOf = (asked: FilmAsked) => {
    const { reader, sopInstanceUid, access } = asked;
    const study = studyOf(asked);
    return files.of(JSON.stringify([reader, study.studyInstanceUid, sopInstanceUid]), () =>
      retrieveInstance(study, sopInstanceUid, { ...access, signal: AbortSignal.timeout(parts.fetchMs) }),
    );
  };

  const render = async (asked: FilmAsked, spec: FilmSpec): Promise<RenderedFilm> => {
    const rendered = await renderer.render(await fileOf(asked), spec);
    if (!rendered.ok) throw new FilmNotShown(rendered.refusal);
    return rendered;
  };

  const storedPlan = async (asked: FilmAsked): Promise<FilmPlan | undefined> => {
    const { studyInstanceUid } = studyOf(asked);
    const { maker: model, preprocessing } = encoder;
    const stored = await store.embeddings.find({ subject: asked.sopInstanceUid, model, preprocessing });
    const reading = readingSchema.safeParse(stored);
    // The same name in another study is another film.
    if (!reading.success || reading.data.facts?.studyInstanceUid !== studyInstanceUid) return undefined;
    return planOf(reading.data, asked.chart.patient);
  };

  return {
    plan: async (asked) => {
      const stored = await storedPlan(asked);
      if (stored) return stored;
      const { facts } = await render(asked, { as: 'png', side: previewSide });
      return planOfUnread(facts, asked.chart.patient);
    },
    render,
    [Symbol.asyncDispose]: renderer[Symbol.asyncDispose],
  };
}
