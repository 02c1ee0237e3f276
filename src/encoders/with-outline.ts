import { digestOf } from '../lib/digest.ts';
import { cardiomegalyByMeasure } from './cardiomegaly.ts';
import type { FilmEncoder } from './film-encoder.ts';
import type { CardiomegalyRule } from './outline-manifest.ts';
import type { Outliner } from './outliner.ts';
import type { ReadFilm } from './reading.ts';
import type { Standing } from './standing.ts';
import { viewOf } from './view.ts';

type Finding = ReadFilm['findings'][number];

/** The measure speaks for the model it was compared with, and for one that does not assess cardiomegaly itself. */
export function isJudgedByMeasure(
  { name, state }: Standing,
  model: string,
  { insteadOf }: Pick<CardiomegalyRule, 'insteadOf'>,
): boolean {
  if (name !== 'Cardiomegaly') return false;
  return state !== 'assessed' || model.startsWith(`${insteadOf}@`);
}

/** A reading with its outline; where the outline was measured, cardiomegaly is judged by it. */
function outlined(reading: ReadFilm, outliner: Outliner, outline: ReadFilm['outline']): ReadFilm {
  if (outline?.state !== 'measured') return { ...reading, ...(outline ? { outline } : {}) };
  const { cardiomegaly } = outliner;
  const isAp = viewOf(reading) === 'AP';
  const findings = reading.findings.map((finding): Finding => {
    if (!isJudgedByMeasure(finding, reading.model, cardiomegaly)) return finding;
    const probability = cardiomegalyByMeasure(outline, isAp, cardiomegaly);
    return { name: finding.name, state: 'assessed', probability, prevalence: cardiomegaly.prevalence };
  });
  return { ...reading, findings, outline };
}

/** The same encoder, which also outlines lungs and heart on every film it reads. */
export function withOutline(encoder: FilmEncoder, outliner: Outliner): FilmEncoder {
  return {
    ...encoder,
    preprocessing: digestOf(encoder.preprocessing, outliner.maker),
    read: async (bytes) => {
      const reading = await encoder.read(bytes);
      if (reading.state !== 'read') return reading;
      const polarity = reading.warnings?.includes('polarity-repaired') ? 'negative' : 'positive';
      return outlined(reading, outliner, await outliner.outline(bytes, polarity));
    },
  };
}
