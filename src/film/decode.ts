import { toDisplay } from './display.ts';
import { screenExposure } from './exposure.ts';
import { FilmRefused, type GreyFilm, refuse } from './film.ts';
import { factsOf } from './header.ts';
import { looksLikeDicom, parseDicom } from './parse.ts';
import { decodePicture } from './picture.ts';
import { readPixels } from './pixels.ts';
import { screenFacts } from './screen.ts';

function isPicture(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes;
  return (
    (first === 0xff && second === 0xd8 && third === 0xff) ||
    (first === 0x89 && second === 0x50 && third === 0x4e)
  );
}

async function decodeDicom(bytes: Uint8Array, targetSide: number): Promise<GreyFilm> {
  const { data, isWhole } = parseDicom(bytes);
  const facts = factsOf(data);
  try {
    const screened = screenFacts(facts);
    if (screened) throw new FilmRefused(screened);
    if (!isWhole && !data.elements.x7fe00010) refuse('corrupt-pixels', 'the file is cut off or damaged');
    const stored = await readPixels(data, facts, targetSide);
    const { rows, columns, reducedBy } = stored;
    const film = { rows, columns, reducedBy, facts, pixels: toDisplay(data, stored) };
    screenExposure(film);
    return film;
  } catch (error) {
    if (error instanceof FilmRefused) throw new FilmRefused(error.refusal, facts);
    throw new FilmRefused({ code: 'corrupt-pixels', detail: 'the pixel data cannot be read' }, facts);
  }
}

/**
 * File bytes (DICOM, PNG or JPEG) to display grey. `targetSide` is the side in pixels the model will see;
 * a far larger JPEG 2000 is decoded at a lower resolution. @throws FilmRefused
 */
export async function decodeFilm(bytes: Uint8Array, targetSide: number): Promise<GreyFilm> {
  if (isPicture(bytes)) {
    const picture = await decodePicture(bytes);
    screenExposure(picture);
    return picture;
  }
  if (!looksLikeDicom(bytes)) return refuse('not-dicom', 'neither DICOM nor PNG nor JPEG');
  return decodeDicom(bytes, targetSide);
}
