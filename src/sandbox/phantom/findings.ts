import { addSphere, addTube, type Plate, project } from './plate.ts';
import { createRandom } from './random.ts';
import type { LungField } from './rays.ts';
import { type PhantomSpec, type Point, type Side, signOf, zoneHeight } from './spec.ts';
import { attenuation, type Thorax } from './thorax.ts';

export type Box = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};
export type Lesion = { readonly finding: string; readonly side: 'left' | 'right'; readonly box: Box };

function smooth(from: number, to: number, value: number): number {
  const t = Math.min(Math.max((value - from) / (to - from), 0), 1);
  return t * t * (3 - 2 * t);
}

/** Height of the fluid's edge: a meniscus that climbs towards the chest wall. */
function fluidLevel(thorax: Thorax, amount: number, x: number): number {
  const [width] = thorax.cage(-8);
  const outer = Math.min(Math.max((Math.abs(x) - 3) / (width - 3), 0), 1);
  return -15.5 + amount * 15 + 4.2 * Math.sqrt(amount) * outer ** 2.6;
}

/** How far the lung has come away from the chest wall at a height, centimetres. */
export function gapWidth(amount: number, z: number): number {
  return amount * (2.2 + 7 * smooth(-6, 13, z)) * smooth(-14, -8, z);
}

/** Clouds, 0 to 1: smooth noise in three sizes, the largest about 3 cm. */
function createClouds(seed: number): (x: number, z: number) => number {
  const random = createRandom(seed * 31 + 7);
  const lattice = Float32Array.from({ length: 4096 }, random);
  const corner = (x: number, z: number) => lattice[(x & 63) * 64 + (z & 63)] ?? 0;
  const noise = (x: number, z: number) => {
    const [left, low] = [Math.floor(x), Math.floor(z)];
    const [u, v] = [smooth(0, 1, x - left), smooth(0, 1, z - low)];
    const lower = corner(left, low) * (1 - u) + corner(left + 1, low) * u;
    const upper = corner(left, low + 1) * (1 - u) + corner(left + 1, low + 1) * u;
    return lower * (1 - v) + upper * v;
  };
  return (x, z) => 0.5 * noise(x / 3, z / 3) + 0.3 * noise(x / 1.3, z / 1.3) + 0.2 * noise(x / 0.6, z / 0.6);
}

function consolidationCentre({ consolidation }: PhantomSpec['findings'], thorax: Thorax): Point | undefined {
  if (!consolidation) return undefined;
  const z = zoneHeight[consolidation.zone] - 0.4;
  return [signOf(consolidation.side) * thorax.cage(z)[0] * 0.56, -2, z];
}

/** What takes the place of air: the share of the lung it fills, and its attenuation. */
type Change = readonly [share: number, mu: number];
type Effect = (across: number, z: number) => Change | undefined;

const filled = attenuation.soft * 0.94;

/** Whether a ray crosses that lung; a lateral ray crosses both. */
function crosses(spec: PhantomSpec, side: Side, across: number): boolean {
  return spec.view === 'LATERAL' || across * signOf(side) > 0;
}

/** Wet lungs: most about the hila. */
function oedemaEffect({ findings: { oedema = 0 }, seed }: PhantomSpec): Effect {
  const clouds = createClouds(seed);
  return (across, z) => {
    const fromHilum = Math.hypot((Math.abs(across) - 4) / 5, (z + 1) / 6);
    return [oedema * (0.1 + 0.4 * Math.exp(-(fromHilum ** 2))) * (0.5 + clouds(across, z)), filled];
  };
}

function consolidationEffect(spec: PhantomSpec, thorax: Thorax): Effect {
  const { consolidation } = spec.findings;
  const patch = consolidationCentre(spec.findings, thorax);
  if (!consolidation || !patch) return () => undefined;
  const clouds = createClouds(spec.seed + 1);
  const [x, y, height] = patch;
  const middle = spec.view === 'LATERAL' ? y : x;
  return (across, z) => {
    if (!crosses(spec, consolidation.side, across)) return undefined;
    const distance = Math.hypot((across - middle) / 4.2, (z - height) / 3.4);
    const edge = 1 - smooth(0.2, 1.3, distance + 0.7 * (clouds(across, z) - 0.5));
    return [edge * consolidation.amount * (0.5 + 0.4 * clouds(across * 2, z * 2)), filled];
  };
}

function pneumothoraxEffect(spec: PhantomSpec, thorax: Thorax): Effect {
  const { pneumothorax } = spec.findings;
  if (!pneumothorax || spec.view === 'LATERAL') return () => undefined;
  const { side, amount } = pneumothorax;
  return (across, z) => {
    if (!crosses(spec, side, across)) return undefined;
    const isAir = thorax.cage(z)[0] - Math.abs(across) < gapWidth(amount, z);
    return isAir ? [1, attenuation.air] : [0.06 + 0.18 * amount, filled];
  };
}

