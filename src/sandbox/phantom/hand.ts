import { addTube, createPlate, type Plate } from './plate.ts';
import { expose } from './receptor.ts';
import type { Point } from './spec.ts';

const soft = 0.19;
const bone = 0.35;

/** Metacarpal and phalanges of one finger, centimetres: base, direction in the plane, lengths. */
const fingers = [
  { base: [-2.6, -2.5], angle: 2.35, lengths: [4.2, 3, 2.4] },
  { base: [-1.7, 0], angle: 1.78, lengths: [6.4, 3.9, 2.3, 1.7] },
  { base: [-0.5, 0.3], angle: 1.6, lengths: [6.2, 4.3, 2.7, 1.8] },
  { base: [0.7, 0.1], angle: 1.45, lengths: [5.6, 4, 2.5, 1.8] },
  { base: [1.8, -0.4], angle: 1.27, lengths: [5.1, 3.2, 1.9, 1.6] },
] as const;

function along(from: Point, angle: number, length: number): (t: number) => Point {
  return (t) => [from[0] + Math.cos(angle) * length * t, 0, from[2] + Math.sin(angle) * length * t];
}

function addFinger(plate: Plate, { base, angle, lengths }: (typeof fingers)[number]): void {
  let from: Point = [base[0], 0, base[1]];
  lengths.forEach((length, index) => {
    const at = along(from, angle, length);
    const radius = 0.46 - index * 0.07;
    addTube(plate, { from: -0.1, to: 1.12, at, radiusCm: () => 1.05 - index * 0.12, mu: soft * 0.7 });
    const shaft = (t: number) => radius * (0.72 + 0.55 * Math.abs(t - 0.5) ** 1.5 * 2);
    addTube(plate, { from: 0.05, to: 0.93, at, radiusCm: shaft, mu: bone });
    addTube(plate, { from: 0.15, to: 0.83, at, radiusCm: (t) => shaft(t) * 0.6, mu: -bone * 0.7 });
    from = at(1);
  });
}

/** A left hand, palm down. */
export function drawHand(_kind: 'hand', side: number): Uint16Array {
  const plate = createPlate(side, 'frontal', { widthCm: 26, topCm: 18 });
  addTube(plate, { from: 0, to: 1, at: (t) => [0, 0, -8 + 12 * t], radiusCm: () => 3.1, mu: soft * 0.28 });
  for (const finger of fingers) addFinger(plate, finger);
  for (const x of [-1.6, -0.5, 0.6, 1.5]) {
    addTube(plate, { from: 0, to: 1, at: (t) => [x, 0, -0.6 - t], radiusCm: () => 0.62, mu: bone * 0.6 });
    addTube(plate, {
      from: 0,
      to: 1,
      at: (t) => [x * 0.9, 0, -2 - t * 0.8],
      radiusCm: () => 0.6,
      mu: bone * 0.6,
    });
  }
  for (const x of [-0.9, 1.2]) {
    addTube(plate, { from: 0, to: 1, at: (t) => [x, 0, -3.6 - 8 * t], radiusCm: () => 0.85, mu: bone * 0.7 });
  }
  return expose(plate, { seed: 3, scatter: 0.03, noise: 0.006, centre: 0.75, contrast: 3.2 });
}
