import { describe, expect, test } from 'vitest';
import { toldFindings } from '../../../src/assessment/told-findings.ts';
import { createEye, type Eye } from '../../../src/encoders/eye.ts';
import { chooseWindow } from '../../../src/encoders/place.ts';
import type { Judgement, ReadFilm } from '../../../src/encoders/reading.ts';
import { seekPlaces } from '../../../src/encoders/seek-places.ts';
import { createFilmReader } from '../../../src/film/film-reader.ts';
import type { Engine } from '../../../src/inference/engine.ts';

const side = 112;
const cells = 14;
const cell = side / cells;

type Patch = { readonly x: number; readonly y: number };

/** A grey film with bright patches of 4 × 4 cells, at cells (x, y). */
function filmWith(...patches: readonly Patch[]): Float32Array {
  return Float32Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [Math.floor((at % side) / cell), Math.floor(at / side / cell)];
    const isBright = patches.some(
      (patch) => x >= patch.x && x < patch.x + 4 && y >= patch.y && y < patch.y + 4,
    );
    return (isBright ? 1 : 0) + 0.1 * Math.sin(at * 12.9898);
  });
}

/** Mean brightness of each cell, eight times: the score of an eye that takes whatever is bright for pneumonia. */
function brightness(film: Float32Array): number[] {
  const sums = new Array<number>(cells * cells).fill(0);
  film.forEach((grey, at) => {
    sums[Math.floor(at / side / cell) * cells + Math.floor((at % side) / cell)]! += (8 * grey) / cell ** 2;
  });
  return sums;
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

type MapOf = (bright: readonly number[], score: number) => readonly number[];

/** A whole eye on that arithmetic in place of a graph; `mapOf` is what it says of where. */
function eyeThat(mapOf: MapOf = (bright) => bright): Eye & { readonly runs: () => number } {
  let runs = 0;
  const engine = {
    run: async (_model: string, feeds: Record<string, { data: Float32Array }>) => {
      runs += 1;
      const bright = brightness(feeds.film!.data);
      const score = meanOf(bright);
      const map = Float32Array.from([...mapOf(bright, score), ...mapOf(bright, score)]);
      return {
        score: { data: Float32Array.of(score), shape: [1, 1] },
        map: { data: map, shape: [1, 2, cells, cells] },
      };
    },
  } as unknown as Engine;
  const manifest = {
    input: { name: 'film' },
    outputs: { findings: 'score', abnormal: 'score', activationMap: 'map' },
    preprocessing: {
      resizeTo: side,
      fit: 'squash',
      interpolation: 'triangle-antialias',
      scale: { black: 0, white: 1 },
    },
    findings: [{ name: 'Pneumonia' }],
  };
  const model = {
    id: 'bright',
    version: '1',
    sha256: '',
    maker: 'bright@1',
    manifest,
    bytes: new Uint8Array(),
  };
  return { ...createEye({ model, engine, films: createFilmReader() }), runs: () => runs };
}

async function placeOn(eye: Eye, input: Float32Array) {
  const places = await seekPlaces(eye, { input, look: await eye.lookAt(input) }, ['Pneumonia']);
  return places.Pneumonia;
}

describe('the place of a finding', () => {
  test('is told where hiding it takes the score away, from the side of the patient', async () => {
    const place = await placeOn(eyeThat(), filmWith({ x: 9, y: 8 }));
    expect(place).toMatchObject({ state: 'found', side: 'left', zone: 'lower' });
    if (place?.state !== 'found') return;
    const [left, top, right, bottom] = place.box.map((edge) => edge * cells);
    expect(left).toBeGreaterThanOrEqual(9);
    expect(right).toBeLessThanOrEqual(13);
    expect(top).toBeGreaterThanOrEqual(8);
    expect(bottom).toBeLessThanOrEqual(12);
    expect(place.drop).toBeGreaterThan(place.elsewhere.highest);
    expect(place.elsewhere.boxes).toBeGreaterThanOrEqual(5);
  });

  test.each<[string, Float32Array, MapOf | undefined, string]>([
    [
      'both sides look alike',
      filmWith({ x: 1, y: 5 }, { x: 9, y: 5 }),
      undefined,
      'hiding-it-changes-too-little',
    ],
    [
      'the map points where the score does not come from',
      filmWith({ x: 9, y: 8 }),
      (bright, score) => bright.map((_, at) => (at === 2 * cells + 3 ? score * cells * cells : 0)),
      'hiding-it-changes-too-little',
    ],
    [
      'the map is not that of the score',
      filmWith({ x: 9, y: 8 }),
      (bright) => bright.map((value) => value + 1),
      'map-does-not-add-up',
    ],
  ])('is not told when %s', async (_, film, mapOf, because) => {
    expect(await placeOn(eyeThat(mapOf), film)).toEqual({ state: 'none', because });
  });

  test('is the same each time it is sought, and one film costs a dozen looks', async () => {
    const film = filmWith({ x: 2, y: 1 });
    const eye = eyeThat();
    const first = await placeOn(eye, film);
    expect(eye.runs()).toBeLessThanOrEqual(12);
    expect(await placeOn(eyeThat(), film)).toEqual(first);
    expect(first).toMatchObject({ state: 'found', side: 'right', zone: 'upper' });
  });
});

test('the window that is chosen is the smallest that holds half of what stands out', () => {
  const spot = Float32Array.from({ length: cells * cells }, (_, at) => (at === 5 * cells + 6 ? 9 : 0.1));
  const { x0, x1, y0, y1 } = chooseWindow({ values: spot, side: cells }).window;
  expect([x1 - x0, y1 - y0]).toEqual([3, 3]);
  expect(x0 <= 6 && 6 < x1 && y0 <= 5 && 5 < y1).toBe(true);
});

test('places are sought for at most three findings that are told, urgent ones first, and for any abnormality', () => {
  const sure = (value: number): Judgement => ({
    state: 'assessed',
    probability: { value, low: value - 0.05, high: value + 0.05 },
    prevalence: 0.1,
  });
  const findings = [
    { name: 'Effusion', ...sure(0.9) },
    { name: 'Mass', ...sure(0.3) },
    { name: 'Nodule', ...sure(0.1) },
    { name: 'Pneumonia', ...sure(0.6) },
    { name: 'Pneumothorax', ...sure(0.4) },
    { name: 'Hernia', state: 'not-offered' as const },
  ];
  const reading = { findings, abnormal: sure(0.8) } as unknown as ReadFilm;
  expect(toldFindings(reading)).toEqual(['Pneumothorax', 'Effusion', 'Pneumonia', 'abnormal']);
});
