import { toldFindings } from '../assessment/told-findings.ts';
import type { FilmEncoder } from '../encoders/film-encoder.ts';
import type { ReadFilm } from '../encoders/reading.ts';
import { type Logger, nameOf } from '../lib/logger.ts';

export type PlaceSeekerParts = { readonly encoder: FilmEncoder; readonly log: Logger };

export type ReadBytes = { readonly bytes: Uint8Array; readonly reading: ReadFilm };

/**
 * Seeks the places of what a film tells once it has been read, one film after another: seconds of work that no answer
 * waits for. `save` gets the reading with its places; a film whose places could not be sought keeps its reading.
 */
export function createPlaceSeeker({ encoder, log }: PlaceSeekerParts) {
  let last: Promise<void> = Promise.resolve();

  const seek = async ({ bytes, reading }: ReadBytes, save: (reading: ReadFilm) => Promise<void>) => {
    const names = toldFindings(reading);
    if (!encoder.seekPlaces || names.length === 0) return;
    try {
      await save({ ...reading, places: await encoder.seekPlaces(bytes, names) });
    } catch (error) {
      log.warn({ error: nameOf(error) }, 'places on a film not sought');
    }
  };

  return (film: ReadBytes, save: (reading: ReadFilm) => Promise<void>): void => {
    last = last.then(() => seek(film, save));
  };
}
