import { createHash } from 'node:crypto';
import type { Tensor } from '../inference/tensor.ts';
import type { Eye, Look, Looked, Seen } from './eye.ts';
import { abnormalName, chooseWindow, judgePlace, type Place, type Places } from './place.ts';
import { hidden, mirrored, overlapOf, type Square, scaled, type Window, windowsIn } from './window.ts';

/** Where the windows to compare with lie, in fractions of the film. */
const chest = { x0: 0.1, y0: 0.1, x1: 0.9, y1: 0.9 };
const comparedWith = 10;
/** A window covered by more than this share of the one in question says nothing of elsewhere. */
const mayOverlap = 0.25;
/** A map is believed when its mean over the cells is the score within this. */
const addsUpWithin = 0.01;

/** The chest's windows of `size` cells in an order drawn from the film itself: the same film meets the same ones. */
function shuffledWindows(film: Float32Array, size: number, side: number): Window[] {
  const bytes = new Uint8Array(film.buffer, film.byteOffset, film.byteLength);
  const seed = createHash('sha256').update(bytes).digest();
  const drawn = (window: Window) =>
    createHash('sha256').update(seed).update(Object.values(window).join()).digest('hex');
  return windowsIn(size, scaled(chest, side))
    .map((window) => ({ window, at: drawn(window) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ window }) => window);
}

/** Apart from the window and from its mirror image, which hiding would fill with what the window shows. */
function isElsewhere(other: Window, window: Window, side: number): boolean {
  return [window, mirrored(window, side)].every((taken) => overlapOf(other, taken) <= mayOverlap);
}

function scoreOf(look: Look, name: string): number {
  return (name === abnormalName ? look.abnormal : look.findings.get(name)) ?? Number.NaN;
}

/** One channel of an activation map [1, channels, side, side]. */
function channelOf({ data, shape }: Tensor, channel: number): Square {
  const side = shape.at(-1) ?? 0;
  return { values: data.subarray(channel * side * side, (channel + 1) * side * side), side };
}

/** The map of each name: one channel a finding in the order of the graph's scores, then "abnormal". */
export function mapsOf({ manifest }: Eye, { activationMap }: Look): ReadonlyMap<string, Square> {
  if (!activationMap) return new Map();
  const last = (activationMap.shape[1] ?? 0) - 1;
  return new Map([
    ...manifest.findings.map(({ name, index }) => [name as string, channelOf(activationMap, index)] as const),
    [abnormalName, channelOf(activationMap, last)] as const,
  ]);
}

/** Whether boxes on this eye's input are boxes on the film, and it has maps at all. */
export function hasMaps({ manifest: { outputs, preprocessing } }: Eye): boolean {
  const { fit, channels = 1 } = preprocessing;
  return outputs.activationMap !== undefined && fit === 'squash' && channels === 1;
}

/** Looks at the film with one window hidden after another; no window twice, however many ask for it. */
function hiding(eye: Eye, input: Float32Array, cells: number) {
  const seen = new Map<string, Promise<Look>>();
  const side = eye.spec.resizeTo;
  return (window: Window): Promise<Look> => {
    const key = Object.values(window).join();
    const known = seen.get(key);
    if (known) return known;
    const look = eye.lookAt(hidden({ values: input, side }, scaled(window, side / cells)));
    seen.set(key, look);
    return look;
  };
}

/**
 * Seeks a place for each name on one prepared film: about a dozen runs of the graph for each size of window that is
 * asked about, and one for each name. One film at a time, so that others' films and risks are not kept waiting.
 */
export async function seekPlaces(
  eye: Eye,
  { input, look: whole }: Seen,
  names: readonly string[],
): Promise<Places> {
  const maps = mapsOf(eye, whole);
  const places: Record<string, Place> = {};
  const hide = hiding(eye, input, whole.activationMap?.shape.at(-1) ?? 1);
  for (const name of names) {
    const map = maps.get(name);
    const score = scoreOf(whole, name);
    if (!map) continue;
    const mean = map.values.reduce((sum, value) => sum + value, 0) / map.values.length;
    if (!(Math.abs(mean - score) <= addsUpWithin)) {
      places[name] = { state: 'none', because: 'map-does-not-add-up' };
      continue;
    }
    const chosen = chooseWindow(map);
    const { window } = chosen;
    const here = score - scoreOf(await hide(window), name);
    const elsewhere: number[] = [];
    const others = shuffledWindows(input, window.x1 - window.x0, map.side)
      .filter((other) => isElsewhere(other, window, map.side))
      .slice(0, comparedWith);
    for (const other of others) elsewhere.push(score - scoreOf(await hide(other), name));
    places[name] = judgePlace(chosen, map.side, { here, elsewhere });
  }
  return places;
}

/** Seeks places on a film's file as `look` sees it; for a name that is not in `shown` it says so and does not look. */
export function placesFor(eye: Eye, shown: readonly string[], look: (bytes: Uint8Array) => Promise<Looked>) {
  return async (bytes: Uint8Array, names: readonly string[]): Promise<Places> => {
    const untold = names.filter((name) => !shown.includes(name));
    const unsaid = untold.map((name): [string, Place] => [
      name,
      { state: 'none', because: 'not-shown-to-be-right' },
    ]);
    const sought = names.filter((name) => shown.includes(name));
    const film = sought.length > 0 ? await look(bytes) : undefined;
    const found = film?.state === 'seen' ? await seekPlaces(eye, film, sought) : {};
    return { ...Object.fromEntries(unsaid), ...found };
  };
}
