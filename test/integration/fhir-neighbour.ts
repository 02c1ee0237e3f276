import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Seen = { readonly path: string; readonly authorization: string | undefined };
export type Neighbour = AsyncDisposable & { readonly url: string; readonly seen: Seen[] };
type Behave = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

/** A server on a free port that behaves as the test says, and remembers what it was asked. */
export async function startNeighbour(behave: Behave): Promise<Neighbour> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://neighbour');
    seen.push({ path: `${url.pathname}${url.search}`, authorization: request.headers.authorization });
    behave(request, response, url);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export function json(response: ServerResponse, body: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers });
  response.end(JSON.stringify(body));
}
