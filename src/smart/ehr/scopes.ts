import type { NotGranted } from '../contract.ts';
import type { AuthorisationServer } from './discovery.ts';
import type { Ehr } from './registration.ts';

/** What a summary is made of, and its films' archive. */
const resourceTypes = [
  'Patient',
  'Encounter',
  'Observation',
  'Condition',
  'Procedure',
  'Device',
  'DiagnosticReport',
  'DocumentReference',
  'Binary',
  'Flag',
  'ImagingStudy',
  'Endpoint',
] as const;

/** The categories of Observation that are read; a server may grant one without the other. */
const categories = ['vital-signs', 'laboratory'] as const;

/** SMART 2 says so in its capabilities; a server that does not is spoken to as SMART 1. */
function speaksVersion2({ capabilities, scopesSupported }: AuthorisationServer): boolean {
  return (
    capabilities.includes('permission-v2') || scopesSupported.some((scope) => /\.c?r?u?d?s$/.test(scope))
  );
}

/** Tokens that are renewed only while the clinician is there; asked for where the server says it has them. */
function renewal({ capabilities, scopesSupported }: AuthorisationServer): readonly string[] {
  const isOffered = scopesSupported.includes('online_access') || capabilities.includes('permission-online');
  return isOffered ? ['online_access'] : [];
}

/** The right to create a report, asked for only where the registration says that this EHR takes them. */
function writing({ takesReports }: Ehr, server: AuthorisationServer): readonly string[] {
  if (!takesReports) return [];
  return [`patient/DiagnosticReport.${speaksVersion2(server) ? 'c' : 'write'}`];
}

/**
 * The scopes to ask for, in SMART 2's words or SMART 1's by what the server says of itself.
 * @see https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html
 */
export function scopesFor(
  ehr: Ehr,
  server: AuthorisationServer,
  launch: 'ehr' | 'standalone',
): readonly string[] {
  const context = launch === 'ehr' ? 'launch' : 'launch/patient';
  const report = writing(ehr, server);
  if (ehr.scopes) return [context, ...new Set([...ehr.scopes, ...report])];
  const rights = speaksVersion2(server) ? 'rs' : 'read';
  const read = resourceTypes.map((type) => `patient/${type}.${rights}`);
  return ['openid', 'fhirUser', context, ...renewal(server), ...read, ...report];
}

/** These are read by their id and never searched for: the right to search is not missed. */
const readById: readonly string[] = ['Patient', 'Encounter', 'Binary', 'Endpoint'];

type Right = { readonly type: string; readonly canSearch: boolean; readonly filter: string };

/** The right to read that one scope gives; undefined where it gives none. */
function rightOf(scope: string): Right | undefined {
  const match = /^(?:patient|user|system)\/([A-Za-z]+|\*)\.(\*|read|[cruds]+)(?:\?(.*))?$/.exec(scope);
  if (!match) return undefined;
  const [, type = '', rights = '', filter = ''] = match;
  const isVersion1 = rights === '*' || rights === 'read';
  if (!isVersion1 && !rights.includes('r')) return undefined;
  return { type, canSearch: isVersion1 || rights.includes('s'), filter };
}

/** `category=http://…/observation-category|laboratory` lets that category be read and no other. */
function allows({ type, canSearch, filter }: Right, wanted: string, category?: string): boolean {
  if (type !== '*' && type !== wanted) return false;
  if (!canSearch && !readById.includes(wanted)) return false;
  if (filter === '') return true;
  return category !== undefined && filter.split(/%7C|\|/i).at(-1) === category;
}

function missingOf(type: string, rights: readonly Right[]): readonly string[] {
  const isWhole = rights.some((right) => allows(right, type));
  if (isWhole) return [];
  if (type !== 'Observation') return [type];
  const missing = categories.filter((category) => !rights.some((right) => allows(right, type, category)));
  return missing.length === categories.length ? [type] : missing;
}

/** Whether a grant lets reports be created; `granted` is the token answer's `scope`. */
export function grantsReports(granted: string): boolean {
  return granted
    .split(/\s+/)
    .some((scope) => /^(?:patient|user)\/(?:DiagnosticReport|\*)\.(?:\*|write|cr?u?d?s?)$/.test(scope));
}

/** Which parts a narrower grant leaves out; `granted` is the token answer's `scope`. */
export function notGrantedIn(granted: string): NotGranted {
  const rights = granted.split(/\s+/).flatMap((scope) => rightOf(scope) ?? []);
  return resourceTypes.flatMap((type) => missingOf(type, rights));
}
