import { addLesions, createHasAir, createLungField, type Lesion } from './findings.ts';
import { drawHand } from './hand.ts';
import { addAirways, addVessels } from './lungs.ts';
import { addMarker } from './marker.ts';
import { createPlate, type Plate } from './plate.ts';
import { attenuate, type LungField } from './rays.ts';
import { expose } from './receptor.ts';
import { addSkeleton } from './skeleton.ts';
import type { PhantomSpec } from './spec.ts';
import { buildThorax, type Thorax } from './thorax.ts';

export type { PhantomSpec } from './spec.ts';

/** What is known of a drawn film because it was drawn so. */
export type PhantomTruth = {
  readonly view: PhantomSpec['view'];
  readonly findings: PhantomSpec['findings'];
  /** Boxes in pixels. */
  readonly lesions: readonly Lesion[];
  /** Width of the heart over the inner width of the chest, as drawn. */
  readonly cardiothoracicRatio: number;
};

/** 12-bit display grey, row by row; a higher value is brighter (MONOCHROME2). */
export type DrawnFilm = { readonly pixels: Uint16Array; readonly rows: number; readonly columns: number };

/** Body, lungs and heart change slowly: a ray for every second pixel is enough. */
function shootRays(plate: Plate, thorax: Thorax, field: LungField): void {
  const { side, sums, perCm, originColumn, originRow, beam } = plate;
  const half = Math.ceil(side / 2) + 1;
  const coarse = new Float32Array(half * half);
  for (let row = 0; row < half; row += 1) {
    const z = (originRow - row * 2) / perCm;
    for (let column = 0; column < half; column += 1) {
      const offset = (column * 2 - originColumn) / perCm;
      coarse[row * half + column] = attenuate(thorax, beam, beam === 'frontal' ? offset : -offset, z, field);
    }
  }
  const get = (row: number, column: number) => coarse[row * half + column] ?? 0;
  for (let row = 0; row < side; row += 1) {
    const [r, v] = [row >> 1, (row & 1) / 2];
    for (let column = 0; column < side; column += 1) {
      const [c, u] = [column >> 1, (column & 1) / 2];
      const upper = get(r, c) * (1 - u) + get(r, c + 1) * u;
      const lower = get(r + 1, c) * (1 - u) + get(r + 1, c + 1) * u;
      const at = row * side + column;
      sums[at] = (sums[at] ?? 0) + upper * (1 - v) + lower * v;
    }
  }
}

/** Draws the film of an invented thorax, `side` × `side` pixels, with the truth of what it shows. */
export function drawPhantom(spec: PhantomSpec, side: number): DrawnFilm & { readonly truth: PhantomTruth } {
  const thorax = buildThorax(spec);
  const isPortable = spec.view === 'AP';
  const beam = spec.view === 'LATERAL' ? 'lateral' : 'frontal';
  const plate = createPlate(side, beam, { widthCm: 38, topCm: 17.5 });
  shootRays(plate, thorax, createLungField(spec, thorax));
  addVessels(plate, thorax, spec.seed, createHasAir(spec, thorax), spec.findings.oedema ?? 0);
  addAirways(plate);
  addSkeleton(plate, thorax, isPortable);
  const lesions = addLesions(plate, spec, thorax);
  const pixels = expose(plate, {
    seed: spec.seed,
    scatter: isPortable ? 0.22 : 0.13,
    noise: isPortable ? 0.012 : 0.008,
    centre: beam === 'lateral' ? 2.9 : 2.35,
    contrast: isPortable ? 1.35 : 1.5,
  });
  addMarker({ pixels, side }, beam === 'frontal' ? 'L' : 'R');
  const truth = { view: spec.view, findings: spec.findings, lesions, cardiothoracicRatio: thorax.ratio };
  return { pixels, rows: side, columns: side, truth };
}

/** Draws a film that is no chest film. */
export function drawForeign(kind: 'hand', side: number): DrawnFilm {
  return { pixels: drawHand(kind, side), rows: side, columns: side };
}
