import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { startPostgres } from '../../sandbox/stack/postgres';
import { alive, until } from '../../sandbox/stack/processes';

const ROOT = join(__dirname, '../..');
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cake-stack-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function query(connectionString: string, text: string): Promise<object[]> {
  const client = new Client({ connectionString });
  await client.connect();
  return client
    .query(text)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

const postmasterPid = async () =>
  Number((await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

/** A supervisor of its own that starts Postgres on dataDir and prints where. */
const SUPERVISOR = `
  const { startPostgres } = require('./sandbox/stack/postgres.ts');
  startPostgres({ dataDir: process.argv[1] }).then((p) => console.log(p.connectionString()));`;

it('keeps its data and its password over a restart, and that password to itself', async () => {
  const first = await startPostgres({ dataDir });
  await query(first.connectionString(), 'create table kept (id int)');
  await first.stop();
  expect(alive(first.pid)).toBe(false);
  const second = await startPostgres({ dataDir });
  expect(await query(second.connectionString(), 'select * from kept')).toEqual([]);
  expect(await query(second.connectionString(), `show listen_addresses`)).toEqual([{ listen_addresses: '127.0.0.1' }]);
  await second.stop();
  expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
}, 60_000);

it('comes back after a kill -9', async () => {
  const first = await startPostgres({ dataDir });
  await query(first.connectionString(), 'create table kept as select 1 as id');
  process.kill(first.pid, 'SIGKILL');
  const second = await startPostgres({ dataDir });
  expect(await query(second.connectionString(), 'select * from kept')).toEqual([{ id: 1 }]);
  await second.stop();
}, 60_000);

it('takes over from a supervisor that was killed', async () => {
  const supervisor = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', SUPERVISOR, dataDir], { cwd: ROOT });
  const url = await new Promise<string>((done) => supervisor.stdout.once('data', (line) => done(String(line).trim())));
  const gone = new Promise((done) => supervisor.once('exit', done));
  supervisor.kill('SIGKILL');
  await gone;
  const orphan = await postmasterPid();
  expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  const next = await startPostgres({ dataDir });
  expect(next.pid).not.toBe(orphan);
  expect(await until(async () => !alive(orphan), Date.now() + 5000, 25)).toBe(true);
  await next.stop();
}, 60_000);

it('is not confused by a stale process id that belongs to another program', async () => {
  const first = await startPostgres({ dataDir });
  process.kill(first.pid, 'SIGKILL');
  const file = join(dataDir, 'postgres/postmaster.pid');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, [process.pid, ...lines.slice(1)].join('\n'));
  const second = await startPostgres({ dataDir });
  await second.stop();
}, 60_000);

it('says what to do when the password was lost', async () => {
  const first = await startPostgres({ dataDir });
  await first.stop();
  await rm(join(dataDir, 'postgres.password'));
  await expect(startPostgres({ dataDir })).rejects.toThrow('Restore that file');
}, 60_000);

it('ends an initdb that was interrupted by doing it again', async () => {
  await promisify(execFile)('mkdir', ['-p', join(dataDir, 'postgres.new/base')]);
  const postgres = await startPostgres({ dataDir });
  await postgres.stop();
}, 60_000);
