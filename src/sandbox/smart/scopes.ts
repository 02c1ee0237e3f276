/** c create, r read, u update, d delete, s search. */
export type Interaction = 'c' | 'r' | 'u' | 'd' | 's';

/** `patient/Observation.rs?category=laboratory`, read. */
export type ResourceScope = {
  /** A resource type, or `*`. */
  readonly type: string;
  readonly interactions: string;
  /** Narrows the scope to what has these values. */
  readonly narrowing: readonly (readonly [name: string, value: string])[];
};

const launchScopes = ['openid', 'fhirUser', 'profile', 'launch', 'online_access', 'offline_access'];
const ofVersion1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };
const resourceScope = /^(?:patient|user)\/(\*|[A-Z]\w+)\.(read|write|\*|c?r?u?d?s?)(?:\?(.+))?$/;

/** A scope for resources, of SMART version 1 or 2. @see https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html */
export function readScope(scope: string): ResourceScope | undefined {
  const [, type, letters, query] = resourceScope.exec(scope) ?? [];
  if (!type || !letters) return undefined;
  return {
    type,
    interactions: ofVersion1[letters] ?? letters,
    narrowing: [...new URLSearchParams(query ?? '')],
  };
}

/** What Vigie is registered for: it reads and searches, and creates reports where it asks for that. */
export function mayBeGranted(scope: string): boolean {
  if (launchScopes.includes(scope) || scope === 'launch/patient' || scope === 'launch/encounter') return true;
  const read = readScope(scope);
  if (read?.type === 'DiagnosticReport' && read.interactions === 'c') return true;
  return read !== undefined && /^[rs]+$/.test(read.interactions);
}

export function isResourceScope(scope: string): boolean {
  return readScope(scope) !== undefined;
}

/** The scopes among those granted that speak of this type and interaction. */
export function scopesFor(granted: string, type: string, interaction: Interaction): ResourceScope[] {
  return granted
    .split(' ')
    .flatMap((scope) => readScope(scope) ?? [])
    .filter((scope) => scope.type === '*' || scope.type === type)
    .filter((scope) => scope.interactions.includes(interaction));
}
