import type { IncomingMessage } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { boundaryOf, type Part, readMultipart, writeMultipart } from './dicomweb/multipart.ts';
import { operationOutcome, outcomeResponse } from './fhir/outcome.ts';
import { parseFile } from './films/read-header.ts';

/**
 * What can go wrong with a hospital:
 * - `slow`: answers only after `slowMs` · `lying`: OperationOutcome with 200 · `down`: breaks the connection
 * - `truncated`: half of the body · `corrupt-film`: DICOM files cut short inside an intact multipart
 * - `another-patient`: films whose header names somebody else
 */
export type FaultAnswer =
  | 401
  | 429
  | 500
  | 503
  | 'slow'
  | 'lying'
  | 'down'
  | 'truncated'
  | 'corrupt-film'
  | 'another-patient';

export type Fault = {
  readonly match: (request: Request) => boolean;
  readonly answer: FaultAnswer;
  /** For `slow`; 30 s by default. */
  readonly slowMs?: number;
  /** For 429 and 503; by default 1 s. */
  readonly retryAfterSeconds?: number;
};

type Env = { Bindings: { incoming: IncomingMessage } };

function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    timer.unref();
    signal.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });
}

function renamed(file: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(file);
  const { elements } = parseFile(copy, 'x7fe00010');
  const overwrite = (tag: string, text: string) => {
    const element = elements[tag];
    if (!element) return;
    const padded = text.padEnd(element.length, ' ').slice(0, element.length);
    copy.set(Buffer.from(padded, 'latin1'), element.dataOffset);
  };
  overwrite('x00100010', 'Somebody^Else');
  overwrite('x00100020', 'X-000000');
  overwrite('x00100030', '19010101');
  return copy;
}

async function withParts(response: Response, change: (body: Uint8Array) => Uint8Array): Promise<Response> {
  const boundary = boundaryOf(response.headers.get('content-type') ?? '');
  const parts = boundary ? readMultipart(new Uint8Array(await response.arrayBuffer()), boundary) : undefined;
  if (!parts) return response;
  const changed = parts.map(({ contentType, body }): Part => ({ contentType, body: change(body) }));
  const { body, contentType } = writeMultipart(changed, 'application/dicom');
  return new Response(body, { headers: { 'content-type': contentType } });
}

async function cutInHalf(response: Response): Promise<Response> {
  const body = await response.arrayBuffer();
  return new Response(body.slice(0, Math.floor(body.byteLength / 2)), {
    status: response.status,
    headers: { 'content-type': response.headers.get('content-type') ?? 'application/octet-stream' },
  });
}

function refusal({ answer, retryAfterSeconds = 1 }: Fault): Response | undefined {
  if (answer === 'lying') {
    return new Response(JSON.stringify(operationOutcome(503, 'the answer is not what its status says')), {
      headers: { 'content-type': 'application/fhir+json' },
    });
  }
  if (typeof answer !== 'number') return undefined;
  const wait = answer === 401 ? undefined : { 'retry-after': String(retryAfterSeconds) };
  return outcomeResponse(answer, 'this fault is intended', wait);
}

async function spoilt(answer: FaultAnswer, response: Response): Promise<Response> {
  if (answer === 'truncated') return cutInHalf(response);
  if (answer === 'corrupt-film') {
    return withParts(response, (body) => body.subarray(0, Math.floor(body.length * 0.6)));
  }
  return answer === 'another-patient' ? withParts(response, renamed) : response;
}

/** Makes the requests that a fault matches go wrong; the first match counts. For tests, in-process only. */
export function injectFaults(faults: readonly Fault[]): MiddlewareHandler<Env> {
  return async (c, next) => {
    const fault = faults.find(({ match }) => match(c.req.raw));
    if (!fault) return next();
    const refused = refusal(fault);
    if (refused) return refused;
    if (fault.answer === 'down') {
      c.env.incoming.socket.destroy();
      return new Response(null, { status: 503 });
    }
    if (fault.answer === 'slow') await waitFor(fault.slowMs ?? 30_000, c.req.raw.signal);
    await next();
    c.res = await spoilt(fault.answer, c.res);
    return undefined;
  };
}
