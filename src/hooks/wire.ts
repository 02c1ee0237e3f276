import { z } from 'zod';
import { BadRequest } from '../lib/errors.ts';

const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'must be a FHIR id');

/** CDS Hooks 2.0 request for patient-view and encounter-start. @see https://cds-hooks.hl7.org/2.0/#http-request_1 */
const callBody = z
  .looseObject({
    hook: z.string(),
    hookInstance: z.string().min(1),
    fhirServer: z.url({ protocol: /^https?$/ }).optional(),
    fhirAuthorization: z
      .looseObject({
        access_token: z.string().min(1),
        token_type: z.literal('Bearer'),
        expires_in: z.number(),
        scope: z.string(),
        subject: z.string(),
      })
      .optional(),
    context: z.looseObject({ userId: z.string().min(1), patientId: id, encounterId: id.optional() }),
    prefetch: z.record(z.string(), z.unknown()).nullish(),
  })
  .refine((body) => body.fhirAuthorization === undefined || body.fhirServer !== undefined, {
    message: 'is required when fhirAuthorization is given',
    path: ['fhirServer'],
  });
export type CallBody = z.infer<typeof callBody>;

const coding = z.looseObject({
  code: z.string(),
  system: z.string().optional(),
  display: z.string().optional(),
});
const overrideReason = z.looseObject({ reason: coding.optional(), userComment: z.string().optional() });

const feedbackBody = z.looseObject({
  feedback: z.array(
    z.looseObject({
      card: z.string().min(1),
      outcome: z.enum(['accepted', 'overridden']),
      acceptedSuggestions: z.array(z.looseObject({ id: z.string() })).optional(),
      overrideReason: overrideReason.optional(),
      /** Epic's plural. */
      overrideReasons: z.union([overrideReason, z.array(overrideReason)]).optional(),
      outcomeTimestamp: z.iso.datetime({ offset: true }),
    }),
  ),
});
export type FeedbackBody = z.infer<typeof feedbackBody>;

function parse<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new BadRequest(`the ${what} is not valid: ${faults.slice(0, 10).join('; ')}`);
}

/** @throws BadRequest naming every field at fault, never its value. */
export function parseCall(body: unknown): CallBody {
  return parse(callBody, body, 'CDS Hooks request');
}

/** @throws BadRequest naming every field at fault, never its value. */
export function parseFeedback(body: unknown): FeedbackBody {
  return parse(feedbackBody, body, 'feedback');
}
