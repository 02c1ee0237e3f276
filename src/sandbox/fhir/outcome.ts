import type { OperationOutcome } from '@medplum/fhirtypes';

const issueCodes: Readonly<Record<number, OperationOutcome['issue'][number]['code']>> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  406: 'not-supported',
  415: 'not-supported',
  429: 'throttled',
  503: 'transient',
};

export const fhirJson = 'application/fhir+json; charset=utf-8';

/** @see https://hl7.org/fhir/R4/operationoutcome.html */
export function operationOutcome(status: number, diagnostics: string): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: issueCodes[status] ?? 'exception', diagnostics }],
  };
}

/** An answer whose body is an OperationOutcome. */
export function outcomeResponse(
  status: number,
  diagnostics: string,
  headers?: Record<string, string>,
): Response {
  return new Response(JSON.stringify(operationOutcome(status, diagnostics)), {
    status,
    headers: { 'content-type': fhirJson, ...headers },
  });
}
