import { toDisplay } from './display.ts';
import { FilmRefused, type GreyFilm, refuse } from './film.ts';
import { factsOf, looksLikeDicom, parseDicom } from './header.ts';
import { decodePicture } from './picture.ts';
import { readPixels } from './pixels.ts';
import { screenFacts } from './screen.ts';

/** Grey spread under which a picture shows nothing. */
const blankBelow = 0.01;

function isPicture(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes;
  return (
    (first === 0xff && second === 0xd8 && third === 0xff) ||
    (first === 0x89 && second === 0x50 && third === 0x4e)
  );
}

function refuseBlank({ pixels }: GreyFilm): void {
  let sum = 0;
  let squares = 0;
  for (const grey of pixels) {
    sum += grey;
    squares += grey * grey;
  }
  const mean = sum / pixels.length;
  if (Math.sqrt(Math.max(squares / pixels.length - mean * mean, 0)) < blankBelow)
    refuse('blank', 'one grey all over');
}

async function decodeDicom(bytes: Uint8Array, targetSide: number): Promise<GreyFilm> {
  const data = parseDicom(bytes);
  const facts = factsOf(data);
  const screened = screenFacts(facts);
  if (screened) throw new FilmRefused(screened, facts);
  try {
    const { values, rows, columns, reducedBy } = await readPixels(data, facts, targetSide);
    return { rows, columns, reducedBy, facts, pixels: toDisplay(data, values) };
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
    const screened = screenFacts(picture.facts);
    if (screened) throw new FilmRefused(screened, picture.facts);
    refuseBlank(picture);
    return picture;
  }
  if (!looksLikeDicom(bytes)) return refuse('not-dicom', 'neither DICOM nor PNG nor JPEG');
  const film = await decodeDicom(bytes, targetSide);
  try {
    refuseBlank(film);
  } catch (error) {
    throw error instanceof FilmRefused ? new FilmRefused(error.refusal, film.facts) : error;
  }
  return film;
}
