import { globalSchema } from '@medplum/core';
import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CapabilityStatementRestSecurity,
} from '@medplum/fhirtypes';
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

/** Where SMART's three conversations are held. */
export type OauthUris = {
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
  readonly introspect: string;
};

/** @see https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html */
function securityOf(uris: OauthUris): CapabilityStatementRestSecurity {
  return {
    service: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
            code: 'SMART-on-FHIR',
            display: 'SMART-on-FHIR',
          },
        ],
      },
    ],
    description: 'SMART App Launch, or the bearer token that comes with a CDS Hooks call',
    extension: [
      {
        url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
        extension: Object.entries(uris).map(([url, valueUri]) => ({ url, valueUri })),
      },
    ],
  };
}

/** What this server can do. @see https://hl7.org/fhir/R4/capabilitystatement.html */
export function capabilityStatement(baseUrl: string, date: string, oauth: OauthUris): CapabilityStatement {
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
        security: securityOf(oauth),
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        resource: servedTypes.map(resourceOf),
      },
    ],
  };
}
