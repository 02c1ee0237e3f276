import { z } from 'zod';

/** How a grey film becomes the encoder's input; the only definition, used in training and serving alike. */
export const imageSpec = z.strictObject({
  resizeTo: z.number().int().positive(),
  fit: z.literal('squash'),
  interpolation: z.literal('triangle-antialias'),
  standardise: z.strictObject({ centre: z.number(), targetStd: z.number(), clip: z.number() }),
});
export type ImageSpec = z.infer<typeof imageSpec>;
