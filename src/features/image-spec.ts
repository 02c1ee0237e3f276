import { z } from 'zod';

const perChannel = z.array(z.number()).min(1).max(3);

/** These lines and no others. */
function linesOf<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? `no such line; allowed are ${Object.keys(shape).join(', ')}` : undefined,
  });
}

/** How a grey film becomes the encoder's input; the only definition, used in training and serving alike. */
export const imageSpec = linesOf({
  resizeTo: z.number().int().min(16).max(2048),
  fit: z.enum(['squash', 'letterbox', 'centre-crop']),
  interpolation: z.enum(['triangle-antialias', 'bilinear']),
  channels: z.union([z.literal(1), z.literal(3)], { error: 'must be 1 or 3' }).optional(),
  standardise: linesOf({
    centre: z.number().gt(0).max(1),
    targetStd: z.number().positive(),
    clip: z.number().positive(),
  }).optional(),
  scale: linesOf({ black: z.number(), white: z.number() }).optional(),
  normalise: linesOf({ mean: perChannel, std: z.array(z.number().positive()).min(1).max(3) }).optional(),
}).superRefine(({ standardise, scale, normalise, channels = 1 }, { addIssue }) => {
  const rules = [standardise, scale, normalise].filter((rule) => rule !== undefined);
  if (rules.length !== 1)
    addIssue(`${rules.length} value rules; give exactly one of standardise, scale, normalise`);
  if (scale?.black === scale?.white && scale)
    addIssue({ code: 'custom', path: ['scale'], message: 'black and white are the same value' });
  for (const name of ['mean', 'std'] as const)
    if (normalise && normalise[name].length !== channels)
      addIssue({
        code: 'custom',
        path: ['normalise', name],
        message: `${normalise[name].length} numbers for ${channels} channels; give one a channel`,
      });
});
export type ImageSpec = z.infer<typeof imageSpec>;
