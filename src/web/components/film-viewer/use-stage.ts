import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { type FetchFilm, readPicture, readPixels } from './film-files.ts';
import { type Frame, filmOn, type View } from './film-view.ts';
import { hasWebGl, openStage } from './open-stage.ts';
import type { Stage } from './stage.ts';

/** `picture`: this browser cannot draw the pixels, and a larger picture stands in for them. */
export type StageState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'pixels'; readonly side: number }
  | { readonly kind: 'picture'; readonly url?: string };

export type StageWish = {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly sop: string;
  readonly fetchFilm: FetchFilm;
  readonly view: View;
  /** Absent until the film's size is known. */
  readonly frame: Frame | undefined;
};

/** Longest side that is asked for at first, and at most: what every graphics card takes. */
const sides = { first: 2048, most: 4096 };

function longest({ rows, columns }: Frame['film']): number {
  return Math.max(rows, columns);
}

/** The longest side that the screen can show at this zoom, as far as the film has it. */
export function sideWanted(view: View, frame: Frame, density: number): number {
  const { width, height } = filmOn(view, frame);
  const seen = Math.max(width, height) * density;
  return seen <= sides.first ? sides.first : Math.min(sides.most, Math.max(longest(frame.film), sides.first));
}

type Opened = { readonly stage: Stage; readonly state: StageState };

/** Opens a stage in the element; what cannot be opened leaves a picture in its place. */
function useOpened({ element, sop, fetchFilm, frame }: StageWish) {
  const [opened, setOpened] = useState<Opened | { readonly state: StageState }>({
    state: { kind: 'waiting' },
  });
  const isSized = frame !== undefined;

  useEffect(() => {
    const place = element.current;
    if (!place || !isSized) return;
    const stop = new AbortController();
    const wish = { fetchFilm, sop, signal: stop.signal };
    let stage: Stage | undefined;
    let url: string | undefined;

    const showPixels = async () => {
      const pixels = await readPixels(wish, sides.first);
      if (stop.signal.aborted) return;
      stage = await openStage(place);
      await stage.show(pixels);
      if (stop.signal.aborted) stage.close();
      else setOpened({ stage, state: { kind: 'pixels', side: Math.max(pixels.rows, pixels.columns) } });
    };
    const showPicture = async () => {
      url = await readPicture(wish, sides.first);
      if (!stop.signal.aborted) setOpened({ state: { kind: 'picture', url } });
    };
    setOpened({ state: { kind: 'waiting' } });
    const standIn = () => {
      if (stop.signal.aborted) return;
      setOpened({ state: { kind: 'picture' } });
      void showPicture().catch(() => undefined);
    };
    if (hasWebGl()) void showPixels().catch(standIn);
    else standIn();
    return () => {
      stop.abort();
      stage?.close();
      if (url) URL.revokeObjectURL(url);
    };
  }, [element, sop, fetchFilm, isSized]);
  return [opened, setOpened] as const;
}

/** Draws the film's pixels in the element and keeps them at the view; finer ones come when the reader zooms in. */
export function useStage(wish: StageWish): StageState {
  const { sop, fetchFilm, view, frame } = wish;
  const [opened, setOpened] = useOpened(wish);
  const stage = 'stage' in opened ? opened.stage : undefined;
  const { state } = opened;
  // biome-ignore lint/correctness/useExhaustiveDependencies: finer pixels are placed like those before
  useLayoutEffect(() => {
    if (stage && frame) stage.place(view, frame);
  }, [stage, view, frame, state]);

  const wanted = frame && state.kind === 'pixels' ? sideWanted(view, frame, window.devicePixelRatio) : 0;
  const isFiner = frame && state.kind === 'pixels' && wanted > state.side && longest(frame.film) > state.side;
  const film = frame?.film;
  useEffect(() => {
    if (!stage || !film || !isFiner) return;
    const stop = new AbortController();
    const sharpen = async () => {
      const pixels = await readPixels({ fetchFilm, sop, signal: stop.signal }, wanted);
      if (stop.signal.aborted) return;
      await stage.show(pixels);
      setOpened({ stage, state: { kind: 'pixels', side: Math.max(pixels.rows, pixels.columns) } });
    };
    // What is on the screen stays: it is the same film, less fine.
    void sharpen().catch(() => undefined);
    return () => stop.abort();
  }, [stage, film, isFiner, wanted, fetchFilm, sop, setOpened]);

  return state;
}
