import type { FilmFacts, FilmRefusal } from './film.ts';

const radiographs = ['CR', 'DX', 'RG', 'OT', 'SC'];
const laterals = ['LL', 'RL', 'LLD', 'RLD', 'LATERAL', 'LAT', 'LLO', 'RLO', 'LAO', 'RAO', 'LPO', 'RPO'];
const chestWords = /CHEST|THORAX|LUNG|RIB|TORAX|POUMON|PULM/i;
const greys = ['MONOCHROME1', 'MONOCHROME2'];
const smallestSide = 128;
/** A 6400 × 6400 film, twice the largest detector; it bounds what one film may take of memory. */
export const largestPixels = 41_000_000;

function screenOrigin({ modality, isAnimal }: FilmFacts): FilmRefusal | undefined {
  if (modality !== undefined && !radiographs.includes(modality)) {
    return { code: 'not-a-radiograph', detail: `modality ${modality.slice(0, 16)}` };
  }
  if (isAnimal) return { code: 'not-chest', detail: 'a film of an animal' };
  return undefined;
}

function screenSubject({ viewPosition, bodyPart }: FilmFacts): FilmRefusal | undefined {
  if (viewPosition !== undefined && laterals.includes(viewPosition.toUpperCase())) {
    return { code: 'lateral-view', detail: `view position ${viewPosition.slice(0, 16)}` };
  }
  if (bodyPart !== undefined && !chestWords.test(bodyPart)) {
    return { code: 'not-chest', detail: `body part ${bodyPart.slice(0, 16)}` };
  }
  return undefined;
}

function screenPicture({ frames, rows, columns }: FilmFacts): FilmRefusal | undefined {
  if (rows === 0 || columns === 0) return { code: 'no-pixels', detail: 'the file holds no picture' };
  return frames > 1 ? { code: 'multi-frame', detail: `${frames} frames` } : undefined;
}

function screenGrey({ photometric }: FilmFacts): FilmRefusal | undefined {
  if (photometric === undefined || greys.includes(photometric)) return undefined;
  return { code: 'colour', detail: `photometric interpretation ${photometric.slice(0, 16)}` };
}

function screenSize({ rows, columns }: FilmFacts, least: number): FilmRefusal | undefined {
  const detail = `${columns} × ${rows} pixels`;
  if (Math.min(rows, columns) < least) return { code: 'too-small', detail };
  return rows * columns > largestPixels ? { code: 'too-large', detail } : undefined;
}

/** What the header alone rules out as a model's input, before any pixel is decoded. */
export function screenFacts(facts: FilmFacts): FilmRefusal | undefined {
  return (
    screenOrigin(facts) ??
    screenPicture(facts) ??
    screenSubject(facts) ??
    screenGrey(facts) ??
    screenSize(facts, smallestSide)
  );
}

/** What cannot be shown as one grey picture, or would take too much memory. */
export function screenFormat(facts: FilmFacts): FilmRefusal | undefined {
  return screenPicture(facts) ?? screenGrey(facts) ?? screenSize(facts, 1);
}
