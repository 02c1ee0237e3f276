import { createUniform } from '../evaluation/bootstrap.ts';

const count = 5;

/** Five parts of the rows, whole patients in one part each; the same parts for the same patients. */
export function foldsOf(patients: readonly string[]): { readonly fit: number[]; readonly held: number[] }[] {
  const uniform = createUniform(5);
  const shuffled = [...new Set(patients)]
    .sort()
    .map((patient) => ({ patient, place: uniform() }))
    .sort((a, b) => a.place - b.place);
  const partOf = new Map(shuffled.map(({ patient }, at) => [patient, at % count]));
  const parts = patients.map((patient) => partOf.get(patient));
  return Array.from({ length: count }, (_, part) => ({
    fit: parts.flatMap((own, at) => (own === part ? [] : [at])),
    held: parts.flatMap((own, at) => (own === part ? [at] : [])),
  })).filter(({ held }) => held.length > 0);
}
