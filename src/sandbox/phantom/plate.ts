import type { Beam } from './rays.ts';
import type { Point } from './spec.ts';

/** The receptor: a square plate with so many pixels a centimetre and the attenuation summed over each. */
export type Plate = {
  readonly side: number;
  readonly beam: Beam;
  readonly perCm: number;
  readonly sums: Float32Array;
  /** Column of across = 0 and row of z = 0. */
  readonly originColumn: number;
  readonly originRow: number;
};

export type FieldOfView = { readonly widthCm: number; readonly topCm: number };

export function createPlate(side: number, beam: Beam, { widthCm, topCm }: FieldOfView): Plate {
  const perCm = side / widthCm;
  return {
    side,
    beam,
    perCm,
    sums: new Float32Array(side * side),
    originColumn: side / 2,
    originRow: topCm * perCm,
  };
}

/** Where a point of the body falls: frontal films are seen as if facing the patient, lateral ones with the front to the left. */
export function project(
  { beam, perCm, originColumn, originRow }: Plate,
  [x, y, z]: Point,
): readonly [number, number] {
  const across = beam === 'frontal' ? x : -y;
  return [originColumn + across * perCm, originRow - z * perCm];
}

/** Adds the shadow of a ball, as one link of a tube: `weight` is attenuation times the way along the tube. */
function addBall(plate: Plate, centre: Point, radiusCm: number, weight: number): void {
  const [column, row] = project(plate, centre);
  const radius = Math.max(radiusCm * plate.perCm, 0.6);
  const scale = weight * Math.min(1, (radiusCm * plate.perCm) / radius);
  const fromRow = Math.max(Math.ceil(row - radius), 0);
  const toRow = Math.min(Math.floor(row + radius), plate.side - 1);
  for (let r = fromRow; r <= toRow; r += 1) {
    const rest = radius * radius - (r - row) ** 2;
    const reach = Math.sqrt(Math.max(rest, 0));
    const fromColumn = Math.max(Math.ceil(column - reach), 0);
    const toColumn = Math.min(Math.floor(column + reach), plate.side - 1);
    for (let c = fromColumn; c <= toColumn; c += 1) {
      const height = Math.sqrt(Math.max(rest - (c - column) ** 2, 0)) / radius;
      const at = r * plate.side + c;
      plate.sums[at] = (plate.sums[at] ?? 0) + scale * height;
    }
  }
}

export type Stroke = {
  readonly from: number;
  readonly to: number;
  /** The curve, in centimetres, over its parameter. */
  readonly at: (t: number) => Point;
  readonly radiusCm: (t: number) => number;
  /** Attenuation beyond what is already there, 1/cm; negative for air. */
  readonly mu: number;
};

/** Adds the shadow of a bent tube: links an eighth of a radius apart, longer where the tube runs along the beam. */
export function addTube(plate: Plate, { from, to, at, radiusCm, mu }: Stroke): void {
  const coarse = 40;
  let previous = at(from);
  for (let piece = 1; piece <= coarse; piece += 1) {
    const t = from + ((to - from) * piece) / coarse;
    const next = at(t);
    const length = Math.hypot(next[0] - previous[0], next[1] - previous[1], next[2] - previous[2]);
    const radius = radiusCm(t);
    const links = Math.max(Math.ceil(length / Math.max(radius * 0.35, 0.02)), 1);
    for (let link = 0; link < links; link += 1) {
      const part = (link + 0.5) / links;
      const centre: Point = [
        previous[0] + (next[0] - previous[0]) * part,
        previous[1] + (next[1] - previous[1]) * part,
        previous[2] + (next[2] - previous[2]) * part,
      ];
      // ∫ 2√(R²−s²) ds = πR², against a chord of 2R through a tube: hence 4/π.
      addBall(plate, centre, radius, (mu * (4 / Math.PI) * length) / links);
    }
    previous = next;
  }
}

/** Adds the shadow of one ball of the given radius and attenuation. */
export function addSphere(plate: Plate, centre: Point, radiusCm: number, mu: number): void {
  addBall(plate, centre, radiusCm, mu * 2 * radiusCm);
}
