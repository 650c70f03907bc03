import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../sandbox/stack/migrate';
import type { RunningPostgres } from '../../sandbox/stack/postgres';
import { MIGRATIONS, POSTGRES_15, has15, temporaryPostgres } from './support/database';

const versions: [string, string | undefined, boolean][] = [
  ['18', undefined, true],
  ['15', POSTGRES_15, has15],
];

describe.each(versions)('Postgres %s', (version, binaries, present) => {
  if (!present) {
    it.skip(`is not installed in ${binaries}`, () => undefined);
    return;
  }
  let postgres: RunningPostgres;
  let folder: string;
  const query = async (text: string) => {
    const client = new Client({ connectionString: postgres.connectionString() });
    await client.connect();
    return client.query(text).finally(() => client.end());
  };

  beforeAll(async () => {
    postgres = await temporaryPostgres(binaries);
    folder = await mkdtemp(join(tmpdir(), 'cake-migrations-'));
    await cp(MIGRATIONS, folder, { recursive: true });
  }, 60_000);
  afterAll(async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is that version', async () => {
    expect((await query('show server_version')).rows[0].server_version).toMatch(new RegExp(`^${version}`));
  });

  it('takes all migrations, by two programs at once, once', async () => {
    const url = postgres.connectionString();
    const applied = await Promise.all([migrate(url, folder), migrate(url, folder)]);
    expect(applied.flat().sort()).toEqual((await readdir(folder)).sort());
    expect(await migrate(url, folder)).toEqual([]);
  });

  it('runs the functions', async () => {
    const { rows } =
      await query(`set role service_role; select cake_load('{"chat":{"channel":"vk","account":"1","chat":"2"},
      "event":{"key":"k","at":"2026-01-01T00:00:00Z","body":{"type":"text","text":"a"}}}') as snapshot`).then(
        (results) => (results as unknown as { rows: { snapshot: object }[] }[])[1],
      );
    expect(rows[0].snapshot).toMatchObject({ version: 0, pending: [{ key: 'k', arrival: 1 }] });
    const commit =
      await query(`set role service_role; select cake_commit('{"chat":{"channel":"vk","account":"1","chat":"2"},
      "event":"k","version":0,"state":{},"now":"2026-01-01T00:00:00Z","step":"s","outgoing":[],"inside":[{"kind":"order",
      "order":{"number":null,"status":"draft","shopVersion":1,"language":"ru","draft":{},"lines":[],"total":1,"deposit":1,
      "dueAt":null,"declineReason":null,"workPoints":1},"hold":null}]}') as answer`);
    expect((commit as never as { rows: object[] }[])[1].rows[0]).toEqual({ answer: { result: 'committed' } });
    await query(`set role service_role; select cake_sweep('{"now":"2026-01-02T00:00:00Z","olderThanMs":1,"limit":5}')`);
    expect((await query('select number from order_view')).rows).toEqual([{ number: '1001' }]);
  });

  it('refuses a migration that was changed after it was applied', async () => {
    const [first] = (await readdir(folder)).sort();
    const path = join(folder, first);
    const before = await readFile(path, 'utf8');
    await writeFile(path, `${before}\n-- changed`);
    await expect(migrate(postgres.connectionString(), folder)).rejects.toThrow(`${first} has been changed since`);
    await writeFile(path, before);
  });

  it('keeps nothing of a migration that fails, and says which it was', async () => {
    await writeFile(join(folder, '9999_bad.sql'), 'create table public.half (id int); select 1 / 0;');
    await expect(migrate(postgres.connectionString(), folder)).rejects.toThrow('9999_bad.sql could not be applied');
    expect((await query(`select to_regclass('public.half') as half`)).rows).toEqual([{ half: null }]);
  });

  it('takes the migrations in a second database of the cluster, where the roles exist', async () => {
    await query('create database second');
    expect(await migrate(postgres.connectionString('second'), MIGRATIONS)).toHaveLength(
      (await readdir(MIGRATIONS)).length,
    );
  });
});
