import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Bundle, BundleEntry, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { Hono } from 'hono';

export type FhirServer = AsyncDisposable & {
  readonly url: string;
  readonly add: (resources: readonly Resource[]) => void;
  /** How many answers were given, by status. */
  readonly answers: () => Readonly<Record<number, number>>;
};

type Coded = { readonly coding?: { readonly code?: string; readonly system?: string }[] };
/** The fields that searches look at, as they occur across resource types. */
type Searched = {
  readonly id?: string;
  readonly subject?: { readonly reference?: string };
  readonly patient?: { readonly reference?: string };
  readonly category?: Coded[];
  readonly code?: Coded;
  readonly effectiveDateTime?: string;
  readonly date?: string;
  readonly started?: string;
  readonly endpoint?: { readonly reference?: string }[];
};
type Test = (item: Searched, values: readonly string[]) => boolean;

const defaultCount = 50;
const largestCount = 250;

function hasCode({ coding = [] }: Coded, token: string): boolean {
  const [first = '', second] = token.split('|');
  const [system, code] = second === undefined ? [undefined, first] : [first, second];
  return coding.some((item) => item.code === code && (system === undefined || item.system === system));
}

function timeOf(item: Searched): number {
  return Date.parse(item.effectiveDateTime ?? item.started ?? item.date ?? '') || 0;
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ge: (a, b) => a >= b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  lt: (a, b) => a < b,
};

/** Each search parameter that the server knows; another is refused, as a strict server does. */
const tests: Readonly<Record<string, Test>> = {
  _id: ({ id }, values) => values.includes(id ?? ''),
  category: ({ category = [] }, values) =>
    values.some((token) => category.some((concept) => hasCode(concept, token))),
  code: ({ code = {} }, values) => values.some((token) => hasCode(code, token)),
  date: (item, [value = '']) => {
    const compare = comparisons[value.slice(0, 2)];
    return compare?.(timeOf(item), Date.parse(value.slice(2))) ?? false;
  },
};
/** `patient` is answered by the shelves, one patient at a time. */
const controls = ['patient', '_count', '_sort', '_offset', '_include'];

function outcome(code: 'login' | 'not-found' | 'not-supported', diagnostics: string): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics }] };
}

function sorted<T>(found: readonly T[], sort: string | null): T[] {
  const sign = sort?.startsWith('-') ? -1 : 1;
  return sort
    ? [...found].sort((a, b) => sign * (timeOf(a as Searched) - timeOf(b as Searched)))
    : [...found];
}

/** Resources by type and id, and those of one type and patient together. */
class Shelves {
  readonly #byType = new Map<string, Map<string, Resource>>();
  readonly #byPatient = new Map<string, Resource[]>();

  add(resource: Resource): void {
    const { resourceType, id = '', subject, patient } = resource as Resource & Searched;
    const ofType = this.#byType.get(resourceType) ?? new Map<string, Resource>();
    this.#byType.set(resourceType, ofType.set(id, resource));
    const key = `${resourceType}/${(subject ?? patient)?.reference ?? ''}`;
    const ofPatient = this.#byPatient.get(key);
    if (ofPatient) ofPatient.push(resource);
    else this.#byPatient.set(key, [resource]);
  }

  find(type: string, id: string): Resource | undefined {
    return this.#byType.get(type)?.get(id);
  }

  all(type: string, patient: string | null): readonly Resource[] {
    if (patient === null) return [...(this.#byType.get(type)?.values() ?? [])];
    return this.#byPatient.get(`${type}/Patient/${patient.replace('Patient/', '')}`) ?? [];
  }
}

/** The resources a page's matches point at, for `_include=ImagingStudy:endpoint`. */
function included(page: readonly Resource[], shelves: Shelves): Resource[] {
  const ids = page.flatMap((item) =>
    ((item as Searched).endpoint ?? []).flatMap(({ reference = '' }) => reference.split('/').at(-1) ?? []),
  );
  return [...new Set(ids)].flatMap((id) => shelves.find('Endpoint', id) ?? []);
}

function search(shelves: Shelves, type: string, url: URL): Bundle | OperationOutcome {
  const { searchParams: params } = url;
  const unknown = [...params.keys()].find((name) => !(name in tests) && !controls.includes(name));
  if (unknown) return outcome('not-supported', `search parameter ${unknown} is not known`);
  const asked = Object.entries(tests).filter(([name]) => params.has(name));
  const found = shelves
    .all(type, params.get('patient'))
    .filter((item) =>
      asked.every(([name, test]) =>
        params.getAll(name).every((value) => test(item as Searched, value.split(','))),
      ),
    );
  const count = Math.min(Number(params.get('_count') ?? defaultCount), largestCount);
  const offset = Number(params.get('_offset') ?? 0);
  const page = sorted(found, params.get('_sort')).slice(offset, offset + count);
  const next = new URL(url);
  next.searchParams.set('_offset', String(offset + count));
  const beside = params.has('_include') ? included(page, shelves) : [];
  const entries = (resources: readonly Resource[], mode: 'match' | 'include'): BundleEntry[] =>
    resources.map((resource) => ({ resource, search: { mode } }));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    link: [
      { relation: 'self', url: url.href },
      ...(offset + count < found.length ? [{ relation: 'next', url: next.href }] : []),
    ],
    entry: [...entries(page, 'match'), ...entries(beside, 'include')],
  };
}

function createApp(shelves: Shelves, token: string, tell: (status: number) => void): Hono {
  const app = new Hono().basePath('/fhir');
  app.use(async (c, next) => {
    await next();
    tell(c.res.status);
  });
  const answer = (resource: Resource, status: 200 | 400 | 401 | 404) =>
    new Response(JSON.stringify(resource), {
      status,
      headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
    });
  app.use(async (c, next) => {
    if (c.req.header('authorization') === `Bearer ${token}`) return next();
    return answer(outcome('login', 'a bearer token is required'), 401);
  });
  app.get('/:type/:id', (c) => {
    const found = shelves.find(c.req.param('type'), c.req.param('id'));
    return found ? answer(found, 200) : answer(outcome('not-found', 'no such resource'), 404);
  });
  app.get('/:type', (c) => {
    const found = search(shelves, c.req.param('type'), new URL(c.req.url));
    return answer(found, found.resourceType === 'OperationOutcome' ? 400 : 200);
  });
  return app;
}

/** A small FHIR R4 server on this machine: read and search with paging, for whoever holds `token`. */
export async function startFhirServer(token: string): Promise<FhirServer> {
  const shelves = new Shelves();
  const counts: Record<number, number> = {};
  const app = createApp(shelves, token, (status) => {
    counts[status] = (counts[status] ?? 0) + 1;
  });
  const server = createServer(getRequestListener(app.fetch));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`,
    add: (resources) => {
      for (const resource of resources) shelves.add(resource);
    },
    answers: () => counts,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
