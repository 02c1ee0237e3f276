import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { FilmUids } from './dicom-from-jpeg.ts';

const run = promisify(execFile);

/** Said when the PACS or its tools are not there; the run cannot go on. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

const howToInstall =
  'install them from Debian: apt-get install --no-install-recommends orthanc orthanc-dicomweb dcmtk gcc libc6-dev (leave orthanc-gdcm out: it crashes the server)';
const programFolders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
const pluginFolders = ['/usr/share/orthanc/plugins', '/usr/local/share/orthanc/plugins', '/usr/lib/orthanc'];

async function firstOf(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, name);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

async function findAll() {
  const program = await firstOf(programFolders, 'Orthanc');
  const plugin = await firstOf(pluginFolders, 'libOrthancDicomWeb.so');
  const tools = ['dcmconv', 'dcmcrle', 'dcmcjpeg', 'dcmcjpls', 'gcc'];
  const missing = [...(program ? [] : ['Orthanc']), ...(plugin ? [] : ['its DICOMweb plugin'])];
  for (const tool of tools) if (!(await firstOf(programFolders, tool))) missing.push(tool);
  if (!program || !plugin || missing.length > 0) {
    throw new NotInstalled(`not found on this machine: ${missing.join(', ')}; ${howToInstall}`);
  }
  return { program, plugin };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

const user = { name: 'vigie', password: 'test-only' };

async function configure(folder: string, port: number, plugin: string): Promise<string> {
  const path = join(folder, 'orthanc.json');
  const settings = {
    StorageDirectory: join(folder, 'storage'),
    IndexDirectory: join(folder, 'storage'),
    HttpPort: port,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: true,
    RegisteredUsers: { [user.name]: user.password },
    DicomServerEnabled: false,
    Plugins: [plugin],
    DicomWeb: {
      Enable: true,
      Root: '/dicom-web/',
      EnableWado: true,
      WadoRoot: '/wado',
      Ssl: false,
      StudiesMetadata: 'Full',
      SeriesMetadata: 'Full',
    },
  };
  await mkdir(settings.StorageDirectory, { recursive: true });
  await writeFile(path, JSON.stringify(settings));
  return path;
}

async function loopbackShim(folder: string): Promise<string> {
  const library = join(folder, 'bind-loopback.so');
  await run('gcc', ['-shared', '-fPIC', '-o', library, join(import.meta.dirname, 'bind-loopback.c'), '-ldl']);
  return library;
}

/** Where a stored file is found again, or why the archive does not hold it. */
export type Stored =
  | { readonly state: 'stored'; readonly uids: FilmUids; readonly sopClassUid: string }
  | { readonly state: 'refused'; readonly because: string };

export type Orthanc = AsyncDisposable & {
  readonly url: string;
  readonly dicomweb: string;
  /** Value of the Authorization header. */
  readonly authorization: string;
  readonly version: string;
  /** Stores one DICOM file over STOW-RS. */
  readonly store: (file: Uint8Array) => Promise<Stored>;
};

type DicomJson = Readonly<Record<string, { readonly Value?: readonly unknown[] } | undefined>>;

/** Reads the answer of STOW-RS: the address of the one instance tells its UIDs. */
function storedIn(outcome: DicomJson): Stored {
  const item = outcome['00081199']?.Value?.[0] as DicomJson | undefined;
  const failure = outcome['00081198']?.Value?.[0] as DicomJson | undefined;
  const address = String(item?.['00081190']?.Value?.[0] ?? '');
  const [, study, series, instance] =
    /studies\/([^/]+)\/series\/([^/]+)\/instances\/([^/]+)/.exec(address) ?? [];
  if (!study || !series || !instance) {
    return { state: 'refused', because: `STOW failure ${failure?.['00081197']?.Value?.[0] ?? 'unknown'}` };
  }
  const sopClassUid = String(item?.['00081150']?.Value?.[0] ?? '');
  return { state: 'stored', uids: { study, series, instance }, sopClassUid };
}

async function storeOver(dicomweb: string, authorization: string, file: Uint8Array): Promise<Stored> {
  const boundary = 'one-dicom-file';
  const body = Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
    file,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const answer = await fetch(`${dicomweb}/studies`, {
    method: 'POST',
    headers: {
      authorization,
      accept: 'application/dicom+json',
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    },
    body,
  });
  if (!answer.ok) return { state: 'refused', because: `HTTP ${answer.status}` };
  return storedIn((await answer.json()) as DicomJson);
}

async function versionWhenUp(url: string, authorization: string, child: ChildProcess): Promise<string> {
  for (let tries = 0; tries < 150; tries++) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${url}/system`, { headers: { authorization } }).catch(() => undefined);
    if (answer?.ok) return ((await answer.json()) as { Version: string }).Version;
    await pause(200);
  }
  throw new Error(`Orthanc did not come up (exit code ${child.exitCode ?? 'none'})`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(impatient);
}

/** Starts Debian's Orthanc with its DICOMweb plugin on this machine only. @throws NotInstalled */
export async function startOrthanc(folder: string): Promise<Orthanc> {
  const { program, plugin } = await findAll();
  const port = await freePort();
  const [settings, shim] = [await configure(folder, port, plugin), await loopbackShim(folder)];
  const child = spawn(program, [settings], {
    stdio: 'ignore',
    env: { ...process.env, LD_PRELOAD: shim },
  });
  const url = `http://127.0.0.1:${port}`;
  const dicomweb = `${url}/dicom-web`;
  const authorization = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
  try {
    const version = await versionWhenUp(url, authorization, child);
    const store = (file: Uint8Array) => storeOver(dicomweb, authorization, file);
    return { url, dicomweb, authorization, version, store, [Symbol.asyncDispose]: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}
