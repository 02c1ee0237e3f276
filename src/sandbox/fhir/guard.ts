import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { Grant } from '../access.ts';
import { type Interaction, scopesFor } from '../smart/scopes.ts';

/** What is asked of the FHIR server, as far as a grant has a say in it. */
export type Asked = {
  readonly type: string;
  readonly id?: string;
  readonly interaction: Interaction;
  readonly params: URLSearchParams;
};

/** Types that belong to no patient. */
const shared = ['Practitioner', 'Organization', 'Endpoint'];

const interactionOf: Readonly<Record<string, Interaction>> = { POST: 'c', PUT: 'u', PATCH: 'u', DELETE: 'd' };

/** `url` is relative to the FHIR base; `form` the body of a search by POST. */
export function askedOf(method: string, url: string, form = ''): Asked {
  const [path = '', query = ''] = url.split('?');
  const [type = '', id] = path.split('/');
  const params = new URLSearchParams([query, form].filter((part) => part !== '').join('&'));
  if (id === '_search') return { type, interaction: 's', params };
  const reading = id === undefined ? 's' : 'r';
  return { type, ...(id ? { id } : {}), interaction: interactionOf[method] ?? reading, params };
}

function namesPatient({ type, id, params }: Asked, patientId: string): boolean {
  const asked =
    type === 'Patient' ? [id ?? params.get('_id')] : [params.get('patient'), params.get('subject')];
  const named = asked.filter((name) => name !== null && name !== undefined);
  return named.length > 0 && named.every((name) => name.split('/').at(-1) === patientId);
}

const codeOf = (token: string) => token.split('|').at(-1) ?? '';

function isNarrowEnough(asked: Asked, narrowing: readonly (readonly [string, string])[]): boolean {
  if (asked.interaction !== 's') return true;
  return narrowing.every(([name, value]) => codeOf(asked.params.get(name) ?? '') === codeOf(value));
}

/** Why an app may not ask this; nothing when it may. */
export function refusalOf({ scope, patientId, user }: Grant, asked: Asked): string | undefined {
  const { type, id, interaction } = asked;
  if (type === '') return 'batch and transaction are not open to apps';
  const isOwnUser = user === `${type}/${id}` && interaction === 'r' && scope.split(' ').includes('fhirUser');
  if (isOwnUser) return undefined;
  const scopes = scopesFor(scope, type, interaction);
  if (scopes.length === 0) return `no scope of this token allows ${type}.${interaction}`;
  if (shared.includes(type)) return undefined;
  const isBound = type === 'Patient' || interaction === 's';
  if (isBound && !namesPatient(asked, patientId))
    return 'this token is for another patient, or none was named';
  return scopes.some(({ narrowing }) => isNarrowEnough(asked, narrowing))
    ? undefined
    : `the scopes for ${type} ask for a narrower search`;
}

type Bound = {
  readonly subject?: { readonly reference?: string };
  readonly patient?: { readonly reference?: string };
  readonly category?: readonly { readonly coding?: readonly { readonly code?: string }[] }[];
};

function isOf(resource: Resource, patientId: string): boolean {
  if (resource.resourceType === 'Patient') return resource.id === patientId;
  const { subject, patient } = resource as Bound;
  const [owner, id] = (subject ?? patient)?.reference?.split('/').slice(-2) ?? [];
  return owner === 'Patient' && id === patientId;
}

function hasCategory(resource: Resource, code: string): boolean {
  const categories = (resource as Bound).category ?? [];
  return categories.some(({ coding = [] }) => coding.some((item) => item.code === code));
}

function mayBeShown(resource: Resource, { scope, patientId }: Grant): boolean {
  if (shared.includes(resource.resourceType)) return true;
  if (resource.resourceType === 'OperationOutcome') return true;
  const scopes = (['r', 's'] as const).flatMap((letter) => scopesFor(scope, resource.resourceType, letter));
  const isInScope = scopes.some(({ narrowing }) =>
    narrowing.every(([name, value]) => name !== 'category' || hasCategory(resource, codeOf(value))),
  );
  return isInScope && isOf(resource, patientId);
}

/** Whether an app may create this: of the grant's patient, and under the name of nobody but its user. */
export function mayCreate({ patientId, user }: Grant, created: unknown): boolean {
  if (typeof created !== 'object' || created === null) return false;
  type Named = readonly { reference?: string }[];
  const { performer = [], resultsInterpreter = [] } = created as Partial<
    Record<'performer' | 'resultsInterpreter', Named>
  >;
  const named = [...performer, ...resultsInterpreter];
  const isUsers = performer.length > 0 && named.every(({ reference }) => reference === user);
  return isUsers && isOf(created as Resource, patientId);
}

/** Whether everything in an answer is of the grant's patient and within its scopes. */
export function mayAnswer(grant: Grant, answer: Resource): boolean {
  const resources =
    answer.resourceType === 'Bundle'
      ? ((answer as Bundle).entry ?? []).flatMap(({ resource }) => resource ?? [])
      : [answer];
  return resources.every((resource) => mayBeShown(resource, grant));
}
