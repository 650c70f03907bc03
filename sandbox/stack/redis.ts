import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import getPort from 'get-port';
import { alive, commandLine, endProcess, hasExited, until } from './processes';

/** A running Redis of ours, reachable on 127.0.0.1 alone and with a password. */
export interface RunningRedis {
  host: string;
  port: number;
  password: string;
  pid: number;
  /** Ends it; what it holds is written to disk first. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const START_MS = 15_000;
const INSTALL = 'apt-get update && apt-get install -y redis-server';

const programs = ['redis-server', 'valkey-server'];

/** The server's program; null when this machine has none. */
export function findRedis(): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  const found = programs
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
  return found ?? null;
}

/**
 * The server's program, installed by apt where that can be done without asking.
 *
 * @throws Error with the one line that says what to install
 */
export function installRedis(): string {
  const found = findRedis();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const quiet = {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    } as const;
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], quiet);
  }
  const installed = findRedis();
  if (installed) return installed;
  throw new Error(`Redis is not installed. As root: ${INSTALL}`);
}

const answers = (port: number) =>
  new Promise<boolean>((done) => {
    const socket = connect({ host: HOST, port, timeout: 1000 }, () => socket.end('PING\r\n'));
    socket.once('data', () => done(true));
    for (const event of ['error', 'timeout', 'close'] as const) socket.once(event, () => done(false));
  });

/** Starts Redis on its data (`<dataDir>/redis`), creating it the first time; also after a kill -9 of it or of us. */
export async function startRedis(options: {
  dataDir: string;
  port?: number;
  settings?: string[];
}): Promise<RunningRedis> {
  const program = installRedis();
  const folder = join(options.dataDir, 'redis');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pidFile = join(folder, 'redis.pid');
  await endLeftover(pidFile, program);
  const port = options.port ?? (await getPort());
  const password = randomBytes(24).toString('hex');
  const config = join(folder, 'redis.conf');
  const settings = [
    `bind ${HOST}`,
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${folder}`,
    'appendonly yes',
    'save ""',
    // A key that goes by itself would make an event new again.
    'maxmemory-policy noeviction',
    ...(options.settings ?? []),
  ];
  // In a file rather than as arguments, which everybody on the machine can read.
  await writeFile(config, settings.join('\n'), { mode: 0o600 });
  const log = openSync(join(folder, 'redis.log'), 'a', 0o600);
  const child = spawn(program, [config], { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  if (!child.pid) throw new Error(`${program} could not be started.`);
  await writeFile(pidFile, String(child.pid));
  const ready = await until(async () => hasExited(child) || (await answers(port)), Date.now() + START_MS, 50);
  if (!ready || hasExited(child)) throw new Error(`Redis did not start; see ${join(folder, 'redis.log')}`);
  return {
    host: HOST,
    port,
    password,
    pid: child.pid,
    async stop() {
      await endProcess(child, 'SIGTERM');
      await rm(pidFile, { force: true });
    },
  };
}

async function endLeftover(pidFile: string, program: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => '0'));
  if (!pid || !alive(pid) || !commandLine(pid).includes(program.split('/').at(-1)!)) return;
  process.kill(pid, 'SIGTERM');
  await until(async () => !alive(pid), Date.now() + START_MS, 100);
}
