import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../sandbox/stack/migrate';
import { type RunningPostgres, startPostgres } from '../../../sandbox/stack/postgres';
import { startPostgrest, supabaseKeys } from '../../../sandbox/stack/postgrest';

export const MIGRATIONS = join(__dirname, '../../../supabase/migrations');
export const JWT_SECRET = 'a secret for tests only, of 32 characters or more';

/** Where Debian and the official images of Postgres put version 15. */
export const POSTGRES_15 = '/usr/lib/postgresql/15/bin';
export const has15 = existsSync(POSTGRES_15);

/** A Postgres on new data in the system's temporary folder; `stop` also deletes the data. */
export async function temporaryPostgres(binaries?: string): Promise<RunningPostgres & { dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cake-postgres-'));
  const postgres = await startPostgres({ dataDir, binaries });
  const stop = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { ...postgres, dataDir, stop };
}

export interface TestDatabase {
  connectionString: string;
  /** PostgREST's own address. */
  rest: string;
  keys: { anon: string; serviceRole: string };
  /** Puts PostgREST where Supabase has it: supabase-js asks for `/rest/v1/...`. */
  fetch: typeof fetch;
  stop(): Promise<void>;
}

/** Postgres with our migrations behind a real PostgREST. */
export async function startDatabase(binaries?: string): Promise<TestDatabase> {
  const postgres = await temporaryPostgres(binaries);
  const connectionString = postgres.connectionString();
  await migrate(connectionString, MIGRATIONS);
  const postgrest = await startPostgrest({ connectionString, jwtSecret: JWT_SECRET });
  return {
    connectionString,
    rest: postgrest.url,
    keys: await supabaseKeys(JWT_SECRET),
    fetch: (input, init) => fetch(String(input).replace('/rest/v1', ''), init),
    async stop() {
      await postgrest.stop();
      await postgres.stop();
    },
  };
}
