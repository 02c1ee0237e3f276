import { createRandom } from './random.ts';
import type { PhantomSpec, Point } from './spec.ts';

/** Linear attenuation, 1/cm, of a diagnostic beam after the patient has hardened it. */
export const attenuation = { air: 0, lung: 0.045, soft: 0.19, bone: 0.42 } as const;

export type Ellipsoid = { readonly centre: Point; readonly radii: Point };

/** A thorax as surfaces whose crossings with a ray have a closed form. */
export type Thorax = {
  /** Half width and half depth of the body, and of the space inside the ribs, at a height. */
  readonly body: (z: number) => readonly [number, number];
  readonly cage: (z: number) => readonly [number, number];
  /** Half width of the mediastinum, which parts the lungs. */
  readonly mediastinum: (z: number) => number;
  readonly apex: number;
  /** Right and left dome of the diaphragm: z = top − kx (x − x0)² − ky (y − y0)². */
  readonly domes: readonly { readonly centre: Point; readonly kx: number; readonly ky: number }[];
  readonly heart: readonly Ellipsoid[];
  readonly softOutside: readonly Ellipsoid[];
  readonly gas: readonly Ellipsoid[];
  readonly ratio: number;
  readonly isChild: boolean;
  readonly ribDrop: number;
};

function smooth(from: number, to: number, value: number): number {
  const t = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return t * t * (3 - 2 * t);
}

const widestCage = 13.3;

/** Borders of the heart, right and left of the midline, that give the ratio its width. */
function heartOf(ratio: number, thymus: number): Ellipsoid[] {
  const width = ratio * 2 * widestCage;
  const right = width * 0.33;
  const left = width * 0.67;
  const leftRadius = left * 0.6;
  return [
    { centre: [left - leftRadius, 2.2, -7.6], radii: [leftRadius, 4.6, 4.6 + ratio * 2] },
    { centre: [left * 0.34, 2.4, -5.2], radii: [left * 0.52, 4.2, 5.6] },
    { centre: [-right + right * 0.8, 2, -5.9], radii: [right * 0.8, 4, 5.3] },
    { centre: [-right * 0.2, 1.6, -2.6], radii: [right * 0.62, 3, 4.4] },
    { centre: [1.1, 1.4, 1.6], radii: [2.5 + thymus * 0.6, 2.2, 3.2] },
    { centre: [-0.6, 1.2, 3], radii: [2.3 + thymus, 1.8, 8] },
    { centre: [1.3, -1.6, 5.2], radii: [2.1 + thymus * 0.4, 2.2, 2.1] },
    { centre: [1.2, -4.6, -3], radii: [1.3, 1.3, 10] },
    { centre: [0, 0, 10.5], radii: [2.7 + thymus * 0.5, 3, 6] },
  ];
}

function outsideOf({ sex, ageYears }: PhantomSpec, random: () => number): Ellipsoid[] {
  const shoulders = ([-1, 1] as const).map(
    (sign): Ellipsoid => ({ centre: [sign * 16, -0.5, 10.6], radii: [6.4, 5, 5.4] }),
  );
  const arms = ([-1, 1] as const).map(
    (sign): Ellipsoid => ({ centre: [sign * 20.4, -1, 1], radii: [3.6, 3.6, 13] }),
  );
  if (sex === 'male' || ageYears < 14) return [...shoulders, ...arms];
  const size = 0.85 + random() * 0.35;
  const breasts = ([-1, 1] as const).map(
    (sign): Ellipsoid => ({ centre: [sign * 6.6, 9.9, -4.6], radii: [5.2 * size, 2.5 * size, 5.2 * size] }),
  );
  return [...shoulders, ...arms, ...breasts];
}

/** The thorax of a person of this sex and age; the seed makes it this person's own. */
export function buildThorax(spec: PhantomSpec): Thorax {
  const random = createRandom(spec.seed * 7919 + 11);
  const isChild = spec.ageYears < 12;
  const isPortable = spec.view === 'AP';
  const vary = (spread: number) => 1 + (random() - 0.5) * 2 * spread;
  const breadth = vary(0.04) * (spec.sex === 'female' ? 0.95 : 1) * (isChild ? 0.88 : 1);
  const depth = vary(0.06) * (isChild ? 1.1 : 1);
  const stature = vary(0.03) * (isChild ? 0.85 : 1);
  const ratio = spec.findings.cardiothoracicRatio ?? (isChild ? 0.53 : 0.44 + (random() - 0.5) * 0.04);
  // A supine film is taken in less than full breath, and near the tube the heart is drawn larger.
  const lift = (isPortable ? 2 : 0) + (isChild ? 1.2 : 0);
  const magnified = ratio * (isPortable ? 1.09 : 1);
  const apex = 14.2 * stature;
  const cage = (z: number): readonly [number, number] => {
    const dome = Math.sqrt(Math.max(1 - ((z + 3) / (apex + 3.02)) ** 2, 0));
    const narrowing = z > -3 ? dome ** 0.62 : 1 - ((z + 3) / 60) ** 2;
    return [widestCage * breadth * narrowing, 9.2 * depth * (z > -3 ? dome ** 0.7 : 1)];
  };
  const body = (z: number): readonly [number, number] => {
    const neck = smooth(11, 17.5, z);
    const waist = smooth(-6, -22, z) * 0.6;
    return [(16.2 - waist) * breadth * (1 - neck) + 6 * neck, 11.4 * depth * (1 - neck) + 6 * neck];
  };
  return {
    body,
    cage,
    mediastinum: (z) => 2.7 + 1.1 * smooth(4, 13, z),
    apex,
    domes: [
      { centre: [-6.4, 1.2, -9.3 + lift], kx: 0.085, ky: 0.062 },
      { centre: [6.6, 1.2, -10.6 + lift], kx: 0.085, ky: 0.062 },
    ],
    heart: heartOf(magnified * breadth, isChild ? 1 : 0),
    softOutside: outsideOf(spec, random),
    gas: [
      { centre: [5.6 + random(), 2.5, -14.6 + lift], radii: [2.6 + random(), 2.4, 1.4 + random() * 0.5] },
    ],
    ratio: magnified,
    isChild,
    ribDrop: isChild ? 0.6 : 1,
  };
}
