import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import { migrate as migrateEmbedded } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { type ConstructorOptions, fromPglite } from 'pg-boss';
import { lockFolder } from './folder-lock.ts';
import * as tables from './schema.ts';

export type DatabaseConfig =
  | { readonly kind: 'embedded'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly url: string };

export type Db = PgDatabase<PgQueryResultHKT, typeof tables>;

export type Database = AsyncDisposable & {
  readonly kind: DatabaseConfig['kind'];
  readonly db: Db;
  /** How the queue reaches the same database. */
  readonly queueConnection: ConstructorOptions;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
};

const migrationsFolder = join(import.meta.dirname, '../../migrations');
/** Any constant: replicas that start together migrate one after the other. */
const migrationLock = 7_260_114;

async function openEmbedded(folder: string): Promise<Database> {
  await using stack = new AsyncDisposableStack();
  stack.use(await lockFolder(folder));
  const client = stack.adopt(await PGlite.create({ dataDir: join(folder, 'data') }), (open) => open.close());
  const db = drizzleEmbedded(client, { schema: tables });
  await migrateEmbedded(db, { migrationsFolder });
  const ping = async () => {
    await client.query('select 1');
  };
  // PGlite answers in order: when this one is answered, everything asked before it is on disk.
  stack.defer(ping);
  const parts = stack.move();
  return {
    kind: 'embedded',
    db,
    queueConnection: { db: fromPglite(client), backend: 'pglite' },
    ping,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function migrateAlone(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await migratePostgres(drizzlePostgres(client), { migrationsFolder });
    await client.query('select pg_advisory_unlock($1)', [migrationLock]);
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function drain(pool: pg.Pool): Promise<void> {
  while (pool.waitingCount > 0) await wait(20);
  await pool.end();
}

async function openPostgres(url: string): Promise<Database> {
  await using stack = new AsyncDisposableStack();
  const options = { connectionString: url, connectionTimeoutMillis: 10_000 };
  const pool = stack.adopt(new pg.Pool({ ...options, application_name: 'vigie' }), drain);
  // An idle connection that the server closes is replaced at the next query.
  pool.on('error', () => undefined);
  await migrateAlone(pool);
  const db = drizzlePostgres(pool, { schema: tables });
  const parts = stack.move();
  return {
    kind: 'postgres',
    db,
    queueConnection: { ...options, backend: 'postgres', max: 3 },
    ping: async () => {
      await db.execute(sql`select 1`);
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Opens the database and brings its tables up to date; disposing waits for what was already asked. */
export function openDatabase(config: DatabaseConfig): Promise<Database> {
  return config.kind === 'embedded' ? openEmbedded(config.folder) : openPostgres(config.url);
}
