/** The service under measurement, beside a bare Hono that answers with as many bytes; told what to do over IPC. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { loadConfig } from '../../src/config.ts';
import { start } from '../../src/start.ts';

export type Order = 'watch' | 'told' | 'memory' | 'stop';
export type Told = { readonly p50: number; readonly p99: number; readonly max: number };

const root = join(import.meta.dirname, '../..');

/** Reads a JSON body and answers with `size` bytes of JSON: what the framework alone costs. */
async function startBare(): Promise<string> {
  const app = new Hono();
  app.post('/:size', async (c) => {
    await c.req.json();
    return c.json({ filler: 'x'.repeat(Number(c.req.param('size')) - 13) });
  });
  const server = createServer(getRequestListener(app.fetch));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const service = await start({
  config: loadConfig(process.env),
  demo: false,
  root,
  progress: () => undefined,
});
let delay: IntervalHistogram | undefined;

function told(): Told {
  const inMs = (nanoseconds: number | undefined) => (nanoseconds ?? 0) / 1e6;
  return { p50: inMs(delay?.percentile(50)), p99: inMs(delay?.percentile(99)), max: inMs(delay?.max) };
}

process.on('message', async (order: Order) => {
  if (order === 'watch') {
    delay?.disable();
    delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    process.send?.('watching');
  }
  if (order === 'told') process.send?.(told());
  if (order === 'memory') process.send?.(process.memoryUsage().rss / 2 ** 20);
  if (order === 'stop') {
    await service[Symbol.asyncDispose]();
    process.exit(0);
  }
});
process.send?.({ service: service.url, bare: await startBare() });
