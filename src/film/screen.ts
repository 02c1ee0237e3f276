import type { FilmFacts, FilmRefusal } from './film.ts';

const radiographs = ['CR', 'DX', 'RG', 'OT', 'SC'];
const laterals = ['LL', 'RL', 'LLD', 'RLD', 'LATERAL', 'LAT', 'LLO', 'RLO', 'LAO', 'RAO', 'LPO', 'RPO'];
const chestWords = /CHEST|THORAX|LUNG|RIB|TORAX|POUMON|PULM/i;
const smallestSide = 128;
const largestPixels = 64_000_000;

/** What the header alone rules out, before any pixel is decoded. */
export function screenFacts(facts: FilmFacts): FilmRefusal | undefined {
  const { modality, frames, viewPosition, bodyPart, rows, columns } = facts;
  if (modality !== undefined && !radiographs.includes(modality)) {
    return { code: 'not-a-radiograph', detail: `modality ${modality.slice(0, 16)}` };
  }
  if (rows === 0 || columns === 0) return { code: 'no-pixels', detail: 'the file holds no picture' };
  if (frames > 1) return { code: 'multi-frame', detail: `${frames} frames` };
  if (viewPosition !== undefined && laterals.includes(viewPosition.toUpperCase())) {
    return { code: 'lateral-view', detail: `view position ${viewPosition.slice(0, 16)}` };
  }
  if (bodyPart !== undefined && bodyPart !== '' && !chestWords.test(bodyPart)) {
    return { code: 'not-chest', detail: `body part ${bodyPart.slice(0, 16)}` };
  }
  if (Math.min(rows, columns) < smallestSide)
    return { code: 'too-small', detail: `${columns} × ${rows} pixels` };
  if (rows * columns > largestPixels) return { code: 'too-large', detail: `${columns} × ${rows} pixels` };
  return undefined;
}
