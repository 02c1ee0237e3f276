import { calculateAge } from '@medplum/core';
import { z } from 'zod';
import type { Patient } from '../../chart/chart.ts';
import type { Resource } from './resource.ts';

const patient = z.looseObject({
  identifier: z.array(z.looseObject({ value: z.string().optional() })).default([]),
  gender: z.string().optional(),
  birthDate: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .optional()
    .catch(undefined),
});

/** The patient as the chart keeps them; the age is in completed years at `asOf`. */
export function readPatient(item: Resource, id: string, asOf: string): Patient {
  const parsed = patient.safeParse(item);
  if (!parsed.success) return { id, identifiers: [] };
  const { identifier, gender, birthDate } = parsed.data;
  const age = birthDate ? calculateAge(birthDate, asOf).years : Number.NaN;
  return {
    id,
    identifiers: identifier.flatMap(({ value }) => (value ? [value] : [])),
    ...(gender === 'male' || gender === 'female' ? { sex: gender } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(age >= 0 && age < 130 ? { ageYears: age } : {}),
  };
}
