import { encodePng } from './encode-png.ts';
import type { GreyFilm } from './film.ts';
import { type Plane, resize } from './resize.ts';

export type RenderSpec = {
  /** `png`: 8 bits of grey. `grey16`: 16 bits, so that a reader's window finds what the film holds. */
  readonly as: 'png' | 'grey16';
  /** Longest side in pixels; a smaller film keeps its size. */
  readonly side: number;
};

/** At most `side` long, never enlarged, every pixel of the film heard. */
function reduced(film: GreyFilm, side: number): Plane {
  const shrink = side / Math.max(film.rows, film.columns);
  if (shrink >= 1) return film;
  const shrunk = (size: number) => Math.max(Math.round(size * shrink), 1);
  return resize(film, { rows: shrunk(film.rows), columns: shrunk(film.columns) }, 'triangle-antialias');
}

/** The machines this runs on are little endian, as the wire is. */
function toGrey16({ pixels }: Plane): Uint8Array<ArrayBuffer> {
  const greys = new Uint16Array(pixels.length);
  for (let at = 0; at < greys.length; at++) greys[at] = (pixels[at] as number) * 65_535 + 0.5;
  return new Uint8Array(greys.buffer);
}

function toGrey8({ pixels }: Plane): Uint8Array {
  const greys = new Uint8Array(pixels.length);
  for (let at = 0; at < greys.length; at++) greys[at] = (pixels[at] as number) * 255 + 0.5;
  return greys;
}

export type Rendered = {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly rows: number;
  readonly columns: number;
};

/** A film as a reader sees it, with its own window; nothing is drawn into it and nothing burnt in is taken out. */
export async function renderFilm(film: GreyFilm, { as, side }: RenderSpec): Promise<Rendered> {
  const plane = reduced(film, side);
  const { rows, columns } = plane;
  if (as === 'grey16') return { body: toGrey16(plane), rows, columns };
  return { body: new Uint8Array(await encodePng(toGrey8(plane), rows, columns)), rows, columns };
}
