import type { Frame, View } from './film-view.ts';

/** Display grey of a film, 0 black to 65,535 white, row by row; at most as large as the film itself. */
export type FilmPixels = { readonly greys: Uint16Array; readonly rows: number; readonly columns: number };

/** What shows a film's pixels in an element, at any zoom and window. */
export type Stage = {
  readonly show: (pixels: FilmPixels) => Promise<void>;
  readonly place: (view: View, frame: Frame) => void;
  readonly close: () => void;
};
