import { toDisplay } from './display.ts';
import { exposureFault, type Greys, greysOf } from './exposure.ts';
import { type FilmFacts, type FilmRefusal, FilmRefused, type GreyFilm, refuse } from './film.ts';
import { factsOf } from './header.ts';
import { looksLikeDicom, parseDicom } from './parse.ts';
import { decodePicture } from './picture.ts';
import { readPixels } from './pixels.ts';
import { screenFacts, screenFormat } from './screen.ts';

function isPicture(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes;
  return (
    (first === 0xff && second === 0xd8 && third === 0xff) ||
    (first === 0x89 && second === 0x50 && third === 0x4e)
  );
}

/** For what a film is decoded: what it must be, and the least side in pixels that will do. */
type Purpose = { readonly screen: (facts: FilmFacts) => FilmRefusal | undefined; readonly leastSide: number };

async function decodeDicom(bytes: Uint8Array, { screen, leastSide }: Purpose): Promise<GreyFilm> {
  const { data, isWhole } = parseDicom(bytes);
  const facts = factsOf(data);
  try {
    const screened = screen(facts);
    if (screened) throw new FilmRefused(screened);
    if (!isWhole && !data.elements.x7fe00010) refuse('corrupt-pixels', 'the file is cut off or damaged');
    const stored = await readPixels(data, facts, leastSide);
    const { rows, columns, reducedBy } = stored;
    return { rows, columns, reducedBy, facts, pixels: toDisplay(data, stored) };
  } catch (error) {
    if (error instanceof FilmRefused) throw new FilmRefused(error.refusal, facts);
    throw new FilmRefused({ code: 'corrupt-pixels', detail: 'the pixel data cannot be read' }, facts);
  }
}

async function decode(bytes: Uint8Array, purpose: Purpose): Promise<GreyFilm> {
  if (isPicture(bytes)) return decodePicture(bytes, purpose.screen);
  if (!looksLikeDicom(bytes)) return refuse('not-dicom', 'neither DICOM nor PNG nor JPEG');
  return decodeDicom(bytes, purpose);
}

/** A film with how its greys are spread and, where it is too dark or too pale, the refusal. A model may still know better what is wrong with it. */
export type MeasuredFilm = GreyFilm & { readonly greys: Greys; readonly exposure?: FilmRefusal };

/**
 * File bytes (DICOM, PNG or JPEG) to display grey. `targetSide` is the side in pixels the model will see; a JPEG 2000 is
 * decoded at a lower resolution as long as that is three times as much: below, it would be another film.
 * What is badly exposed bears `exposure`. @throws FilmRefused
 */
export async function decodeFilm(bytes: Uint8Array, targetSide: number): Promise<MeasuredFilm> {
  const film = await decode(bytes, { screen: screenFacts, leastSide: 3 * targetSide });
  const greys = greysOf(film);
  const exposure = exposureFault(greys);
  if (exposure?.code === 'blank') throw new FilmRefused(exposure, film.facts);
  return { ...film, greys, ...(exposure ? { exposure } : {}) };
}

/** The same for a reader's eyes: a lateral view, a hand and a badly exposed film are there to be seen. @throws FilmRefused */
export function decodeToLookAt(bytes: Uint8Array, leastSide: number): Promise<GreyFilm> {
  return decode(bytes, { screen: screenFormat, leastSide });
}
