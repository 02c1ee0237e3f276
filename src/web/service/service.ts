import type {
  AnswerView,
  ContradictionRequest,
  ContradictionView,
  DiscardRequest,
  FilmRefusalView,
  QuestionRequest,
  ReportView,
  SessionHeader,
  SessionView,
  SignatureRequest,
  SignatureView,
  SummaryView,
} from '../../smart/contract.ts';
import { CallFailed, toCallFailed } from './call-failed.ts';

const sessionHeader: SessionHeader = 'x-vigie-session';
/** A record that answers slowly is still an answer; longer than this nobody waits at a bedside. */
const patienceMs = 30_000;

type Outcome = { readonly issue?: readonly { readonly diagnostics?: string }[] };

/** A refusal in words, whichever of the two shapes the server used. */
async function refusalIn(response: Response): Promise<CallFailed> {
  const { status } = response;
  const body = (await response.json().catch(() => ({}))) as Partial<FilmRefusalView> & Outcome;
  const message = body.message ?? body.issue?.[0]?.diagnostics ?? `status ${status}`;
  return new CallFailed({ code: body.code ?? `STATUS_${status}`, status, message, pacsUrl: body.pacsUrl });
}

/**
 * Vigie's server, spoken to in one session. The session's name goes with each call; cookies and tokens are the
 * browser's and the server's own affair. Every call throws a CallFailed.
 */
export type Service = {
  readonly session: () => Promise<SessionView>;
  /** Whatever lies at `path` below the address of the session's patient, for example `trends`. */
  readonly get: <T>(path: string) => Promise<T>;
  /** The same as it comes: pictures and pixels. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  readonly summary: (options?: { readonly refresh?: boolean }) => Promise<SummaryView>;
  readonly contradict: (request: ContradictionRequest) => Promise<ContradictionView>;
  readonly withdraw: (id: string) => Promise<void>;
  /** The draft report in a language, and what became of it. */
  readonly report: (language: 'en' | 'fr') => Promise<ReportView>;
  readonly sign: (request: Omit<SignatureRequest, 'timeZone'>) => Promise<SignatureView>;
  readonly discard: (request: DiscardRequest) => Promise<ReportView>;
  /** Sends a signed report to the record system again. */
  readonly sendReport: (id: string) => Promise<SignatureView>;
  readonly ask: (request: QuestionRequest) => Promise<AnswerView>;
  readonly signOut: () => Promise<void>;
};

async function callAt(url: string, handle: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set(sessionHeader, handle);
  if (init.body !== undefined) headers.set('content-type', 'application/json');
  const signal = init.signal ?? AbortSignal.timeout(patienceMs);
  const response = await fetch(url, { ...init, headers, signal, credentials: 'same-origin' }).catch(
    (error: unknown) => Promise.reject(toCallFailed(error)),
  );
  if (!response.ok) throw await refusalIn(response);
  return response;
}

/** In which "since Monday" is meant, and answers tell their times. */
function readersTimeZone(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone === 'Etc/Unknown' ? 'UTC' : timeZone;
}

export function createService(handle: string, patientId: string): Service {
  const below = `/patients/${encodeURIComponent(patientId)}`;
  const call = (path: string, init?: RequestInit) => callAt(`${below}/${path}`, handle, init);
  const json = async <T>(path: string, init?: RequestInit) => (await (await call(path, init)).json()) as T;
  const post = <T>(path: string, body: unknown) =>
    json<T>(path, { method: 'POST', body: JSON.stringify(body) });
  return {
    session: () => readSession(handle),
    get: json,
    fetch: call,
    summary: ({ refresh } = {}) => json<SummaryView>(refresh ? 'summary?refresh=1' : 'summary'),
    contradict: (request) => post<ContradictionView>('contradictions', request),
    withdraw: async (id) => {
      await call(`contradictions/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
    report: (language) =>
      json<ReportView>(`report?${new URLSearchParams({ language, timeZone: readersTimeZone() })}`),
    sign: (request) => post<SignatureView>('report/signatures', { timeZone: readersTimeZone(), ...request }),
    discard: (request) => post<ReportView>('report/discards', request),
    sendReport: (id) =>
      json<SignatureView>(`report/signatures/${encodeURIComponent(id)}/sending`, { method: 'POST' }),
    ask: (request) => post<AnswerView>('questions', { timeZone: readersTimeZone(), ...request }),
    signOut: async () => {
      await callAt('/smart/logout', handle, { method: 'POST' });
    },
  };
}

/** Who looks at whom in the session of that name. */
export async function readSession(handle: string): Promise<SessionView> {
  return (await (await callAt('/smart/session', handle)).json()) as SessionView;
}
