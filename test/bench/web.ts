/**
 * Measures the app in a real Chromium on the demo, without network throttle, beside a bare Hono that answers with as many
 * bytes: weight before the viewer, first paint that means something, summary JSON, first film picture, pan frames.
 * `npm run bench:web`; Chromium as for `npm run test:web`.
 */
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { type Browser, chromium, type Page } from 'playwright-core';
import { loadConfig } from '../../src/config.ts';
import { start } from '../../src/start.ts';
import { buildWeb } from '../../src/web-build.ts';
import { commit, machine, percentile, percentiles } from '../real/report.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '200' },
    visits: { type: 'string', default: '10' },
    record: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const root = join(import.meta.dirname, '../..');
const patient = 'pneumonia';

async function startBare(): Promise<string> {
  const app = new Hono();
  app.get('/:size', (c) => c.json({ filler: 'x'.repeat(Number(c.req.param('size')) - 13) }));
  const server = createServer(getRequestListener(app.fetch));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the page loads, gzip bytes by kind, each file once; the film viewer's library apart. */
async function weightOf(page: Page): Promise<Record<string, number>> {
  const urls = await page.evaluate(() => [
    location.href,
    ...performance.getEntriesByType('resource').map(({ name }) => name),
  ]);
  const weight: Record<string, number> = { html: 0, js: 0, css: 0, viewer: 0 };
  for (const url of new Set(urls)) {
    const path = new URL(url).pathname;
    const name = /\/smart\/app\/assets\/([^/]+)$/.exec(path)?.[1];
    const file = name ? join('assets', name) : path.startsWith('/smart/app/') ? 'index.html' : undefined;
    const kind = name?.startsWith('cornerstone') ? 'viewer' : (file?.split('.').at(-1) ?? '');
    if (!file || !(kind in weight)) continue;
    weight[kind]! += gzipSync(await readFile(join(root, 'dist/web', file)), { level: 9 }).byteLength;
  }
  return weight;
}

type Visit = { readonly paintMs: number; readonly largestMs: number; readonly pictureMs: number };

/** One visit with an empty cache: from asking for the page to the risk on it, and to the film's first picture. */
async function visit(browser: Browser, launch: string): Promise<Visit & { readonly page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(launch);
  await page.waitForURL(/\/smart\/app\//);
  const address = page.url();
  const fresh = await context.newPage();
  await page.close();
  await fresh.addInitScript(() => {
    const marks = { risk: 0, picture: 0, largest: 0 };
    Object.assign(globalThis, { marks });
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) marks.largest = startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    const look = () => {
      const risk = document.querySelector('#risk');
      if (marks.risk === 0 && risk && /\d+\s*%/.test(risk.textContent ?? ''))
        requestAnimationFrame(() => (marks.risk ||= performance.now()));
      const picture = document.querySelector<HTMLImageElement>('#film img');
      if (marks.picture === 0 && picture?.complete && picture.naturalWidth > 0)
        requestAnimationFrame(() => (marks.picture ||= performance.now()));
      if (marks.risk === 0 || marks.picture === 0) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await fresh.goto(address);
  await fresh.waitForFunction(
    () => {
      const { marks } = globalThis as unknown as { marks: { risk: number; picture: number } };
      return marks.risk > 0 && marks.picture > 0;
    },
    undefined,
    { timeout: 60_000 },
  );
  const marks = await fresh.evaluate(
    () => (globalThis as unknown as { marks: { risk: number; picture: number; largest: number } }).marks,
  );
  return { page: fresh, paintMs: marks.risk, pictureMs: marks.picture, largestMs: marks.largest };
}

/** Frames a second while the film is dragged for two seconds, and the longest wait between two. */
async function panFrames(page: Page) {
  const pane = page
    .locator('#film')
    .getByLabel(/^Chest film/)
    .first();
  const drawn = page.locator('#film [data-stage=pixels]').first();
  await drawn.waitFor({ timeout: 30_000 });
  const stage = `pixels, ${await drawn.getAttribute('data-side')} a side`;
  for (let press = 0; press < 3; press += 1) await page.getByRole('button', { name: 'Zoom in' }).click();
  const box = (await pane.boundingBox()) ?? { x: 0, y: 0, width: 100, height: 100 };
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const counting = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        const tick = (at: number) => {
          times.push(at);
          if (at - (times[0] ?? at) < 2000) requestAnimationFrame(tick);
          else resolve(times);
        };
        requestAnimationFrame(tick);
      }),
  );
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 200; step += 1)
    await page.mouse.move(x + 60 * Math.sin(step / 8), y + 40 * Math.cos(step / 8));
  await page.mouse.up();
  const times = await counting;
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  return { stage, framesPerSecond: Math.round(gaps.length / seconds), gapMs: percentiles(gaps) };
}

