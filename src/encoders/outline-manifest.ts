import { z } from 'zod';
import { imageSpec } from '../features/image-spec.ts';
import type { ModelFile } from '../inference/model-file.ts';
import { ManifestMismatch } from '../lib/errors.ts';

const range = z.object({ from: z.number(), to: z.number() });

const limits = z.object({
  area: z.object({ leftLung: range, rightLung: range, heart: range }),
  lungBalance: range,
  heartBeyondChest: z.number(),
  air: z.number(),
  uncertainty: z.number(),
});

/** Log-odds of cardiomegaly from what is measured, and how they become a probability. */
const cardiomegaly = z.looseObject({
  /** Id of the film model whose own judgement it stands in for. */
  insteadOf: z.string(),
  intercept: z.number(),
  weights: z.object({
    ratio: z.number(),
    logAreaRatio: z.number(),
    uncertainty: z.number(),
    /** Added on an AP film, which magnifies the heart. */
    ap: z.number(),
    /** Times the ratio, on an AP film. */
    apRatio: z.number(),
  }),
  platt: z.looseObject({
    slope: z.number(),
    intercept: z.number(),
    /** Covariance of (slope, intercept) from a patient-grouped bootstrap. */
    cov: z.array(z.array(z.number()).length(2)).length(2),
  }),
  residualSd: z.number(),
  /** Share of the calibration films that showed it. */
  prevalence: z.number(),
});
export type CardiomegalyRule = z.infer<typeof cardiomegaly>;

const outlineManifest = z.looseObject({
  input: z.looseObject({ name: z.string() }),
  output: z.looseObject({ name: z.string() }),
  preprocessing: imageSpec,
  limits,
  ratioDoubt: z.looseObject({ base: z.number(), perUncertainty: z.number() }),
  cardiomegaly,
});
export type OutlineManifest = z.infer<typeof outlineManifest>;

/** The outline net's part of its manifest. @throws ManifestMismatch naming each wrong line. */
export function readOutlineManifest(model: ModelFile): OutlineManifest {
  const parsed = outlineManifest.safeParse(model.manifest);
  if (parsed.success) return parsed.data;
  throw new ManifestMismatch(`the manifest of ${model.maker} is invalid\n${z.prettifyError(parsed.error)}`);
}
