import { counted } from '../lib/counted.ts';
import type { FilmTruth } from './film-table.ts';

export type LabelledFilms = {
  /** The films that have a label, in the order they came in. */
  readonly labelled: readonly string[];
  readonly withoutLabel: number;
  readonly labelsWithoutFilm: number;
};

/** Sets labels beside films by their names alone, before any is read. @throws when not one film in that place has a label */
export function matchLabels(
  films: readonly string[],
  labels: ReadonlyMap<string, FilmTruth>,
  place: string,
): LabelledFilms {
  const labelled = films.filter((film) => labels.has(film));
  if (labelled.length === 0)
    throw new Error(`no film in ${place} has a label; are the files named alike in both?`);
  return {
    labelled,
    withoutLabel: films.length - labelled.length,
    labelsWithoutFilm: labels.size - labelled.length,
  };
}

/** `left out: 2 films without a label, 1 label without a film`; nothing where each has the other. */
export function leftOutText({ withoutLabel, labelsWithoutFilm }: LabelledFilms): string | undefined {
  if (withoutLabel + labelsWithoutFilm === 0) return undefined;
  return `left out: ${counted(withoutLabel, 'film')} without a label, ${counted(labelsWithoutFilm, 'label')} without a film`;
}
