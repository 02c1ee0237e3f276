import { globalSchema } from '@medplum/core';
import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';
import { servedTypes } from './definitions.ts';

const interactions = [
  'read',
  'vread',
  'search-type',
  'create',
  'update',
  'delete',
  'history-instance',
] as const;

function resourceOf(type: (typeof servedTypes)[number]): CapabilityStatementRestResource {
  const parameters = Object.values(globalSchema.types[type]?.searchParams ?? {});
  return {
    type,
    interaction: interactions.map((code) => ({ code })),
    versioning: 'versioned',
    conditionalCreate: true,
    conditionalUpdate: true,
    searchInclude: parameters.filter((p) => p.type === 'reference').map((p) => `${type}:${p.code}`),
    searchParam: parameters
      .filter((p) => ['reference', 'token', 'date', 'string', 'uri'].includes(p.type))
      .map(({ code, type: kind }) => ({ name: code, type: kind })),
  };
}

/** What this server can do. @see https://hl7.org/fhir/R4/capabilitystatement.html */
export function capabilityStatement(baseUrl: string, date: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    experimental: true,
    date,
    kind: 'instance',
    fhirVersion: '4.0.1',
    format: ['json'],
    implementation: { description: 'Demo hospital: every patient is invented', url: baseUrl },
    rest: [
      {
        mode: 'server',
        security: { description: 'Bearer token issued by the EHR with each CDS Hooks call' },
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        resource: servedTypes.map(resourceOf),
      },
    ],
  };
}
