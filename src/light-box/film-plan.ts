import type { ReadConclusion } from '../assessment/assessment.ts';
import { concludeFilm, isAnotherPatients, isTeller, isTold } from '../assessment/film-conclusion.ts';
import type { Patient } from '../chart/chart.ts';
import { abnormalName } from '../encoders/place.ts';
import type { ReadFilm, Reading } from '../encoders/reading.ts';
import { smoothed, traceContours } from '../outline/contours.ts';
import type { Extent, Outline, Structure } from '../outline/outline.ts';

/** [x, y] in fractions of the film's width and height. */
export type Point = readonly [x: number, y: number];
type Polygons = readonly (readonly Point[])[];

export type Outlines = Readonly<Record<Structure, Polygons>> & {
  /** The two lines of the cardiothoracic ratio; absent where it is not measured. */
  readonly ratioLines?: { readonly heart: readonly [Point, Point]; readonly chest: readonly [Point, Point] };
};

/** What a reader may have drawn over a film, and what Vigie knows of the film itself. */
export type FilmPlan = {
  /** Pixels of the film as its file holds it. */
  readonly rows: number;
  readonly columns: number;
  /** ISO 8601, without a zone: DICOM seldom gives one. */
  readonly acquiredAt?: string;
  readonly view?: string;
  /** `unread`: a film before the newest, or one that is being read. */
  readonly reading:
    | { readonly state: 'read'; readonly model: string; readonly outlinedBy?: string }
    | { readonly state: 'refused'; readonly because: string }
    | { readonly state: 'unread' };
  /** Closed polygons; absent where the film was not outlined or its outlines are not believed. */
  readonly outlines?: Outlines;
  /** Why there are no outlines, or no ratio: an outline refusal, or `ap-view`. */
  readonly notMeasured?: string;
  /** What is told and whose place passed its test, `abnormal` too: [left, top, right, bottom] in fractions. */
  readonly places: readonly {
    readonly name: string;
    readonly box: readonly [number, number, number, number];
  }[];
  /** What is told and has no place that passed. */
  readonly withoutPlace: readonly string[];
};

type Facts = NonNullable<Extract<Reading, { state: 'refused' }>['facts']>;

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function polygonsOf({ shapes }: Outline, structure: Structure): Polygons {
  const { side } = shapes;
  return traceContours(shapes[structure], side).map((contour) =>
    smoothed(contour).map(([x, y]): Point => [rounded(x / side), rounded(y / side)]),
  );
}

function lineOf({ left, right, row }: Extent): readonly [Point, Point] {
  return [
    [rounded(left), rounded(row)],
    [rounded(right), rounded(row)],
  ];
}

function outlinesOf(
  { outline }: ReadFilm,
  { heart }: ReadConclusion,
): Pick<FilmPlan, 'outlines' | 'notMeasured'> {
  const notMeasured = heart?.kind === 'not-measured' ? { notMeasured: heart.because } : {};
  if (outline?.state !== 'measured') return notMeasured;
  const lines =
    heart?.kind === 'measured' ? { heart: lineOf(heart.heart), chest: lineOf(heart.chest) } : undefined;
  return {
    outlines: {
      leftLung: polygonsOf(outline, 'leftLung'),
      rightLung: polygonsOf(outline, 'rightLung'),
      heart: polygonsOf(outline, 'heart'),
      ...(lines ? { ratioLines: lines } : {}),
    },
    ...notMeasured,
  };
}

/** Every finding that is told, and `abnormal`. */
function toldBy({ findings, abnormal, abnormalPrevalence }: ReadConclusion): string[] {
  const names = findings.filter(({ word }) => isTold(word)).map(({ name }) => name);
  return isTeller(abnormal, abnormalPrevalence) ? [...names, abnormalName] : names;
}

function placesOf(conclusion: ReadConclusion): Pick<FilmPlan, 'places' | 'withoutPlace'> {
  const { places = {} } = conclusion;
  const told = toldBy(conclusion);
  const found = told.flatMap((name) => {
    const place = places[name];
    return place?.state === 'found' ? [{ name, box: place.box }] : [];
  });
  const placed = new Set(found.map(({ name }) => name));
  return { places: found, withoutPlace: told.filter((name) => !placed.has(name)) };
}

function factsOf({ rows = 0, columns = 0, acquiredAt, viewPosition }: Facts) {
  const view = viewPosition ? { view: viewPosition } : {};
  return { rows, columns, ...(acquiredAt ? { acquiredAt } : {}), ...view };
}

const nothing = { places: [], withoutPlace: [] };

/** A film that no stored reading speaks of, by its header. */
export function planOfUnread(facts: Facts, patient: Patient): FilmPlan {
  const isForeign = isAnotherPatients(facts, patient);
  return {
    ...factsOf(facts),
    reading: isForeign ? { state: 'refused', because: 'film-of-another-patient' } : { state: 'unread' },
    ...nothing,
  };
}

/**
 * What may be drawn over a film that was read: nothing where the statement about this patient is withheld. None when
 * the reading does not know the film's size.
 */
export function planOf(reading: Reading, patient: Patient): FilmPlan | undefined {
  const { facts } = reading;
  if (!facts?.rows || !facts.columns) return undefined;
  const studyInstanceUid = facts.studyInstanceUid ?? '';
  const conclusion = concludeFilm({ state: 'reading', studyInstanceUid, reading }, patient);
  if (conclusion.state !== 'read' || reading.state !== 'read') {
    const because = conclusion.state === 'read' ? '' : conclusion.because;
    return { ...factsOf(facts), reading: { state: 'refused', because }, ...nothing };
  }
  const { model, outlinedBy, view } = conclusion;
  return {
    ...factsOf(facts),
    view,
    reading: { state: 'read', model, ...(outlinedBy ? { outlinedBy } : {}) },
    ...outlinesOf(reading, conclusion),
    ...placesOf(conclusion),
  };
}
