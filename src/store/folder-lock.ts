import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ServiceError } from '../lib/errors.ts';

/** Another process holds the folder; two writers on one PGlite folder would destroy each other's rows. */
export class FolderInUse extends ServiceError {
  override readonly name = 'FolderInUse';
  override readonly code = 'FOLDER_IN_USE';
}

type Holder = { readonly pid: number; readonly host: string; readonly born: string };

const abandonedClaimMs = 10_000;

/** When a process started, where the system tells (Linux): a pid that was given out again is another process. */
async function birthOf(pid: number): Promise<string> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()}/${line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return '';
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return true;
  if (!exists(holder.pid)) return false;
  const born = await birthOf(holder.pid);
  return born === '' || holder.born === '' || born === holder.born;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Creates the file with its text unless it exists; the exclusive open decides between two processes. */
async function createExclusive(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, host, born } = JSON.parse(text) as Partial<Holder>;
    return Number.isInteger(pid) && typeof host === 'string' && typeof born === 'string'
      ? { pid: pid as number, host, born }
      : undefined;
  } catch {
    return undefined;
  }
}

/** A lock file is created and then written; one that stays unreadable was left by a killed process. */
async function settledText(file: string): Promise<string | undefined> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const text = await readIfThere(file);
    if (text === undefined || parseHolder(text)) return text;
    await wait(50);
  }
  return readIfThere(file);
}

/** Replaces a dead holder's lock. Only one process at a time may, and only if the lock is still the dead one. */
async function takeOver(file: string, dead: string, mine: string): Promise<boolean> {
  const claim = `${file}.claim`;
  if (!(await createExclusive(claim, mine))) {
    const age =
      Date.now() -
      (await stat(claim).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      ));
    if (age > abandonedClaimMs) await rm(claim, { force: true });
    await wait(25);
    return false;
  }
  try {
    if ((await readIfThere(file)) !== dead) return false;
    const fresh = `${file}.${process.pid}`;
    await writeFile(fresh, mine);
    await rename(fresh, file);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

/**
 * Holds a folder for this process alone, by a lock file that names its holder.
 * @throws FolderInUse naming the folder and the process that holds it.
 */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'lock');
  const holder: Holder = { pid: process.pid, host: hostname(), born: await birthOf(process.pid) };
  const mine = JSON.stringify(holder);
  const held: AsyncDisposable = { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
  for (;;) {
    if (await createExclusive(file, mine)) return held;
    const text = await settledText(file);
    if (text === undefined) continue;
    const other = parseHolder(text);
    if (other && (await isAlive(other))) {
      const where = other.host === holder.host ? '' : ` on ${other.host}`;
      throw new FolderInUse(
        `${folder} is in use by process ${other.pid}${where}; stop it or choose another folder ` +
          `(if that process is surely gone, delete ${file})`,
      );
    }
    if (await takeOver(file, text, mine)) return held;
  }
}
