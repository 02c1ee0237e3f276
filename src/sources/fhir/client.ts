import { Client } from 'fhir-kit-client';
import { SourceUnavailable } from '../../lib/errors.ts';
import { pause } from '../../lib/pause.ts';
import { readPage } from './bundle.ts';
import { type Resource, resource } from './resource.ts';

export type EhrAccess = {
  readonly baseUrl: string;
  /** The call's own token; it goes to this base address's origin only. */
  readonly accessToken?: string;
};

type SearchParams = Readonly<Record<string, string | number>>;
export type Found = { readonly resources: readonly Resource[]; readonly hasMore: boolean };

/** The EHR's FHIR server for the length of one call. Every method throws SourceUnavailable and nothing else. */
export type EhrClient = {
  /** Undefined when there is no such resource. */
  readonly read: (type: string, id: string) => Promise<Resource | undefined>;
  /** All pages up to the page limit. */
  readonly search: (type: string, params: SearchParams) => Promise<Found>;
  /** The pages behind a `next` link that came with prefetch. */
  readonly pagesFrom: (url: string) => Promise<Found>;
  readonly requests: () => number;
};

const atOnce = 6;
const pagesAtMost = 10;
const triesAtMost = 3;
const firstPauseMs = 150;
/** A server that asks to be left alone for longer is not asked again in this call. */
const longestPauseMs = 1500;
const busyStatuses = [429, 503];
const idPattern = /^[A-Za-z0-9\-.]{1,64}$/;

type HttpFailure = { readonly response: { readonly status: number }; readonly config: { headers?: Headers } };

function isHttpFailure(error: unknown): error is HttpFailure {
  return error instanceof Error && 'response' in error && 'config' in error;
}

function retryAfterMs({ config }: HttpFailure, attempt: number): number {
  const told = config.headers?.get('retry-after');
  if (!told) return firstPauseMs * 2 ** attempt;
  const seconds = Number(told);
  return Number.isFinite(seconds) ? seconds * 1000 : Math.max(Date.parse(told) - Date.now(), 0);
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'timeout';
  if (!isHttpFailure(error)) return 'unreachable';
  const { status } = error.response;
  if (status === 401 || status === 403) return 'not-authorised';
  if (busyStatuses.includes(status)) return 'busy';
  return status < 300 ? 'answer-not-json' : `http-${status}`;
}

/** At most `atOnce` tasks run; the others wait their turn. */
function createTurnstile(): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await task();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}

/** Wraps fhir-kit-client for one call: deadline, bounded parallelism, retries, one origin, escaped ids, capped pages. */
export function createEhrClient({ baseUrl, accessToken }: EhrAccess, signal: AbortSignal): EhrClient {
  const client = new Client({ baseUrl, ...(accessToken ? { bearerToken: accessToken } : {}) });
  const { origin } = new URL(baseUrl);
  const inTurn = createTurnstile();
  let requests = 0;

  const attempt = async (send: () => Promise<unknown>, tries = 0): Promise<unknown> => {
    if (signal.aborted) throw new SourceUnavailable('timeout');
    requests += 1;
    try {
      return await send();
    } catch (error) {
      const isBusy = isHttpFailure(error) && busyStatuses.includes(error.response.status);
      if (!isBusy || tries + 1 >= triesAtMost) throw error;
      const wait = retryAfterMs(error, tries);
      if (wait > longestPauseMs) throw error;
      await pause(wait, signal);
      return attempt(send, tries + 1);
    }
  };
  const ask = (send: () => Promise<unknown>): Promise<unknown> =>
    inTurn(() => attempt(send)).catch((error: unknown) => {
      throw error instanceof SourceUnavailable ? error : new SourceUnavailable(reasonOf(error, signal));
    });
  // A redirect could carry the question to a host that nobody named.
  const options = { signal, redirect: 'error' as const };

  const getPage = (url: string) => {
    const target = new URL(url, `${baseUrl.replace(/\/+$/, '')}/`);
    if (target.origin !== origin) throw new SourceUnavailable('next-page-elsewhere');
    return ask(() => client.request(target.href, { method: 'GET', options }));
  };
  const follow = async (first: unknown): Promise<Found> => {
    let page = readPage(first);
    const resources = [...page.resources];
    for (let count = 1; page.next && count < pagesAtMost; count += 1) {
      page = readPage(await getPage(page.next));
      resources.push(...page.resources);
    }
    return { resources, hasMore: page.next !== undefined };
  };

  return {
    read: async (type, id) => {
      if (!idPattern.test(id)) throw new SourceUnavailable('not-a-fhir-id');
      const answer = await ask(() =>
        client.read({ resourceType: type, id, options }).catch((error: unknown) => {
          if (isHttpFailure(error) && [404, 410].includes(error.response.status)) return undefined;
          throw error;
        }),
      );
      if (answer === undefined) return undefined;
      const parsed = resource.safeParse(answer);
      if (!parsed.success || parsed.data.resourceType !== type)
        throw new SourceUnavailable('answer-not-asked');
      return parsed.data;
    },
    search: async (type, params) =>
      follow(await ask(() => client.search({ resourceType: type, searchParams: { ...params }, options }))),
    pagesFrom: async (url) => follow(await getPage(url)),
    requests: () => requests,
  };
}
