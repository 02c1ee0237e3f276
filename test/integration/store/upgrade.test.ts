import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/store/store.ts';
import { root } from '../service.ts';
import { temporaryFolder } from './stores.ts';

const id = '5f2b7a52-7d0c-4b39-9c0b-0d8f2f1b3a11';

/** The migrations as they were when this many had landed. */
async function firstMigrations(folder: string, count: number): Promise<string> {
  const copy = join(folder, 'migrations');
  await cp(join(root, 'migrations'), copy, { recursive: true });
  const path = join(copy, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(path, 'utf8')) as { entries: unknown[] };
  await writeFile(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
  return copy;
}

test('an assessment from before charts were kept is still there, and is not taken for the latest of anybody', async () => {
  await using folder = await temporaryFolder();
  const old = await PGlite.create({ dataDir: join(folder.path, 'data') });
  await migrate(drizzle(old), { migrationsFolder: await firstMigrations(folder.path, 1) });
  await old.query('insert into assessments (id, patient_key, as_of, body) values ($1, $2, now(), $3)', [
    id,
    'p1',
    { id, patientId: 'p1' },
  ]);
  await old.close();
  await using store = await openStore({ kind: 'embedded', folder: folder.path });
  expect(await store.assessments.find(id)).toMatchObject({ patientId: 'p1' });
  expect(await store.assessments.findOf({ patientId: 'p1' }, id)).toBeDefined();
  expect(await store.assessments.latestOf({ patientId: 'p1' })).toBeUndefined();
  const fhir = { baseUrl: 'https://here/fhir' };
  expect(await store.assessments.findOf({ patientId: 'p1', fhir }, id)).toBeUndefined();
});
