import { z } from 'zod';
import { imageSpec } from '../features/image-spec.ts';
import type { ModelFile } from '../inference/model-file.ts';
import { ManifestMismatch } from '../lib/errors.ts';

const platt = z.looseObject({
  slope: z.number(),
  intercept: z.number(),
  /** Covariance of (slope, intercept) from a patient-grouped bootstrap. */
  cov: z.array(z.array(z.number()).length(2)).length(2),
});

const head = z.looseObject({
  platt,
  /** Further spread of the logit that the bootstrap of the Platt line does not show. */
  residualSd: z.number().default(0),
  auroc: z.looseObject({
    value: z.number().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  }),
  assessed: z.boolean(),
  /** Share of the calibration films that showed it. */
  prevalence: z.number(),
});
export type Head = z.infer<typeof head>;

const manifestSchema = z.looseObject({
  input: z.looseObject({ name: z.string() }),
  preprocessing: imageSpec,
  findings: z.array(head.extend({ name: z.string(), index: z.number().int() })),
  abnormal: head,
  gate: z.looseObject({ output: z.string(), refuseAbove: z.number() }),
  notValidated: z.array(z.string()).default([]),
});
export type FilmManifest = z.infer<typeof manifestSchema>;

/** The encoder's part of its manifest. @throws ManifestMismatch naming each wrong line. */
export function readFilmManifest(model: ModelFile): FilmManifest {
  const parsed = manifestSchema.safeParse(model.manifest);
  if (parsed.success) return parsed.data;
  throw new ManifestMismatch(`the manifest of ${model.maker} is invalid\n${z.prettifyError(parsed.error)}`);
}
