import { z } from 'zod';

export const structures = ['leftLung', 'rightLung', 'heart'] as const;
export type Structure = (typeof structures)[number];

/** Fractions of the film's width (left, right) and, for the row at which the structure is widest, of its height. */
const extent = z.object({ left: z.number(), right: z.number(), row: z.number() });
export type Extent = z.infer<typeof extent>;

/** Lengths of outside and inside in turn, row by row from the top left; the first is outside. */
const runs = z.array(z.number().int().nonnegative());

/** The three outlines on a square of `side` × `side` cells laid over the whole film. */
const shapes = z.object({ side: z.number().int(), leftLung: runs, rightLung: runs, heart: runs });
export type Shapes = z.infer<typeof shapes>;

export const outlineRefusals = [
  'lung-missing',
  'heart-missing',
  'area-out-of-range',
  'lungs-unequal',
  'heart-outside',
  'white-lung',
  'outline-uncertain',
] as const;
/** Why an outline is not measured. */
export type OutlineRefusal = (typeof outlineRefusals)[number];

/** Lungs and heart on one film, as it is stored with the film's reading. */
export const outlineSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('measured'),
    model: z.string(),
    /** Cardiothoracic ratio, greatest width of the heart over greatest width of the lungs, with its 90 % interval. */
    ratio: z.object({ value: z.number(), low: z.number(), high: z.number() }),
    /** Area of the heart over that of both lungs. */
    areaRatio: z.number(),
    /** Doubtful cells (probability .2 to .8) over cells outlined. */
    uncertainty: z.number(),
    heart: extent,
    chest: extent,
    shapes,
  }),
  z.object({
    state: z.literal('refused'),
    model: z.string(),
    because: z.enum(outlineRefusals),
    shapes,
  }),
]);
export type Outline = z.infer<typeof outlineSchema>;
export type MeasuredOutline = Extract<Outline, { state: 'measured' }>;
