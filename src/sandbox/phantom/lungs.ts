import { addTube, type Plate } from './plate.ts';
import { createRandom } from './random.ts';
import type { Point } from './spec.ts';
import { attenuation, type Thorax } from './thorax.ts';

/** Whether a vessel may be drawn at a point: there is air around it. */
export type HasAir = (point: Point) => boolean;

const vesselInLung = attenuation.soft - attenuation.lung;

type Branch = {
  readonly from: Point;
  readonly direction: Point;
  readonly radiusCm: number;
  readonly lengthCm: number;
};

function unit([x, y, z]: Point): Point {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

function insideCage(thorax: Thorax, [x, y, z]: Point): boolean {
  const [width, depth] = thorax.cage(z);
  if (z > thorax.apex - 0.5 || width <= 0.5) return false;
  const isInside = (x / (width - 0.4)) ** 2 + (y / (depth - 0.4)) ** 2 < 1;
  const dome = thorax.domes[x < 0 ? 0 : 1];
  const floor = dome
    ? dome.centre[2] - dome.kx * (x - dome.centre[0]) ** 2 - dome.ky * (y - dome.centre[1]) ** 2
    : -30;
  return isInside && z > floor + 0.2;
}

/** A vessel and, at its end, two thinner ones, until they are too thin to be seen. */
function grow(plate: Plate, thorax: Thorax, branch: Branch, hasAir: HasAir, random: () => number): void {
  const { from, direction, radiusCm, lengthCm } = branch;
  if (radiusCm < 0.035) return;
  const bend: Point = [random() - 0.5, random() - 0.5, random() - 0.5];
  const along = (t: number): Point => [
    from[0] + (direction[0] + bend[0] * 0.5 * t) * lengthCm * t,
    from[1] + (direction[1] + bend[1] * 0.5 * t) * lengthCm * t,
    from[2] + (direction[2] + bend[2] * 0.5 * t) * lengthCm * t,
  ];
  const end = along(1);
  if (!insideCage(thorax, end) || !hasAir(end)) return;
  addTube(plate, { from: 0, to: 1, at: along, radiusCm: (t) => radiusCm * (1 - 0.22 * t), mu: vesselInLung });
  for (const turn of [-1, 1] as const) {
    const spread = 0.34 + random() * 0.4;
    const tilt: Point = [(random() - 0.5) * 0.5, (random() - 0.5) * 1.1, turn * spread];
    const outward = Math.sign(from[0]) * 0.12;
    grow(
      plate,
      thorax,
      {
        from: end,
        direction: unit([direction[0] + tilt[0] + outward, direction[1] + tilt[1], direction[2] + tilt[2]]),
        radiusCm: radiusCm * (0.66 + random() * 0.14),
        lengthCm: lengthCm * (0.76 + random() * 0.2),
      },
      hasAir,
      random,
    );
  }
}

/** The vessels of both lungs from the hila outwards; `fullness` thickens them, most of all upwards. */
export function addVessels(
  plate: Plate,
  thorax: Thorax,
  seed: number,
  hasAir: HasAir,
  fullness: number,
): void {
  const random = createRandom(seed * 104_729 + 5);
  for (const sign of [-1, 1] as const) {
    const hilum: Point = [sign * 3.9, -0.6, sign > 0 ? 1.2 : 0.2];
    const angles = [1.25, 0.8, 0.35, 0, -0.35, -0.7, -1, -1.25, -1.45];
    for (const angle of angles) {
      const isUpper = angle > 0.3;
      const radiusCm = (isUpper ? 0.26 + 0.16 * fullness : 0.36 + 0.05 * fullness) * (0.85 + random() * 0.3);
      const direction = unit([sign * Math.cos(angle), (random() - 0.6) * 0.9, Math.sin(angle)]);
      grow(
        plate,
        thorax,
        {
          from: [hilum[0] - sign * random(), hilum[1], hilum[2] + 1.5 * Math.sin(angle)],
          direction,
          radiusCm,
          lengthCm: 2.4 + random() * 0.9,
        },
        hasAir,
        random,
      );
    }
    // The hilar vessels themselves.
    addTube(plate, {
      from: 0,
      to: 1,
      at: (t) => [sign * (2.2 + 2.1 * t), -0.5, hilum[2] + 2 - 5.4 * t],
      radiusCm: (t) => (1.25 - 0.75 * t) * (1 + 0.3 * fullness),
      mu: vesselInLung * 0.55,
    });
  }
}

/** Windpipe and main bronchi: air in the mediastinum. */
export function addAirways(plate: Plate): void {
  const air = -attenuation.soft * 0.85;
  addTube(plate, {
    from: 0,
    to: 1,
    at: (t) => [0.25 * t - 0.2, -1.2, 17 - 13.2 * t],
    radiusCm: () => 0.85,
    mu: air,
  });
  addTube(plate, {
    from: 0,
    to: 1,
    at: (t) => [-0.2 - 2.7 * t, -1.4, 3.8 - 2.5 * t],
    radiusCm: () => 0.62,
    mu: air,
  });
  addTube(plate, {
    from: 0,
    to: 1,
    at: (t) => [0.2 + 3.5 * t, -1.4, 3.8 - 2.1 * t],
    radiusCm: () => 0.56,
    mu: air,
  });
}
