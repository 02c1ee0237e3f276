import { SourceUnavailable } from '../../lib/errors.ts';
import { pause } from '../../lib/pause.ts';

export type DicomwebAccess = {
  /** The operator's own DICOMweb base address; it outranks the one an Endpoint names. */
  readonly baseUrl?: string;
  /** `Authorization` for `baseUrl`, and for nothing else. */
  readonly authorization?: string;
  /** The call's FHIR token, and the origins it may be shown to. */
  readonly accessToken?: string;
  readonly tokenOrigins: readonly string[];
  /** Origins that may be asked at all; empty means any. */
  readonly onlyOrigins: readonly string[];
  readonly signal: AbortSignal;
};

/** The operator's archive and what it may be asked with, from the configuration. */
export type Archive = {
  readonly url?: string;
  readonly authorization?: string;
  readonly origins: readonly string[];
};

/** What one caller may ask the archive with: the caller's FHIR token goes to the FHIR server's own origin and the allowed ones. */
export function accessTo(
  { url, authorization, origins }: Archive,
  fhir: { readonly baseUrl: string; readonly accessToken?: string } | undefined,
): Omit<DicomwebAccess, 'signal'> {
  const fhirOrigins = fhir ? [new URL(fhir.baseUrl).origin] : [];
  return {
    ...(url ? { baseUrl: url } : {}),
    ...(authorization ? { authorization } : {}),
    ...(fhir?.accessToken ? { accessToken: fhir.accessToken } : {}),
    tokenOrigins: [...origins, ...fhirOrigins],
    onlyOrigins: origins.length > 0 ? [...origins, ...fhirOrigins] : [],
  };
}

const triesAtMost = 4;
const longestPauseMs = 5000;

function authorizationFor(url: URL, access: DicomwebAccess): string | undefined {
  const isOwn = access.baseUrl !== undefined && new URL(access.baseUrl).origin === url.origin;
  if (isOwn && access.authorization) return access.authorization;
  return access.accessToken && access.tokenOrigins.includes(url.origin)
    ? `Bearer ${access.accessToken}`
    : undefined;
}

function reasonOf(status: number): string {
  if (status === 401 || status === 403) return 'pacs-not-authorised';
  if (status === 404 || status === 410) return 'pacs-has-no-such-image';
  if (status === 429 || status === 503) return 'pacs-busy';
  return `pacs-http-${status}`;
}

function pauseMs(response: Response, attempt: number): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Math.min(Number.isFinite(seconds) ? seconds * 1000 : 250 * 2 ** attempt, longestPauseMs);
}

/** GET with retries while the archive is fetching (503, 429); never follows a redirect. @throws SourceUnavailable */
export async function getDicomweb(url: URL, accept: string, access: DicomwebAccess): Promise<Response> {
  const isOperators = access.baseUrl !== undefined && new URL(access.baseUrl).origin === url.origin;
  if (!isOperators && access.onlyOrigins.length > 0 && !access.onlyOrigins.includes(url.origin)) {
    throw new SourceUnavailable('pacs-origin-not-allowed');
  }
  const authorization = authorizationFor(url, access);
  const headers = { accept, ...(authorization ? { authorization } : {}) };
  for (let attempt = 0; ; attempt += 1) {
    const response = await fetch(url, { headers, redirect: 'error', signal: access.signal }).catch(() => {
      throw new SourceUnavailable(access.signal.aborted ? 'pacs-timeout' : 'pacs-unreachable');
    });
    if (response.ok) return response;
    await response.body?.cancel();
    const isBusy = response.status === 503 || response.status === 429;
    if (!isBusy || attempt + 1 >= triesAtMost) throw new SourceUnavailable(reasonOf(response.status));
    await pause(pauseMs(response, attempt), access.signal);
  }
}
