import { z } from 'zod';
import { outlineSchema } from '../outline/outline.ts';
import { place } from './place.ts';

/** A calibrated probability with its 90 % interval, as it is stored. */
const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });

const calibrated = {
  probability: estimate,
  /** Share of the calibration films that showed it: what a probability is to be held against. */
  prevalence: z.number(),
};

/** What a model says of one thing, and how far that may be believed. */
const judgement = [
  z.object({
    state: z.literal('assessed'),
    ...calibrated,
    /** It may tell films apart too poorly for a low score to speak against the finding. */
    isWeak: z.boolean().optional(),
  }),
  /** Not shown to be better than chance: the number is kept for validation and never shown as one. */
  z.object({ state: z.literal('not-assessed'), ...calibrated }),
  /** 0 to 1, but no probability: it ranks films, no more. */
  z.object({ state: z.literal('uncalibrated'), score: z.number() }),
  z.object({ state: z.literal('not-offered') }),
] as const;
const named = { name: z.string() };
const [assessed, notAssessed, uncalibrated, notOffered] = judgement;
const abnormal = z.discriminatedUnion('state', judgement);
const finding = z.discriminatedUnion('state', [
  assessed.extend(named),
  notAssessed.extend(named),
  uncalibrated.extend(named),
  notOffered.extend(named),
]);
export type Judgement = z.infer<typeof abnormal>;

const facts = z.looseObject({
  modality: z.string().optional(),
  sopInstanceUid: z.string().optional(),
  studyInstanceUid: z.string().optional(),
  patientId: z.string().optional(),
  patientBirthDate: z.string().optional(),
  patientSex: z.string().optional(),
  patientAgeYears: z.number().optional(),
  viewPosition: z.string().optional(),
  /** Pixels of the film as its file holds it. */
  rows: z.number().optional(),
  columns: z.number().optional(),
  acquiredAt: z.string().optional(),
});

/** What one encoder said of one image; stored under (SOP instance, model@version, preprocessing). */
export const readingSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    model: z.string(),
    /** The shipped encoder, where it stood in for a gate, view, sex or age that the model does not offer. */
    beside: z.string().optional(),
    facts,
    findings: z.array(finding),
    abnormal,
    viewApProbability: z.number(),
    maleProbability: z.number(),
    ageYears: z.number(),
    /** What is amiss with the film itself, though it was read: names of gate checks, `polarity-repaired`, `low-resolution`. */
    warnings: z.array(z.string()).optional(),
    foreignDistance: z.number().optional(),
    embedding: z.array(z.number()).optional(),
    /** Absent on readings from before films were outlined. */
    outline: outlineSchema.optional(),
    /** Where the findings that are told lie, and `abnormal`; absent until they were sought. */
    places: z.record(z.string(), place).optional(),
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
