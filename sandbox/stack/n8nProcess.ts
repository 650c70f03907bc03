import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';

import { alive, commandLine, endProcess, hasExited, until } from './processes';

const n8nFolder = join(__dirname, '..', 'n8n', 'node_modules');
const n8nProgram = join(n8nFolder, 'n8n', 'bin', 'n8n');
const START_MS = 180_000;
const STOP_MS = 15_000;

/** n8n needs Node.js 24: its own from npm where there is one for this machine, else the one that runs us. */
export function nodeForN8n(): string {
  const own = join(n8nFolder, `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`, 'bin');
  const binary = join(own, process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(binary)) return binary;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(
    `n8n needs Node.js 24 and npm has none for ${process.platform}-${process.arch}: run this with Node.js 24.`,
  );
}

export interface N8nOptions {
  dataDir: string;
  port: number;
  brokerPort: number;
  /** The address at which messengers reach n8n, with a slash at the end. */
  webhookBase: string;
  encryptionKey: string;
  owner: { email: string; passwordHash: string };
  database: { host: string; port: number; user: string; password: string; name: string };
  /** Overrides, for tests and benchmarks. */
  env?: Record<string, string>;
}

/** A running n8n. */
export interface N8nProcess {
  pid: number;
  url: string;
  /** Resolves when the process has ended, whoever ended it. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

function environment(options: N8nOptions): NodeJS.ProcessEnv {
  const { database, owner } = options;
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    LANG: process.env.LANG,
    NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
    N8N_USER_FOLDER: join(options.dataDir, 'n8n'),
    N8N_ENCRYPTION_KEY: options.encryptionKey,
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_PORT: String(options.port),
    N8N_WEBHOOK_URL: options.webhookBase,
    N8N_RUNNERS_BROKER_PORT: String(options.brokerPort),
    N8N_SECURE_COOKIE: 'false',
    GENERIC_TIMEZONE: 'Europe/Moscow',
    // n8n's own database lies beside the bakery's: no native module has to be compiled for SQLite.
    DB_TYPE: 'postgresdb',
    DB_POSTGRESDB_HOST: database.host,
    DB_POSTGRESDB_PORT: String(database.port),
    DB_POSTGRESDB_USER: database.user,
    DB_POSTGRESDB_PASSWORD: database.password,
    DB_POSTGRESDB_DATABASE: database.name,
    DB_POSTGRESDB_POOL_SIZE: '10',
    N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
    N8N_INSTANCE_OWNER_EMAIL: owner.email,
    N8N_INSTANCE_OWNER_FIRST_NAME: 'Bakery',
    N8N_INSTANCE_OWNER_LAST_NAME: 'Owner',
    N8N_INSTANCE_OWNER_PASSWORD_HASH: owner.passwordHash,
    // An execution that evaluates no expression then takes no isolate (docs/decisions/0004).
    N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
    N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
    N8N_VERIFIED_PACKAGES_ENABLED: 'false',
    // No call home, no tips of the day.
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
    N8N_DYNAMIC_BANNERS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    N8N_HIRING_BANNER_ENABLED: 'false',
    N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
    N8N_DISABLED_MODULES: 'mcp-registry',
    // Executions hold customers' words and phones: kept for a day, to look at (docs/decisions/0005).
    EXECUTIONS_DATA_MAX_AGE: '24',
    N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
    ...options.env,
  };
}

const pidFileIn = (dataDir: string) => join(dataDir, 'n8n.pid');

/** Ends the n8n that an earlier, killed supervisor left behind; only if the pid really is our n8n. */
export async function endLeftoverN8n(dataDir: string): Promise<void> {
  const pidFile = pidFileIn(dataDir);
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  rmSync(pidFile);
  if (!alive(pid) || !commandLine(pid).includes(n8nProgram)) return;
  process.kill(pid, 'SIGTERM');
  if (await until(async () => !alive(pid), Date.now() + STOP_MS, 100)) return;
  process.kill(pid, 'SIGKILL');
  await until(async () => !alive(pid), Date.now() + STOP_MS, 100);
}

/** Starts n8n and waits until it answers. Its output goes to `n8n.log` in the data folder. */
export async function startN8n(options: N8nOptions): Promise<N8nProcess> {
  mkdirSync(join(options.dataDir, 'n8n'), { recursive: true });
  const pidFile = pidFileIn(options.dataDir);
  const logFile = join(options.dataDir, 'n8n.log');
  // A file rather than a pipe: when the supervisor is killed, n8n must be able to go on writing until it is ended.
  const log = openSync(logFile, 'a', 0o600);
  // Detached: Ctrl-C reaches the supervisor alone, which ends n8n before the database.
  const child: ChildProcess = spawn(nodeForN8n(), [n8nProgram, 'start'], {
    env: environment(options),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  if (!child.pid) throw new Error(`n8n could not be started; see ${logFile}`);
  writeFileSync(pidFile, String(child.pid));
  const url = `http://127.0.0.1:${options.port}`;
  const answers = () =>
    axios.get(`${url}/healthz/readiness`, { timeout: 2000 }).then(
      ({ status }) => status === 200,
      () => false,
    );
  const ready = await until(async () => hasExited(child) || (await answers()), Date.now() + START_MS, 200);
  if (hasExited(child)) throw new Error(`n8n ended while starting; its last words are in ${logFile}`);
  if (!ready) throw new Error(`n8n did not become ready within ${START_MS / 1000} s; see ${logFile}`);
  return {
    pid: child.pid,
    url,
    ended,
    async stop() {
      await endProcess(child, 'SIGTERM');
      rmSync(pidFile, { force: true });
    },
  };
}
