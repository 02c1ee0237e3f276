import { z } from 'zod';
import { overlapOf, type Square, sumWithin, type Window, windowsIn } from './window.ts';

/**
 * Where on the film something lies, or why no place is told. `box` is [left, top, right, bottom] in fractions of the
 * film; `side` is the patient's, whose left is at the right of a frontal film. Drops are in log-odds.
 */
export const place = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('found'),
    /** Where in the box it speaks loudest. */
    point: z.tuple([z.number(), z.number()]),
    box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    side: z.enum(['left', 'right', 'midline']),
    zone: z.enum(['upper', 'middle', 'lower']),
    /** By how much hiding the box lowered the score. */
    drop: z.number(),
    /** The same for `boxes` others of its size elsewhere in the chest. */
    elsewhere: z.object({ mean: z.number(), sd: z.number(), highest: z.number(), boxes: z.number().int() }),
  }),
  z.object({
    state: z.literal('none'),
    because: z.enum(['not-shown-to-be-right', 'hiding-it-changes-too-little', 'map-does-not-add-up']),
  }),
]);
export type Place = z.infer<typeof place>;
/** By ChestX-ray14 name, and `abnormal`. */
export type Places = Readonly<Record<string, Place>>;

/** The name under which "any abnormality" has its map and its place. */
export const abnormalName = 'abnormal';

/** Sides of the square windows as shares of the film's: 5, 8 and 13 % of its area. */
const windowSides = [3 / 14, 4 / 14, 5 / 14];
/** A window grows until it holds this share of what stands out on the map. */
const shareHeld = 0.5;
/** With fewer there is no telling what chance would do. */
const fewest = 5;
/** The least drop that counts, in log-odds. */
const leastDrop = 0.1;

function median(values: Float32Array): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[sorted.length >> 1] ?? 0;
}

/** The window of `size` cells, of those that hold `core`, in which most stands out. */
function loudest(excess: Square, size: number, core?: Window): Window {
  const whole = { x0: 0, y0: 0, x1: excess.side, y1: excess.side };
  let [chosen, most]: [Window, number] = [whole, -1];
  for (const window of windowsIn(size, whole)) {
    if (core && overlapOf(core, window) < 1) continue;
    const held = sumWithin(excess, window);
    if (held > most) [chosen, most] = [window, held];
  }
  return chosen;
}

/** What speaks for the finding here more than on the other side of the chest, above what is usual on this film. */
function excessOf({ values, side }: Square): Square {
  const contrast = values.map((value, at) => {
    const opposite = values[at - (at % side) + side - 1 - (at % side)] as number;
    return 2 * value - opposite;
  });
  const usual = median(contrast);
  return { values: contrast.map((value) => Math.max(value - usual, 0)), side };
}

/** Where a map speaks loudest: a core of 5 % of the film, and the smallest window around it that holds half of all. */
export function chooseWindow(map: Square): { readonly core: Window; readonly window: Window } {
  const excess = excessOf(map);
  const { side } = map;
  const [least, ...larger] = windowSides.map((share) => Math.max(Math.round(share * side), 1));
  const core = loudest(excess, least ?? side);
  const enough = shareHeld * sumWithin(excess, { x0: 0, y0: 0, x1: side, y1: side });
  let window = core;
  for (const size of larger) {
    if (sumWithin(excess, window) >= enough) break;
    window = loudest(excess, size, core);
  }
  return { core, window };
}

function spreadOf(values: readonly number[]): { mean: number; sd: number; highest: number; boxes: number } {
  const boxes = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / boxes;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(boxes - 1, 1)), highest: Math.max(...values), boxes };
}

function middleOf({ x0, y0, x1, y1 }: Window, side: number): [number, number] {
  return [(x0 + x1) / 2 / side, (y0 + y1) / 2 / side];
}

function sideOf(middle: number): 'left' | 'right' | 'midline' {
  if (Math.abs(middle - 0.5) < 0.07) return 'midline';
  return middle > 0.5 ? 'left' : 'right';
}

/** Thirds of the lungs' usual extent on a film. */
function zoneOf(middle: number): 'upper' | 'middle' | 'lower' {
  if (middle < 0.36) return 'upper';
  return middle < 0.58 ? 'middle' : 'lower';
}

/**
 * The deletion test: a place is told when hiding it lowers the score more than hiding any of the others does, by two
 * standard deviations more than they do on average, and noticeably at all.
 */
export function judgePlace(
  { core, window }: ReturnType<typeof chooseWindow>,
  side: number,
  drops: { readonly here: number; readonly elsewhere: readonly number[] },
): Place {
  const elsewhere = spreadOf(drops.elsewhere);
  const { mean, sd, highest, boxes } = elsewhere;
  if (boxes < fewest || !(drops.here > Math.max(highest, mean + 2 * sd, leastDrop)))
    return { state: 'none', because: 'hiding-it-changes-too-little' };
  const { x0, y0, x1, y1 } = window;
  const point = middleOf(core, side);
  return {
    state: 'found',
    point,
    box: [x0 / side, y0 / side, x1 / side, y1 / side],
    side: sideOf(point[0]),
    zone: zoneOf(point[1]),
    drop: drops.here,
    elsewhere,
  };
}
