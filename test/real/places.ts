/**
 * How often the place Vigie would tell lies inside a box that a reader drew, beside chance and beside the usual place of
 * that finding in other patients; and whether the deletion test knows a right place from a wrong one.
 *
 *     node test/real/places.ts --data DIR [--model models/chest-xray-encoder] [--out places.json]
 *
 * Writes `manifest` (the manifest's `places`) and `metrics` (for the record). The boxes teach nothing: they only judge.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEye, type Eye, type Seen } from '../../src/encoders/eye.ts';
import { chooseWindow, type Place } from '../../src/encoders/place.ts';
import { mapsOf, seekPlaces } from '../../src/encoders/seek-places.ts';
import { drawsOf, quantileOf } from '../../src/evaluation/bootstrap.ts';
import { createFilmReader } from '../../src/film/film-reader.ts';
import { createEngine } from '../../src/inference/engine.ts';
import { loadModelFile } from '../../src/inference/model-file.ts';
import { type Box, type BoxedFilm, boxedFilms } from './boxes.ts';

/** Fewer boxed films than this say nothing of a finding. */
const fewest = 10;
const grid = 50;
const allParts = ['unseen', 'unseen by one net', 'seen'] as const;

type Point = readonly [number, number];
/** One finding on one film: what readers drew, and the place that would be told. */
type Case = {
  readonly film: BoxedFilm;
  readonly boxes: readonly Box[];
  readonly point: Point;
};

function isIn([x, y]: Point, boxes: readonly Box[]): boolean {
  return boxes.some(([left, top, right, bottom]) => x >= left && x <= right && y >= top && y <= bottom);
}

const everywhere: readonly Point[] = Array.from({ length: grid * grid }, (_, at) => [
  ((at % grid) + 0.5) / grid,
  (Math.floor(at / grid) + 0.5) / grid,
]);

function areaOf(boxes: readonly Box[]): number {
  return everywhere.filter((point) => isIn(point, boxes)).length / everywhere.length;
}

/** The point that lies in the boxes of most other patients. */
function usualPlace(cases: readonly Case[], patient: string): Point {
  const others = cases.filter(({ film }) => film.patient !== patient);
  let [best, most]: [Point, number] = [[0.5, 0.5], -1];
  for (const point of everywhere) {
    const count = others.filter(({ boxes }) => isIn(point, boxes)).length;
    if (count > most) [best, most] = [point, count];
  }
  return best;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const rounded = (value: number) => Number(value.toFixed(3));

/** A mean with its 95 % interval over patients. */
function estimateOf(values: readonly number[], patients: readonly string[]) {
  const ids = [...new Set(patients)];
  const of = patients.map((patient) => ids.indexOf(patient));
  const means = [...drawsOf(ids.length, { repeats: 1000, seed: 1 })].map((drawn) => {
    const weights = of.map((patient) => drawn[patient] ?? 0);
    return (
      values.reduce((sum, value, at) => sum + value * weights[at]!, 0) / weights.reduce((a, b) => a + b, 0)
    );
  });
  return {
    value: rounded(meanOf(values)),
    low: rounded(quantileOf(means, 0.025)),
    high: rounded(quantileOf(means, 0.975)),
  };
}

function rateOf(cases: readonly Case[], prior: readonly Case[]) {
  const patients = cases.map(({ film }) => film.patient);
  const hit = cases.map(({ point, boxes }) => Number(isIn(point, boxes)));
  const chance = cases.map(({ boxes }) => areaOf(boxes));
  const usual = cases.map(({ film, boxes }) => Number(isIn(usualPlace(prior, film.patient), boxes)));
  return {
    films: cases.length,
    patients: new Set(patients).size,
    hit: estimateOf(hit, patients),
    chance: estimateOf(chance, patients),
    usualPlace: estimateOf(usual, patients),
    overChance: estimateOf(
      hit.map((value, at) => value - chance[at]!),
      patients,
    ),
    overUsualPlace: estimateOf(
      hit.map((value, at) => value - usual[at]!),
      patients,
    ),
  };
}

function casesOn(eye: Eye, film: BoxedFilm, { look }: Seen): [string, Case][] {
  const maps = mapsOf(eye, look);
  return [...film.boxes].flatMap(([name, boxes]): [string, Case][] => {
    const map = maps.get(name);
    if (!map) return [];
    const { x0, y0, x1, y1 } = chooseWindow(map).core;
    return [[name, { film, boxes, point: [(x0 + x1) / 2 / map.side, (y0 + y1) / 2 / map.side] }]];
  });
}

/** Among places that the deletion test lets pass, and among those it holds back: how many are right. */
function testedOf(tested: readonly { readonly place: Place; readonly isRight: boolean }[]) {
  const share = (rows: typeof tested) => ({
    films: rows.length,
    right: rows.length === 0 ? null : rounded(meanOf(rows.map(({ isRight }) => Number(isRight)))),
  });
  const told = tested.filter(({ place }) => place.state === 'found');
  return { told: share(told), heldBack: share(tested.filter((row) => !told.includes(row))) };
}

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    model: { type: 'string', default: 'models/chest-xray-encoder' },
    out: { type: 'string' },
  },
});
if (!options.data) throw new Error('give the data folder: --data DIR');
const model = await loadModelFile(options.model);
await using engine = await createEngine({ models: [model], providers: ['cpu'], threads: 1 });
await using films = createFilmReader();
const eye = createEye({ model, engine, films });

