import type { Practitioner, Resource } from '@medplum/fhirtypes';

type Member = {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly prefix?: string;
};

/** Who works here, the user of the EHR page first. */
const members: readonly Member[] = [
  { id: 'demo', family: 'Okafor', given: 'Ada', prefix: 'Dr' },
  { id: 'moreau', family: 'Moreau', given: 'Luc', prefix: 'Dr' },
  { id: 'holm', family: 'Holm', given: 'Elsa' },
];

function practitionerOf({ id, family, given, prefix }: Member): Practitioner {
  const name = {
    text: [prefix, given, family].filter(Boolean).join(' '),
    family,
    given: [given],
    ...(prefix ? { prefix: [prefix] } : {}),
  };
  return { resourceType: 'Practitioner', id, active: true, name: [name] };
}

export const staff: readonly Resource[] = members.map(practitionerOf);

/** Id and name of each, in that order. */
export const staffNames = members.map((member) => ({
  id: member.id,
  name: practitionerOf(member).name?.[0]?.text ?? member.family,
}));

/** The id of the member so called, else of the first. */
export function staffIdOf(asked: string | undefined): string {
  return members.find(({ id }) => id === asked)?.id ?? 'demo';
}
