import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const host = '127.0.0.1';

async function tryPort(server: Server, port: number): Promise<boolean> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
  }
}

/** Listens on the port, or on any free one when it is taken. Returns `http://127.0.0.1:<port>`. */
export async function listen(server: Server, port: number): Promise<string> {
  if (!(await tryPort(server, port))) await tryPort(server, 0);
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

/** Stops listening; connections that linger for a second are cut. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const impatient = setTimeout(() => server.closeAllConnections(), 1000);
  await closed;
  clearTimeout(impatient);
}