async function series(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < count + 20; at += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.slice(20);
}

/** The summary as the app asks for it, warm, and a bare answer of its size. */
async function summarySpeed(vigie: string, page: Page) {
  const handle = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { 'x-vigie-session': handle, cookie };
  const ask = async () => {
    const response = await fetch(`${vigie}/patients/${patient}/summary`, { headers });
    if (response.status !== 200) throw new Error(`summary: ${response.status}`);
    return response.text();
  };
  const bytes = Buffer.byteLength(await ask());
  const bare = await startBare();
  const warm = await series(Number(values.calls), ask);
  const baseline = await series(Number(values.calls), async () => (await fetch(`${bare}/${bytes}`)).text());
  return { bytes, warm: percentiles(warm), bareHono: percentiles(baseline) };
}

const folder = await mkdtemp(join(tmpdir(), 'vigie-bench-web-'));
try {
  await buildWeb(root, (line) => process.stderr.write(`${line}\n`));
  const config = loadConfig({
    VIGIE_PORT: '0',
    VIGIE_LOG_LEVEL: 'silent',
    VIGIE_MODELS_DIR: join(root, 'models'),
    VIGIE_DATA_DIR: folder,
  });
  await using service = await start({ config, demo: true, root, progress: () => undefined });
  const { ehr = '' } = service.demo ?? {};
  const opening = async () => (await fetch(`${ehr}/api/patients/${patient}/open`, { method: 'POST' })).text();
  while ((await opening()).includes('"com.vigie.pending":true'))
    await new Promise((resolve) => setTimeout(resolve, 500));
  const executablePath = process.env.VIGIE_CHROMIUM ?? '/usr/bin/chromium';
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  await using browser = await chromium.launch({ executablePath, args });
  const launch = `${ehr}/launch?${new URLSearchParams({ app: `${service.url}/smart/launch`, patient })}`;
  const first = await visit(browser, launch);
  const weight = await weightOf(first.page);
  const visits: Visit[] = [];
  for (let at = 0; at < Number(values.visits); at += 1) {
    const { page, ...times } = await visit(browser, launch);
    visits.push(times);
    await page.context().close();
  }
  const summary = await summarySpeed(service.url, first.page);
  const pan = await panFrames(first.page);
  const spread = (pick: (visit: Visit) => number) => ({
    p50: percentile(visits.map(pick), 0.5),
    p95: percentile(visits.map(pick), 0.95),
  });
  const report = {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    machine: { ...machine(), browser: `Chromium ${browser.version()}`, graphics: 'none: drawn by the CPU' },
    counts: { calls: Number(values.calls), visits: visits.length },
    gzipBytesWithFirstScreen: { ...weight, htmlAndJs: (weight.html ?? 0) + (weight.js ?? 0) },
    milliseconds: {
      'risk on the page, empty cache': spread(({ paintMs }) => paintMs),
      'largest contentful paint': spread(({ largestMs }) => largestMs),
      'first film picture': spread(({ pictureMs }) => pictureMs),
      'summary JSON, warm': summary.warm,
      'baseline: bare Hono, same size': summary.bareHono,
    },
    summaryBytes: summary.bytes,
    pan,
  };
  console.log(JSON.stringify(report, undefined, 2));
  if (values.record) {
    const records = join(import.meta.dirname, 'records');
    await mkdir(records, { recursive: true });
    const path = join(records, `${report.date}_web_${report.commit}.json`);
    await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`);
    console.log(`written to ${path}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
