import { calculateAge } from '@medplum/core';
import { z } from 'zod';
import type { Patient } from '../../chart/chart.ts';
import type { Resource } from './resource.ts';

const humanName = z.looseObject({
  use: z.string().optional(),
  text: z.string().optional(),
  family: z.string().optional(),
  given: z.array(z.string()).optional(),
});
type HumanName = z.infer<typeof humanName>;

const patient = z.looseObject({
  name: z.array(humanName).default([]).catch([]),
  identifier: z.array(z.looseObject({ value: z.string().optional() })).default([]),
  gender: z.string().optional(),
  birthDate: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .optional()
    .catch(undefined),
});

/** Which name is meant when a record has several: one without a known use in the middle, names of the past last. */
const uses = ['official', 'usual', '', 'temp', 'nickname', 'anonymous', 'maiden', 'old'];

function rankOf({ use = '' }: HumanName): number {
  return uses.indexOf(uses.includes(use) ? use : '');
}

function wordsOf({ text, given = [], family }: HumanName): string {
  const said = text ?? [...given, family].filter((part) => part !== undefined).join(' ');
  return said.replace(/\s+/g, ' ').trim();
}

/** The name as the record writes it, in whatever script. */
function nameOf(names: readonly HumanName[]): { name?: string } {
  const byUse = names.toSorted((a, b) => rankOf(a) - rankOf(b));
  const name = byUse.map(wordsOf).find((words) => words !== '');
  return name ? { name } : {};
}

/** The patient as the chart keeps them; the age is in completed years at `asOf`. */
export function readPatient(item: Resource, id: string, asOf: string): Patient {
  const parsed = patient.safeParse(item);
  if (!parsed.success) return { id, identifiers: [] };
  const { name, identifier, gender, birthDate } = parsed.data;
  const age = birthDate ? calculateAge(birthDate, asOf).years : Number.NaN;
  return {
    id,
    identifiers: identifier.flatMap(({ value }) => (value ? [value] : [])),
    ...nameOf(name),
    ...(gender === 'male' || gender === 'female' ? { sex: gender } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(age >= 0 && age < 130 ? { ageYears: age } : {}),
  };
}