function effusionEffect(spec: PhantomSpec, thorax: Thorax): Effect {
  const { effusion } = spec.findings;
  if (!effusion) return () => undefined;
  return (across, z) => {
    if (!crosses(spec, effusion.side, across)) return undefined;
    const level = fluidLevel(thorax, effusion.amount, spec.view === 'LATERAL' ? 9 : across);
    return [smooth(level + 0.9, level - 1.1, z), filled];
  };
}

/** Attenuation of the lungs with everything that replaces their air. `across` is x on a frontal film, y on a lateral one. */
export function createLungField(spec: PhantomSpec, thorax: Thorax): LungField {
  const effects = [
    oedemaEffect(spec),
    consolidationEffect(spec, thorax),
    pneumothoraxEffect(spec, thorax),
    effusionEffect(spec, thorax),
  ];
  return (across, z) =>
    effects.reduce<number>((mu, effect) => {
      const [share, towards] = effect(across, z) ?? [0, 0];
      return mu + (towards - mu) * Math.min(Math.max(share, 0), 1);
    }, attenuation.lung);
}

/** Whether there is air at a point, so that the vessels in it can be seen. */
export function createHasAir({ findings }: PhantomSpec, thorax: Thorax): (point: Point) => boolean {
  const { effusion, pneumothorax } = findings;
  return ([x, , z]) => {
    if (pneumothorax && x * signOf(pneumothorax.side) > 0) {
      if (thorax.cage(z)[0] - Math.abs(x) < gapWidth(pneumothorax.amount, z) + 0.3) return false;
    }
    if (effusion && x * signOf(effusion.side) > 0) return z > fluidLevel(thorax, effusion.amount, x);
    return true;
  };
}

function boxAround(plate: Plate, centre: Point, halfCm: readonly [number, number]): Box {
  const [column, row] = project(plate, centre);
  const width = Math.round(2 * halfCm[0] * plate.perCm);
  const height = Math.round(2 * halfCm[1] * plate.perCm);
  return { left: Math.round(column - width / 2), top: Math.round(row - height / 2), width, height };
}

function addPleuralLine(plate: Plate, thorax: Thorax, side: 'left' | 'right', amount: number): void {
  addTube(plate, {
    from: -7,
    to: thorax.apex - 1.6,
    at: (z) => [signOf(side) * Math.max(thorax.cage(z)[0] - gapWidth(amount, z), 1.2), 0, z],
    radiusCm: () => 0.07,
    mu: attenuation.soft * 4,
  });
}

function addDrain(plate: Plate, thorax: Thorax, side: 'left' | 'right'): void {
  const sign = signOf(side);
  const [width] = thorax.cage(-4);
  const at = (t: number): Point => [
    sign * (width + 6 - (9.5 + 3 * t) * Math.sin(Math.min(t * 2.2, 1.57)) ** 1.4),
    -3,
    -6 + 2.5 * t + 13 * t ** 1.7,
  ];
  addTube(plate, { from: 0, to: 1, at, radiusCm: () => 0.36, mu: 0.16 });
  addTube(plate, { from: 0, to: 1, at, radiusCm: () => 0.25, mu: -0.2 });
  addTube(plate, { from: 0, to: 1, at, radiusCm: () => 0.07, mu: 2.2 });
}

/** Draws what has an edge of its own, and tells where every finding lies. */
export function addLesions(plate: Plate, spec: PhantomSpec, thorax: Thorax): Lesion[] {
  const { effusion, pneumothorax, consolidation, nodule, drain } = spec.findings;
  const lesions: Lesion[] = [];
  const patch = consolidationCentre(spec.findings, thorax);
  if (patch && consolidation) {
    lesions.push({
      finding: 'Consolidation',
      side: consolidation.side,
      box: boxAround(plate, patch, [3.8, 3.1]),
    });
  }
  if (nodule) {
    const z = zoneHeight[nodule.zone] + 1;
    const centre: Point = [signOf(nodule.side) * thorax.cage(z)[0] * 0.62, 1, z];
    const radius = nodule.diameterMm / 20;
    addSphere(plate, centre, radius, attenuation.soft * 0.95);
    lesions.push({ finding: 'Nodule', side: nodule.side, box: boxAround(plate, centre, [radius, radius]) });
  }
  if (pneumothorax) {
    if (plate.beam === 'frontal') addPleuralLine(plate, thorax, pneumothorax.side, pneumothorax.amount);
    const wide = gapWidth(pneumothorax.amount, 8);
    const centre: Point = [signOf(pneumothorax.side) * (thorax.cage(8)[0] - wide / 2), 0, 8];
    lesions.push({
      finding: 'Pneumothorax',
      side: pneumothorax.side,
      box: boxAround(plate, centre, [wide / 2, 5]),
    });
  }
  if (effusion) {
    const x = signOf(effusion.side) * 7.5;
    const top = fluidLevel(thorax, effusion.amount, 13);
    const centre: Point = [x, 0, (top - 15.5) / 2];
    lesions.push({
      finding: 'Effusion',
      side: effusion.side,
      box: boxAround(plate, centre, [6, Math.max((top + 15.5) / 2, 0.5)]),
    });
  }
  if (drain && plate.beam === 'frontal') addDrain(plate, thorax, drain.side);
  return lesions;
}
