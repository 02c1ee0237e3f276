import { addSphere, addTube, type Plate } from './plate.ts';
import type { Point } from './spec.ts';
import { attenuation, type Thorax } from './thorax.ts';

const boneInSoft = attenuation.bone - attenuation.soft;
const cortex = 0.74;

/** A tubular bone: dense shell, loose inside. */
function addBone(
  plate: Plate,
  curve: { from: number; to: number; at: (t: number) => Point },
  radiusCm: (t: number) => number,
  density = 1,
): void {
  const mu = boneInSoft * density;
  addTube(plate, { ...curve, radiusCm, mu });
  addTube(plate, { ...curve, radiusCm: (t) => radiusCm(t) * cortex, mu: -mu * 0.72 });
}

/** One rib: from the spine backwards and down, round the side, and steeply down to its front end. */
function addRib(plate: Plate, thorax: Thorax, number: number, sign: 1 | -1): void {
  const top = 13.1 - (number - 1) * 2.25;
  const drop = (3.2 + Math.min(number, 8) * 0.85) * thorax.ribDrop;
  const reach = Math.min(0.62 + number * 0.14, 1);
  const end = number > 10 ? 1.5 : 2.35 - Math.max(number - 6, 0) * 0.12;
  const at = (angle: number): Point => {
    const z = top - drop * (angle / 2.4) ** 1.15;
    const [width, depth] = thorax.cage(Math.min(z, 10.5));
    const bow = Math.sin(angle) * (width + 0.25) * reach;
    return [sign * (1.7 + Math.max(bow - 1.7 * Math.sin(angle), 0)), -Math.cos(angle) * (depth + 0.2), z];
  };
  const front = (angle: number) => (angle > 1.4 ? 0.58 : 0.5);
  addBone(plate, { from: 0.08, to: end, at }, front, 0.8);
}

function addSpine(plate: Plate, thorax: Thorax): void {
  const [, depth] = thorax.cage(-3);
  const y = -depth + 1.6;
  for (let level = 0; level < 17; level += 1) {
    const z = 15.5 - level * (2.15 + level * 0.02);
    const half = 1.3 + level * 0.05;
    const height = 0.82;
    addTube(plate, {
      from: -half,
      to: half,
      at: (x) => [x, y, z],
      radiusCm: () => height,
      mu: boneInSoft * 0.42,
    });
    for (const sign of [-1, 1] as const) {
      addSphere(plate, [sign * half * 0.72, y - 1.6, z + 0.25], 0.42, boneInSoft * 0.6);
      addBone(
        plate,
        { from: 0, to: 1, at: (t) => [sign * (half * 0.7 + t * 1.9), y - 1.9, z + 0.3 + t * 0.15] },
        () => 0.34,
        0.5,
      );
    }
    addTube(plate, {
      from: 0,
      to: 1,
      at: (t) => [0, y - 2.6 - t, z - t * 1.1],
      radiusCm: () => 0.28,
      mu: boneInSoft * 0.5,
    });
  }
}

function addShoulder(plate: Plate, sign: 1 | -1, isPortable: boolean): void {
  addBone(
    plate,
    {
      from: 0,
      to: 1,
      at: (t) => [sign * (1.9 + 13.2 * t), 5.2 - 5.5 * t, 11.2 + 2.6 * t + Math.sin(t * 2 * Math.PI) * 0.7],
    },
    (t) => 0.62 + 0.25 * Math.abs(t - 0.5),
    0.75,
  );
  addSphere(plate, [sign * 16.8, -0.5, 11.4], 2.2, boneInSoft * 0.45);
  addBone(
    plate,
    { from: 0, to: 1, at: (t) => [sign * (17.4 + 2.4 * t), -0.5, 10.4 - 15 * t] },
    () => 1.15,
    0.7,
  );
  // Arms forward turn the blade out of the lung; a patient in bed cannot do that.
  const inward = isPortable ? 2.6 : 0;
  addBone(
    plate,
    { from: 0, to: 1, at: (t) => [sign * (15.4 - inward - 2.3 * t), -8.6, 9.4 - 11.5 * t] },
    () => 0.55,
    0.45,
  );
  addBone(
    plate,
    { from: 0, to: 1, at: (t) => [sign * (15.6 - inward * t - 6.2 * t), -8.8, 11.4 - 1.6 * t] },
    () => 0.5,
    0.45,
  );
}

/** Ribs, spine, collar bones, shoulders and breastbone. */
export function addSkeleton(plate: Plate, thorax: Thorax, isPortable: boolean): void {
  addSpine(plate, thorax);
  for (const sign of [-1, 1] as const) {
    for (let number = 1; number <= 12; number += 1) addRib(plate, thorax, number, sign);
    if (plate.beam === 'frontal') addShoulder(plate, sign, isPortable);
  }
  const [, depth] = thorax.cage(-3);
  addTube(plate, {
    from: 0,
    to: 1,
    at: (t) => [0, depth * 0.62 + depth * 0.4 * t ** 0.7, 10.5 - 15.5 * t],
    radiusCm: (t) => 0.75 + 0.35 * Math.abs(Math.sin(t * 9)),
    mu: boneInSoft * 0.22,
  });
}
