import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { FolderInUse, lockFolder } from '../../../src/store/folder-lock.ts';
import { openStore } from '../../../src/store/store.ts';
import { temporaryFolder } from './stores.ts';

/** Saves readings one after the other into the folder, printing the subject of each after it is acknowledged. */
function startWriter(folder: string): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function acknowledgedBeforeKill(writer: ChildProcess, enough: number): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  if (!writer.stdout) throw new Error('the writer says nothing');
  for await (const line of createInterface({ input: writer.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === enough) writer.kill('SIGKILL');
  }
  return acknowledged;
}

test('nothing that was acknowledged is lost when the process is killed', async () => {
  await using folder = await temporaryFolder();
  const acknowledged: string[] = [];
  for (const round of [40, 70]) {
    const writer = startWriter(folder.path);
    const closed = once(writer, 'exit');
    acknowledged.push(...(await acknowledgedBeforeKill(writer, round)));
    await closed;
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(110);
  await using store = await openStore({ kind: 'embedded', folder: folder.path });
  for (const subject of acknowledged) {
    const found = await store.embeddings.find({ subject, model: 'm@1', preprocessing: 'p' });
    expect(found, subject).toMatchObject({ subject });
  }
});

test('a second process is refused the folder, by name and process id', async () => {
  await using folder = await temporaryFolder();
  const writer = startWriter(folder.path);
  try {
    if (!writer.stdout) throw new Error('the writer says nothing');
    await once(writer.stdout, 'data');
    const refused = openStore({ kind: 'embedded', folder: folder.path });
    await expect(refused).rejects.toThrow(FolderInUse);
    await expect(openStore({ kind: 'embedded', folder: folder.path })).rejects.toThrow(
      `${folder.path} is in use by process ${writer.pid}`,
    );
  } finally {
    const closed = once(writer, 'exit');
    writer.kill('SIGKILL');
    await closed;
  }
});

test('of many that find a dead lock at once, exactly one takes it over', async () => {
  await using folder = await temporaryFolder();
  const dead = JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), born: '' });
  await writeFile(join(folder.path, 'lock'), dead);
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(folder.path)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(FolderInUse);
  }
  expect(await readFile(join(folder.path, 'lock'), 'utf8')).toContain(`"pid":${process.pid},`);
});

test('a pid that was given to another process does not hold the folder', async () => {
  await using folder = await temporaryFolder();
  const reused = { pid: process.pid, host: hostname(), born: 'an-earlier-boot/1' };
  await writeFile(join(folder.path, 'lock'), JSON.stringify(reused));
  await using lock = await lockFolder(folder.path);
  expect(lock).toBeDefined();
});

test('a lock file that was never finished is taken over, and a closed folder opens again', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'lock'), '');
  await (await lockFolder(folder.path))[Symbol.asyncDispose]();
  await using again = await lockFolder(folder.path);
  expect(again).toBeDefined();
});

test('closing waits for what was already asked', async () => {
  await using folder = await temporaryFolder();
  const config = { kind: 'embedded', folder: folder.path } as const;
  const store = await openStore(config);
  const key = { model: 'm@1', preprocessing: 'p' };
  const asked = Array.from({ length: 30 }, (_, index) =>
    store.embeddings.save({ ...key, subject: `late-${index}` }, { index }),
  );
  await store[Symbol.asyncDispose]();
  await Promise.all(asked);
  await using reopened = await openStore(config);
  expect(await reopened.embeddings.find({ ...key, subject: 'late-29' })).toEqual({ index: 29 });
});