async function see({ file }: BoxedFilm): Promise<Seen> {
  const seen = await eye.look(await readFile(join(options.data ?? '', file)));
  if (seen.state === 'refused') throw new Error(`${file}: ${seen.because}`);
  return seen;
}

const boxed = await boxedFilms(options.data);
const byName = new Map<string, Case[]>();
for (const film of boxed)
  for (const [name, one] of casesOn(eye, film, await see(film)))
    byName.set(name, [...(byName.get(name) ?? []), one]);

const measured: Record<string, unknown> = {};
const shown: string[] = [];
for (const [name, cases] of [...byName].sort(([a], [b]) => a.localeCompare(b))) {
  const judged = cases.filter(({ film }) => film.part !== 'seen');
  if (judged.length < fewest) {
    measured[name] = { state: 'insufficient', films: judged.length };
    continue;
  }
  const rate = rateOf(judged, cases);
  const isShown = rate.overChance.low > 0 && rate.overUsualPlace.low > 0;
  if (isShown) shown.push(name);
  const parts = Object.fromEntries(
    allParts.flatMap((part) => {
      const some = cases.filter(({ film }) => film.part === part);
      return some.length < fewest ? [] : [[part, rateOf(some, cases)]];
    }),
  );
  measured[name] = { state: isShown ? 'shown' : 'not shown', ...rate, parts };
}
console.log(JSON.stringify(measured, null, 1));

const tested = new Map<string, { place: Place; isRight: boolean }[]>();
const started = performance.now();
let sought = 0;
for (const film of boxed.filter(({ part }) => part === 'unseen')) {
  const names = shown.filter((name) => film.boxes.has(name));
  if (names.length === 0) continue;
  sought += 1;
  const places = await seekPlaces(eye, await see(film), names);
  for (const name of names) {
    const { point, boxes } = byName.get(name)!.find((one) => one.film === film)!;
    tested.set(name, [...(tested.get(name) ?? []), { place: places[name]!, isRight: isIn(point, boxes) }]);
  }
}
const msPerFilm = sought === 0 ? null : Math.round((performance.now() - started) / sought);
const deletion = Object.fromEntries([...tested].map(([name, rows]) => [name, testedOf(rows)]));

const metrics = {
  about:
    'pointing game on films with boxes of NIH and RSNA readers (RSNA boxes count for Pneumonia, and for Infiltration and Consolidation where the report names them); 95 % intervals over patients. Judged on films that training never saw and on those that one of three nets had not seen; the boxes themselves taught nothing. Shown: better than chance (area of the boxes) and than the usual place in other patients',
  model: model.maker,
  sha256: model.sha256,
  films: Object.fromEntries(
    allParts.map((part) => [part, boxed.filter((film) => film.part === part).length]),
  ),
  findings: measured,
  deletionTest: { ...deletion, msPerFilm },
};
const fragment = { manifest: { places: { shown } }, metrics: { places: metrics } };
console.log(JSON.stringify({ shown, deletion, msPerFilm }, null, 1));
if (options.out) await writeFile(options.out, `${JSON.stringify(fragment, null, 1)}\n`);
