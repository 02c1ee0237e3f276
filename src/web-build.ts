import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { readIfThere } from './lib/whole-file.ts';

/** Where the app's page and files lie: `index.html`, `assets/`. */
export function webFolderOf(root: string): string {
  return join(root, 'dist/web');
}

export type WebBuild =
  | { readonly state: 'fresh' | 'built' }
  /** What is served is older than its sources, or nothing is; and why. */
  | { readonly state: 'old' | 'missing'; readonly because: string };

/** What the built files depend on. */
const sources = ['src/web', 'src/words', 'vite.config.ts', 'package-lock.json'];
const stampName = '.sources';

async function filesOf(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return [path];
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** One hash of everything the app is made of. */
async function hashOfSources(root: string): Promise<string> {
  const hash = createHash('sha256');
  const files = (await Promise.all(sources.map((path) => filesOf(join(root, path))))).flat().sort();
  for (const file of files) {
    const content = await readIfThere(file);
    if (content !== undefined) hash.update(`${file.slice(root.length)}\0${content}\0`);
  }
  return hash.digest('hex');
}

function stampOf(root: string): Promise<string | undefined> {
  return readIfThere(join(webFolderOf(root), stampName));
}

const brotli = promisify(brotliCompress);
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Compressed once here instead of with each answer. */
async function compress(folder: string): Promise<void> {
  const files = await filesOf(folder);
  const texts = files.filter((file) => /\.(js|css|html|json|svg|wasm)$/.test(file));
  await Promise.all(
    texts.map(async (file) => {
      const bytes = await readFile(file);
      await writeFile(`${file}.br`, await brotli(bytes, quality));
      await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
    }),
  );
}

/** Vite is there for who installed with development packages; the built app needs nothing of it. */
async function loadVite() {
  try {
    return await import('vite');
  } catch {
    return undefined;
  }
}

/** Vite asks the environment which React to take; whatever it says here, the one for development is not served. */
async function inProduction<T>(work: () => Promise<T>): Promise<T> {
  // biome-ignore lint/style/noProcessEnv: Vite has no other way to be told
  const env = process.env;
  const before = env.NODE_ENV;
  env.NODE_ENV = 'production';
  try {
    return await work();
  } finally {
    if (before === undefined) delete env.NODE_ENV;
    else env.NODE_ENV = before;
  }
}

async function buildInto(
  root: string,
  stamp: string,
  vite: NonNullable<Awaited<ReturnType<typeof loadVite>>>,
) {
  const fresh = join(root, `dist/web-${randomUUID()}`);
  await mkdir(fresh, { recursive: true });
  try {
    await inProduction(() =>
      vite.build({
        configFile: join(root, 'vite.config.ts'),
        logLevel: 'silent',
        build: { outDir: fresh },
      }),
    );
    await compress(fresh);
    await writeFile(join(fresh, stampName), stamp);
    // Whoever serves meanwhile finds the old folder or the new one, never half of one.
    await rename(webFolderOf(root), `${fresh}-old`).catch(() => undefined);
    await rename(fresh, webFolderOf(root)).catch(async (error: unknown) => {
      // Another process was quicker; the same sources make the same page.
      if ((await stampOf(root)) !== stamp) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(`${fresh}-old`, { recursive: true, force: true });
  }
}

/**
 * Builds the app where it is missing or its sources changed.
 * @throws Error of Vite when the sources do not build
 */
export async function buildWeb(root: string, progress: (line: string) => void): Promise<WebBuild> {
  const [stamp, built] = await Promise.all([hashOfSources(root), stampOf(root)]);
  if (stamp === built) return { state: 'fresh' };
  const vite = await loadVite();
  if (!vite) {
    const because = 'Vite is not installed (npm ci without --omit=dev installs it)';
    return { state: built === undefined ? 'missing' : 'old', because };
  }
  progress('building the page (once, and after its sources changed)');
  await buildInto(root, stamp, vite);
  return { state: 'built' };
}

/** `npm run build:web` */
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const build = await buildWeb(join(import.meta.dirname, '..'), say);
  say('because' in build ? build.because : `the page is in dist/web (${build.state})`);
  process.exitCode = 'because' in build ? 1 : 0;
}
