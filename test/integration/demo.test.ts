/** `npm start` as its user has it: one process that starts another, a second start, Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './service.ts';
import { createBrowser } from './smart/browser.ts';

type Report = {
  readonly answered: boolean;
  readonly response: {
    readonly cards: readonly {
      uuid: string;
      summary: string;
      overrideReasons: readonly { code: string }[];
      links: readonly { url: string; appContext: string }[];
    }[];
    readonly extension: Readonly<Record<string, unknown>>;
  };
};

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'vigie-demo-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** A group of its own, as a terminal gives it, so that Ctrl-C reaches every process of it. */
async function startDemo(): Promise<{ child: ChildProcess; ehr: string; said: string[] }> {
  const child = spawn(process.execPath, [join(root, 'src/main.ts'), 'start', '--port', '0'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, VIGIE_DATA_DIR: dataDir, VIGIE_LOG_LEVEL: 'silent' },
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stderr! });
  for await (const line of lines) {
    said.push(line);
    const ehr = /ready after .*: (http\S+)$/.exec(line)?.[1];
    if (ehr) return { child, ehr, said };
  }
  throw new Error(`the demo did not start: ${said.join('\n')}`);
}

async function pressCtrlC(child: ChildProcess): Promise<number> {
  const exited = once(child, 'exit');
  const pressed = performance.now();
  process.kill(-child.pid!, 'SIGINT');
  await exited;
  return performance.now() - pressed;
}

async function openChart(ehr: string, patient: string): Promise<Report> {
  const response = await fetch(`${ehr}/api/patients/${patient}/open`, { method: 'POST' });
  return (await response.json()) as Report;
}

const filmOf = ({ response }: Report) =>
  (response.extension['com.vigie.assessment'] as { film: string }).film;

test('a chart is opened, its film is read, the app opens from the card, a judgement is kept, Ctrl-C ends all of it, and nothing is forgotten', async () => {
  const first = await startDemo();
  expect(first.said.join('\n')).toContain(dataDir);
  await expect
    .poll(async () => filmOf(await openChart(first.ehr, 'pneumonia')), { timeout: 90_000 })
    .toBe('read');
  const [card] = (await openChart(first.ehr, 'pneumonia')).response.cards;
  const link = card?.links[0];
  const launch = { app: link?.url ?? '', context: link?.appContext ?? '', patient: 'pneumonia' };
  const app = await createBrowser().open(`${first.ehr}/launch?${new URLSearchParams(launch)}`);
  expect([app.status, new URL(app.url).pathname]).toEqual([
    200,
    expect.stringMatching(/^\/smart\/app\/[\w-]+$/),
  ]);
  const judgement = await fetch(`${first.ehr}/api/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ card: card?.uuid, outcome: 'overridden', reason: card?.overrideReasons[0] }),
  });
  expect(await judgement.json()).toMatchObject({ kept: true });
  expect(await pressCtrlC(first.child)).toBeLessThan(5000);
  await expect(fetch(first.ehr)).rejects.toThrow();

  const second = await startDemo();
  // The hospital's films are drawn anew, but this one need not be: it is remembered.
  expect(filmOf(await openChart(second.ehr, 'pneumonia'))).toBe('read');
  const late = await fetch(`${second.ehr}/api/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ card: card?.uuid, outcome: 'accepted' }),
  });
  expect(await late.json()).toMatchObject({ kept: true });
  expect(await pressCtrlC(second.child)).toBeLessThan(5000);
});
