import { attenuation, type Ellipsoid, type Thorax } from './thorax.ts';

/** A stretch of a ray, centimetres along it, filled with something. Later layers replace earlier ones. */
type Layer = { readonly from: number; readonly to: number; readonly mu: number };

/** What replaces healthy lung where a ray passes: attenuation at a place of the projection. */
export type LungField = (across: number, z: number) => number;

export type Beam = 'frontal' | 'lateral';

/** Crossing of a ray with an ellipsoid: the ray lies at `across` and `z`, and runs along the beam. */
function throughEllipsoid(
  { centre, radii }: Ellipsoid,
  beam: Beam,
  across: number,
  z: number,
  mu: number,
): Layer[] {
  const [side, along] = beam === 'frontal' ? ([0, 1] as const) : ([1, 0] as const);
  const rest = 1 - ((across - centre[side]) / radii[side]) ** 2 - ((z - centre[2]) / radii[2]) ** 2;
  if (rest <= 0) return [];
  const half = radii[along] * Math.sqrt(rest);
  return [{ from: centre[along] - half, to: centre[along] + half, mu }];
}

function throughOval(half: readonly [number, number], beam: Beam, across: number, power: number): number {
  const [width, depth] = half;
  const [side, along] = beam === 'frontal' ? [width, depth] : [depth, width];
  const rest = 1 - Math.abs(across / side) ** power;
  return rest <= 0 || side <= 0 ? 0 : along * rest ** (1 / power);
}

function throughDomes({ domes }: Thorax, beam: Beam, across: number, z: number): Layer[] {
  const [side, along] = beam === 'frontal' ? ([0, 1] as const) : ([1, 0] as const);
  return domes.flatMap(({ centre, kx, ky }) => {
    const [sideBend, alongBend] = beam === 'frontal' ? [kx, ky] : [ky, kx];
    const rest = (centre[2] - sideBend * (across - centre[side]) ** 2 - z) / alongBend;
    if (rest <= 0) return [];
    // The other half of the body has a dome of its own.
    const half = Math.sqrt(rest);
    return [{ from: centre[along] - half, to: centre[along] + half, mu: attenuation.soft }];
  });
}

function lungLayers(thorax: Thorax, beam: Beam, across: number, z: number, field: LungField): Layer[] {
  if (z > thorax.apex) return [];
  const half = throughOval(thorax.cage(z), beam, across, 2.2);
  if (half <= 0) return [];
  const middle = thorax.mediastinum(z);
  const mu = field(across, z);
  if (beam === 'frontal') {
    // The mediastinum fills the back of the chest and leaves some lung before it.
    const filled = Math.max(1 - (across / middle) ** 2, 0);
    return [{ from: -half + 1.05 * half * filled, to: half, mu }];
  }
  return [
    { from: -half, to: -middle, mu },
    { from: middle, to: half, mu },
  ];
}

function layersOf(thorax: Thorax, beam: Beam, across: number, z: number, field: LungField): Layer[] {
  const body = throughOval(thorax.body(z), beam, across, 2.5);
  const soft = attenuation.soft;
  const through = (list: readonly Ellipsoid[], mu: number) =>
    list.flatMap((item) => throughEllipsoid(item, beam, across, z, mu));
  const isFrontal = beam === 'frontal';
  // Under a dome there is no lung; beside it, frontally, only on its own side.
  const domes = isFrontal
    ? throughDomes(
        { ...thorax, domes: thorax.domes.filter(({ centre }) => centre[0] * across > 0) },
        beam,
        across,
        z,
      )
    : throughDomes(thorax, beam, across, z);
  const arms = isFrontal
    ? thorax.softOutside
    : thorax.softOutside.filter(({ centre }) => Math.abs(centre[0]) < 10);
  return [
    ...(body > 0 ? [{ from: -body, to: body, mu: soft }] : []),
    ...through(arms, soft),
    ...lungLayers(thorax, beam, across, z, field),
    ...domes,
    ...through(thorax.heart, soft * 1.02),
    ...through(thorax.gas, attenuation.air),
  ];
}

/** Line integral of attenuation along one ray, the last layer at each place counting. */
function integrate(layers: readonly Layer[]): number {
  const cuts = layers.flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b);
  let sum = 0;
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const from = cuts[at] ?? 0;
    const to = cuts[at + 1] ?? 0;
    const middle = (from + to) / 2;
    let mu = 0;
    for (const layer of layers) if (middle > layer.from && middle < layer.to) mu = layer.mu;
    sum += mu * (to - from);
  }
  return sum;
}

/** Attenuation of body, lungs, heart and diaphragm along the ray at `across` (x or y) and `z`, centimetres. */
export function attenuate(thorax: Thorax, beam: Beam, across: number, z: number, field: LungField): number {
  return integrate(layersOf(thorax, beam, across, z, field));
}
