import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** One file of the built app, in the shortest form that the browser takes. */
export type AppFile = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly encoding?: 'br' | 'gzip';
};

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

const packed = [
  { encoding: 'br', suffix: '.br' },
  { encoding: 'gzip', suffix: '.gz' },
] as const;

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return readFile(path).catch(() => undefined);
}

/** A file's name and nothing that could lead out of the folder. */
const plainName = /^[A-Za-z0-9_-][\w.-]*$/;

/** Reads one file of the folder; undefined where there is no such file or none of a known type. */
export async function readAppFile(folder: string, name: string, accepted = ''): Promise<AppFile | undefined> {
  const type = types[extname(name)];
  if (!type || !plainName.test(name)) return undefined;
  for (const { encoding, suffix } of packed) {
    const isAccepted = accepted.split(',').some((offer) => offer.trim().split(';')[0] === encoding);
    const bytes = isAccepted ? await readIfThere(join(folder, `${name}${suffix}`)) : undefined;
    if (bytes) return { bytes, type, encoding };
  }
  const bytes = await readIfThere(join(folder, name));
  return bytes && { bytes, type };
}
