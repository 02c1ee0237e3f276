import { randomUUID } from 'node:crypto';
import type { Access } from '../access.ts';
import type { OwnFhir } from './own-fhir.ts';

export const serviceId = 'vigie-patient-summary';
/** This EHR prefetches what it has at hand; the rest the service reads from FHIR with the call's token. */
const prefetched = ['patient', 'vitals', 'labs', 'conditions'];
const patienceMs = 20_000;

export type CallParts = {
  readonly vigieUrl: string;
  readonly fhirUrl: string;
  readonly access: Access;
};

/** What the page is told of a call: the answer, or in plain words why there is none. */
export type CallReport = {
  /** From sending the call to having its answer; prefetching is not counted. */
  readonly ms: number;
  readonly request?: unknown;
} & (
  | { readonly answered: true; readonly response: unknown }
  | { readonly answered: false; readonly because: string }
);

type Definition = {
  readonly id?: string;
  readonly hook?: string;
  readonly prefetch?: Record<string, string>;
};

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

async function prefetchTemplates(vigieUrl: string): Promise<Record<string, string>> {
  const response = await fetch(`${vigieUrl}/cds-services`, { signal: AbortSignal.timeout(patienceMs) });
  const body = (await readJson(response)) as { services?: Definition[] } | undefined;
  const service = body?.services?.find(({ id, hook }) => id === serviceId && hook === 'patient-view');
  if (!service) throw new Error(`discovery at ${vigieUrl}/cds-services does not list ${serviceId}`);
  return service.prefetch ?? {};
}

type HookContext = { readonly userId: string; readonly patientId: string; readonly encounterId: string };

function fill(template: string, context: HookContext): string {
  return template.replace(/\{\{context\.(\w+)\}\}/g, (_, name: keyof HookContext) => context[name] ?? '');
}

/** Runs the templates; a failed search is handed over as the OperationOutcome it is. */
async function prefetch(fhir: OwnFhir, templates: Record<string, string>, context: HookContext) {
  const wanted = Object.entries(templates).filter(([key]) => prefetched.includes(key));
  const answers = await Promise.all(
    wanted.map(async ([key, template]) => [key, (await fhir.get(fill(template, context))).body] as const),
  );
  return Object.fromEntries(answers);
}

const scope = 'patient/*.rs';

function requestOf(parts: CallParts, context: HookContext, data: Record<string, unknown>) {
  const { patientId, encounterId, userId: user } = context;
  const { accessToken, expiresInSeconds } = parts.access.issue({
    clientId: 'vigie',
    scope,
    patientId,
    encounterId,
    user,
  });
  return {
    hook: 'patient-view',
    hookInstance: randomUUID(),
    fhirServer: parts.fhirUrl,
    fhirAuthorization: {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      scope,
      subject: 'vigie',
      patient: patientId,
    },
    context,
    prefetch: data,
  };
}

function withoutToken(request: ReturnType<typeof requestOf>): unknown {
  return { ...request, fhirAuthorization: { ...request.fhirAuthorization, access_token: '(not shown)' } };
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  if (error.name === 'TimeoutError') return `no answer within ${patienceMs / 1000} s`;
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

async function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patienceMs),
  });
}

/** Opens a patient: discovery, prefetch, then the hook patient-view. Never throws: what failed is in the report. */
export async function openPatient(
  parts: CallParts,
  fhir: OwnFhir,
  { patientId, user }: { patientId: string; user: string },
): Promise<CallReport> {
  // An encounter bears its patient's id in this hospital.
  const context = { userId: user, patientId, encounterId: patientId };
  let started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  try {
    const templates = await prefetchTemplates(parts.vigieUrl);
    const request = requestOf(parts, context, await prefetch(fhir, templates, context));
    started = performance.now();
    const response = await post(`${parts.vigieUrl}/cds-services/${serviceId}`, request);
    const body = await readJson(response);
    const shown = withoutToken(request);
    if (response.ok) return { ms: elapsed(), request: shown, answered: true, response: body };
    return {
      ms: elapsed(),
      request: shown,
      answered: false,
      because: `Vigie answered with status ${response.status}`,
    };
  } catch (error) {
    return { ms: elapsed(), answered: false, because: faultOf(error) };
  }
}

/** Sends feedback as CDS Hooks asks. Returns Vigie's status, 502 when it cannot be reached. */
export async function sendFeedback(vigieUrl: string, feedback: unknown): Promise<number> {
  try {
    const response = await post(`${vigieUrl}/cds-services/${serviceId}/feedback`, { feedback: [feedback] });
    return response.status;
  } catch {
    return 502;
  }
}
