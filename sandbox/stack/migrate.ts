import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

/** Any number that nobody else locks. */
const LOCK = 7303;

/**
 * Applies the `*.sql` files of a folder in order, each in a transaction of its own, and remembers them with their
 * content's hash. Safe to run twice and by two programs at once. Returns the names applied now.
 */
export async function migrate(connectionString: string, folder: string): Promise<string[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query('create schema if not exists cake_migrations');
    await client.query(
      `create table if not exists cake_migrations.applied
        (name text primary key, sha256 text not null, at timestamptz not null default now())`,
    );
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from cake_migrations.applied',
    );
    const known = new Map(rows.map((row) => [row.name, row.sha256]));
    const fresh: string[] = [];
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
      const sql = await readFile(join(folder, name), 'utf8');
      const sha256 = createHash('sha256').update(sql).digest('hex');
      if (known.get(name) === sha256) continue;
      if (known.has(name)) {
        throw new Error(
          `${name} has been changed since it was applied to this database. Undo the change and put it into a new file.`,
        );
      }
      await apply(client, name, sql, sha256);
      fresh.push(name);
    }
    await client.query(`notify pgrst, 'reload schema'`);
    return fresh;
  } finally {
    await client.end();
  }
}

async function apply(client: Client, name: string, sql: string, sha256: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into cake_migrations.applied (name, sha256) values ($1, $2)', [name, sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`${name} could not be applied: ${(error as Error).message}`, { cause: error });
  }
}
