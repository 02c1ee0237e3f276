import { z } from 'zod';

/** A FHIR R4 resource before its shape is known. */
export const resource = z.looseObject({ resourceType: z.string(), id: z.string().optional() });
export type Resource = z.infer<typeof resource>;

const coding = z.looseObject({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});
export const codeableConcept = z.looseObject({
  coding: z.array(coding).default([]),
  text: z.string().optional(),
});
export type CodeableConcept = z.infer<typeof codeableConcept>;

export const quantity = z.looseObject({
  value: z.number().optional(),
  code: z.string().optional(),
  unit: z.string().optional(),
  system: z.string().optional(),
});

export const reference = z.looseObject({ reference: z.string().optional() });

/** A concept as a person would say it. */
export function wordsOf(concept: CodeableConcept | undefined): string | undefined {
  return concept?.text ?? concept?.coding.find(({ display }) => display !== undefined)?.display;
}

const identifiers = z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() }));

/** The business identifiers of a resource; none where they are not in FHIR's shape. */
export function identifiersOf({ identifier }: Resource): z.infer<typeof identifiers> {
  return identifiers.safeParse(identifier).data ?? [];
}

/** `Type/id`, for provenance. */
export function sourceOf({ resourceType, id }: Resource): string {
  return `${resourceType}/${id ?? 'unknown'}`;
}

/** The id a reference to a Patient names; undefined when it names none or is a bundle-local URN. */
export function patientIdIn(text: string | undefined): string | undefined {
  return /(?:^|\/)Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/.*)?$/.exec(text ?? '')?.[1];
}

/** The id of the patient a resource says it is about, by `subject` or `patient`; undefined when it names none. */
export function patientIdOf({ subject, patient }: Resource): string | undefined {
  return patientIdIn(reference.safeParse(subject ?? patient).data?.reference);
}
