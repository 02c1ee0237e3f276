import { z } from 'zod';

/** A calibrated probability with its 90 % interval, as it is stored. */
const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });

const judged = z.object({
  assessed: z.boolean(),
  probability: estimate,
  /** Share of the calibration films that showed it: what a probability is to be held against. */
  prevalence: z.number(),
});

const facts = z.looseObject({
  modality: z.string().optional(),
  sopInstanceUid: z.string().optional(),
  studyInstanceUid: z.string().optional(),
  patientId: z.string().optional(),
  patientBirthDate: z.string().optional(),
  patientSex: z.string().optional(),
  patientAgeYears: z.number().optional(),
  viewPosition: z.string().optional(),
  acquiredAt: z.string().optional(),
});

/** What one encoder said of one image; stored under (SOP instance, model@version, preprocessing). */
export const readingSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    model: z.string(),
    facts,
    findings: z.array(judged.extend({ name: z.string() })),
    abnormal: judged,
    viewApProbability: z.number(),
    maleProbability: z.number(),
    ageYears: z.number(),
    foreignDistance: z.number(),
    embedding: z.array(z.number()),
  }),
  z.object({
    state: z.literal('refused'),
    model: z.string(),
    facts: facts.optional(),
    code: z.string(),
    because: z.string(),
  }),
]);
export type Reading = z.infer<typeof readingSchema>;
export type ReadFilm = Extract<Reading, { state: 'read' }>;
