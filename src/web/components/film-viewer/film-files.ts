import type { FilmView } from '../../../smart/contract.ts';
import type { FilmPixels } from './stage.ts';

/** Asks for what lies at `path` below the patient's address; it may throw for an answer that is not 2xx, or give it back. */
export type FetchFilm = (path: string, init?: RequestInit) => Promise<Response>;

/** Why a film is not there; `message` is the server's sentence in the reader's language, where there was an answer. */
export type FilmFault = {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly pacsUrl?: string;
};

export class FilmFailed extends Error {
  override readonly name = 'FilmFailed';
  readonly fault: FilmFault;
  constructor(fault: FilmFault) {
    super(fault.code);
    this.fault = fault;
  }
}

function textIn(source: object, key: string): string | undefined {
  const value: unknown = Reflect.get(source, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function faultFrom(source: object, status: number): FilmFault {
  const [message, pacsUrl] = [textIn(source, 'message'), textIn(source, 'pacsUrl')];
  return {
    status,
    code: textIn(source, 'code') ?? `STATUS_${status}`,
    ...(message ? { message } : {}),
    ...(pacsUrl ? { pacsUrl } : {}),
  };
}

/** Any failure as a fault: the caller's own error tells its status and code. */
export function toFault(error: unknown): FilmFault {
  if (error instanceof FilmFailed) return error.fault;
  if (typeof error !== 'object' || error === null) return { status: 0, code: 'OFFLINE' };
  const status: unknown = Reflect.get(error, 'status');
  // Without an answer the browser's own English sentence is no help.
  if (typeof status !== 'number' || status === 0) return { status: 0, code: 'OFFLINE' };
  return faultFrom(error, status);
}

async function answered(fetchFilm: FetchFilm, path: string, signal: AbortSignal): Promise<Response> {
  const response = await fetchFilm(path, { signal });
  if (response.ok) return response;
  const body = (await response.json().catch(() => ({}))) as object;
  throw new FilmFailed(faultFrom(body, response.status));
}

type Wish = { readonly fetchFilm: FetchFilm; readonly sop: string; readonly signal: AbortSignal };

function below(sop: string): string {
  return `films/${encodeURIComponent(sop)}`;
}

/** What may be drawn over the film. @throws FilmFailed or the caller's error */
export async function readPlan({ fetchFilm, sop, signal }: Wish): Promise<FilmView> {
  return (await (await answered(fetchFilm, below(sop), signal)).json()) as FilmView;
}

/** The picture as an address for an image; whoever took it gives it back with `URL.revokeObjectURL`. */
export async function readPicture({ fetchFilm, sop, signal }: Wish, side: number): Promise<string> {
  const response = await answered(fetchFilm, `${below(sop)}/picture?side=${side}`, signal);
  return URL.createObjectURL(await response.blob());
}

/** The film's grey at up to `side`. @throws FilmFailed when the answer is not as large as it says */
export async function readPixels({ fetchFilm, sop, signal }: Wish, side: number): Promise<FilmPixels> {
  const response = await answered(fetchFilm, `${below(sop)}/pixels?side=${side}`, signal);
  const [rows, columns] = ['x-rows', 'x-columns'].map((name) => Number(response.headers.get(name))) as [
    number,
    number,
  ];
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength !== rows * columns * 2) throw new FilmFailed({ status: 0, code: 'OFFLINE' });
  return { greys: new Uint16Array(bytes), rows, columns };
}
