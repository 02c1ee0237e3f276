import { getStatus, isResource } from '@medplum/core';
import { type FhirRequest, FhirRouter, type HttpMethod } from '@medplum/fhir-router';
import type { Resource } from '@medplum/fhirtypes';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Access, type AccessEnv, requireToken } from '../access.ts';
import { capabilityStatement, type OauthUris } from './capability.ts';
import { servedTypes } from './definitions.ts';
import { askedOf, mayAnswer, mayCreate, refusalOf } from './guard.ts';
import { fhirJson, outcomeResponse } from './outcome.ts';
import type { WardRepository } from './repository.ts';

/** A search that this hospital cannot answer, as its stories tell it. */
export type FailingSearch = {
  readonly patientId: string;
  readonly resourceType: string;
  readonly category: string;
};

export type FhirParts = {
  readonly repository: WardRepository;
  readonly access: Access;
  readonly failing: readonly FailingSearch[];
  readonly startedAt: string;
  /** Where apps get their tokens. */
  readonly oauth: OauthUris;
};

const largestBody = 20 * 1024 * 1024;

function json(resource: Resource, status: number, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(resource), {
    status,
    headers: { 'content-type': fhirJson, ...headers },
  });
}

/** The path below the FHIR base, with its query. */
function relativeUrl(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname.replace(/^\/fhir\/?/, '')}${search}`;
}

function isFailing(url: string, failing: readonly FailingSearch[]): boolean {
  const [path, query] = url.split('?');
  const asked = new URLSearchParams(query);
  const patient = asked.get('patient') ?? asked.get('subject') ?? '';
  const category = asked.get('category');
  return failing.some(
    (search) =>
      path === search.resourceType &&
      patient.split('/').at(-1) === search.patientId &&
      (category === null || category.split('|').at(-1) === search.category),
  );
}

async function bodyOf(c: Context): Promise<unknown> {
  if (c.req.method === 'GET' || c.req.method === 'DELETE') return undefined;
  const text = await c.req.text();
  if ((c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded')) {
    const pairs = new URLSearchParams(text);
    return Object.fromEntries([...pairs.keys()].map((key) => [key, pairs.getAll(key)]));
  }
  return text === '' ? undefined : JSON.parse(text);
}

function headersOf(resource: Resource, status: number, baseUrl: string): Record<string, string> {
  const { meta, id, resourceType } = resource;
  if (!id || !meta?.versionId) return {};
  return {
    etag: `W/"${meta.versionId}"`,
    ...(meta.lastUpdated ? { 'last-modified': new Date(meta.lastUpdated).toUTCString() } : {}),
    ...(status === 201 ? { location: `${baseUrl}/${resourceType}/${id}/_history/${meta.versionId}` } : {}),
  };
}

function isServedPath(url: string): boolean {
  const type = url.split(/[/?]/)[0];
  return type === '' || servedTypes.some((served) => served === type);
}

/** Why the bearer may not ask this; nothing when it may. */
async function refusalFor(c: Context<AccessEnv>, url: string): Promise<string | undefined> {
  const bearer = c.get('bearer');
  if (bearer.kind === 'ehr') return undefined;
  const isForm = (c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded');
  const asked = askedOf(c.req.method, url, isForm ? await c.req.text() : '');
  const refusal = refusalOf(bearer.grant, asked);
  if (refusal || asked.interaction !== 'c') return refusal;
  const created = await c.req.json().catch(() => undefined);
  return mayCreate(bearer.grant, created)
    ? undefined
    : 'this token creates for its own patient and under its own user’s name';
}

/** A FHIR R4 server: read, search with pages and includes, create, update, conditional, batch and transaction. */
export function fhirRoutes({ repository, access, failing, startedAt, oauth }: FhirParts): Hono<AccessEnv> {
  const routes = new Hono<AccessEnv>();
  const router = new FhirRouter();
  const { baseUrl } = repository;

  const handle = async (c: Context<AccessEnv>): Promise<Response> => {
    const url = relativeUrl(c);
    if (!isServedPath(url)) return outcomeResponse(404, 'this hospital keeps no such resource type');
    const refusal = await refusalFor(c, url);
    if (refusal) return outcomeResponse(403, refusal);
    if (isFailing(url, failing)) {
      return outcomeResponse(503, 'the laboratory system is not available', { 'retry-after': '120' });
    }
    let body: unknown;
    try {
      body = await bodyOf(c);
    } catch {
      return outcomeResponse(400, 'the body is not valid JSON');
    }
    const request: FhirRequest = {
      method: c.req.method as HttpMethod,
      url,
      pathname: '',
      params: {},
      query: {},
      body,
      headers: c.req.header(),
      config: { transactions: true },
    };
    const [outcome, resource] = await router.handleRequest(request, repository);
    const status = getStatus(outcome);
    const bearer = c.get('bearer');
    if (bearer.kind === 'app' && isResource(resource) && !mayAnswer(bearer.grant, resource))
      return outcomeResponse(403, 'the answer is of another patient, or outside the scopes of this token');
    return isResource(resource)
      ? json(resource, status, headersOf(resource, status, baseUrl))
      : json(outcome, status);
  };

  routes.get('/metadata', () => json(capabilityStatement(baseUrl, startedAt, oauth), 200));
  routes.use('*', requireToken(access), bodyLimit({ maxSize: largestBody }));
  routes.all('/', handle);
  routes.all('/*', handle);
  routes.onError(() => outcomeResponse(500, 'this hospital failed to answer'));
  return routes;
}
