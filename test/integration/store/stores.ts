import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseConfig } from '../../../src/store/database.ts';

/** A folder that goes away with the test. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'vigie-store-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

const url = process.env.VIGIE_TEST_DATABASE_URL;

/** The databases the same tests run on: always the embedded one, PostgreSQL when one is named. */
export function databases(folder: string): readonly DatabaseConfig[] {
  return [{ kind: 'embedded', folder }, ...(url ? [{ kind: 'postgres', url } as const] : [])];
}

export const kinds: readonly DatabaseConfig['kind'][] = url ? ['embedded', 'postgres'] : ['embedded'];
