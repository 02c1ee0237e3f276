import { z } from 'zod';
import type { ModelFile } from '../inference/model-file.ts';
import { ManifestMismatch } from '../lib/errors.ts';

const numbers = z.array(z.number());

const manifestSchema = z.looseObject({
  features: z.array(
    z.looseObject({
      name: z.string(),
      concept: z.string(),
      stat: z.string(),
      modality: z.enum(['vitals', 'labs', 'demographics']),
      /** Median among the charts it was trained on: what a reason is told against. */
      typical: z.number(),
    }),
  ),
  horizon: z.string(),
  population: z.string(),
  windowHours: z.number().positive(),
  intervalRule: z.looseObject({ z: z.number(), extraSd: z.record(z.string(), z.number()) }),
  film: z.looseObject({
    weight: z.number(),
    claim: z.string(),
    columns: z.array(z.string()).min(1),
    /** `id@version` of the encoder whose readings the term was fitted on. */
    fittedOn: z.string(),
  }),
  /** How far a chart may be from the training population. @see standingOf */
  guard: z.looseObject({
    quantiles: z.record(z.string(), numbers),
    scores: numbers,
    most: z.number().positive(),
    typicalValues: z.number().positive(),
    far: z.number().positive(),
    veryFar: z.number().positive(),
  }),
  /** Published scores that decide better than the model at some risk between 5 and 50 %. */
  beatenBy: z.array(z.string()),
});
export type FusionManifest = z.infer<typeof manifestSchema>;

/** The fusion model's part of its manifest. @throws ManifestMismatch naming each wrong line. */
export function readFusionManifest(model: ModelFile): FusionManifest {
  const parsed = manifestSchema.safeParse(model.manifest);
  if (parsed.success) return parsed.data;
  throw new ManifestMismatch(`the manifest of ${model.maker} is invalid\n${z.prettifyError(parsed.error)}`);
}
