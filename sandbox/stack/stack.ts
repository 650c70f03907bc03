import { join } from 'node:path';
import axios from 'axios';
import bcrypt from 'bcryptjs';
import getPort from 'get-port';
import { Client } from 'pg';

import type { RealAccounts } from '../accounts';
import type { ModelServer } from '../modelServer';
import { listPayments } from '../payments';
import { startSandbox } from '../server';
import { listOrderEvents, listOrders } from './orders';
import { N8nApi } from './n8nApi';
import { endLeftoverN8n, startN8n, type N8nProcess } from './n8nProcess';
import { adaptTo, SANDBOX_INSTALLATION, type Installation } from './adapt';
import { notificationAddresses } from './adaptPayments';
import { claimDataDir, needPort } from './alone';
import { credentialsOf } from './credentials';
import { placePack } from './pack';
import { playedAccounts } from './played';
import { migrate } from './migrate';
import { startPostgres } from './postgres';
import { startPostgrest, supabaseKeys } from './postgrest';
import { installRedis, type RunningRedis, startRedis } from './redis';
import { readSecrets } from './secrets';
import { installWorkflows, unpublishedWorkflows } from './workflows';

export interface StackOptions {
  dataDir: string;
  /** 0 takes a free one. */
  n8nPort: number;
  sandboxPort: number;
  say(line: string): void;
  /** Real messengers and payment providers in place of the played ones. */
  real?: RealAccounts & Installation;
  /** Models in place of the played ones. */
  ai?: ModelServer;
  /** Overrides for n8n's environment. */
  n8nEnv?: Record<string, string>;
}

/** The whole running system. */
export interface Stack {
  sandboxUrl: string;
  n8nUrl: string;
  owner: { email: string; password: string };
  keys: { anon: string; serviceRole: string };
  database: string;
  /** Null where this machine has none. */
  redis: { host: string; port: number; password: string } | null;
  telegramToken: string;
  /** Null while it is being restarted. */
  n8n(): N8nProcess | null;
  api(): Promise<N8nApi>;
  /** Resolves when n8n answers and its workflows are published. */
  healthy(): Promise<void>;
  stop(): Promise<void>;
}

const OWNER_EMAIL = 'owner@bakery.example';
const RESTART_PAUSE_MS = 1000;

async function createDatabase(connectionString: string, name: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
}

/** Redis keeps a copy that only saves time, so a machine that has none goes without. */
async function startCopy({ dataDir, say }: StackOptions): Promise<RunningRedis | null> {
  try {
    installRedis();
  } catch (error) {
    say(`Going on without the fast copy of conversations. ${(error as Error).message}`);
    return null;
  }
  say('Redis…');
  // What is only a copy may go when there is no room, and need not survive.
  return startRedis({ dataDir, settings: ['maxmemory 128mb', 'maxmemory-policy allkeys-lru', 'appendonly no'] });
}

/**
 * Starts everything on this machine: Postgres, PostgREST, the vendors, n8n with the pack and its workflows. n8n is
 * started again when it dies.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, say } = options;
  const giveBack = claimDataDir(dataDir);
  await endLeftoverN8n(dataDir);
  await needPort(options.sandboxPort, 'SANDBOX_PORT');
  await needPort(options.n8nPort, 'N8N_PORT');
  const secrets = readSecrets(dataDir);
  const stops: (() => Promise<void>)[] = [async () => giveBack()];
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    for (const end of stops.reverse()) await end().catch((error: Error) => say(`While stopping: ${error.message}`));
  };

  try {
    say('Postgres…');
    const postgres = await startPostgres({ dataDir });
    stops.push(() => postgres.stop());
    await createDatabase(postgres.connectionString(), 'bakery');
    await createDatabase(postgres.connectionString(), 'n8n');
    await migrate(postgres.connectionString('bakery'), join(__dirname, '..', '..', 'supabase', 'migrations'));
    const postgrest = await startPostgrest({
      connectionString: postgres.connectionString('bakery'),
      jwtSecret: secrets.jwtSecret,
      pidFile: join(dataDir, 'postgrest.pid'),
    });
    stops.push(() => postgrest.stop());
    const keys = await supabaseKeys(secrets.jwtSecret);

    const redis = await startCopy(options);
    if (redis) stops.push(() => redis.stop());

    const n8nPort = options.n8nPort || (await getPort());
    const n8nUrl = `http://127.0.0.1:${n8nPort}`;
    let process_: N8nProcess | null = null;
    let api: N8nApi | null = null;
    let installed = false;

    say('Vendors of the sandbox…');
    const accounts = playedAccounts(secrets);
    const sandbox = await startSandbox({
      dataDir,
      port: options.sandboxPort,
      ...accounts,
      payments: {
        ...accounts.payments,
        rows: (filter) => listPayments(postgrest.url, keys.serviceRole, filter),
      },
      // Beside a real messenger the played ones stay silent: no customer must meet two worlds.
      real: options.real ? ['telegram', 'vk', 'avito'] : [],
      postgrest: postgrest.url,
      redis: redis ?? undefined,
      orders: (filter) => listOrders(postgrest.url, keys.serviceRole, filter),
      orderEvents: (id) => listOrderEvents(postgrest.url, keys.serviceRole, id),
      health: async () => {
        if (!process_ || !api || !installed) return { ok: false, missing: ['n8n is starting'], n8n: n8nUrl };
        const missing = await unpublishedWorkflows(api).catch((error: Error) => [`n8n: ${error.message}`]);
        return { ok: missing.length === 0, missing, n8n: n8nUrl };
      },
    });
    stops.push(() => sandbox.close());

    const { hostname: host, port, username, password } = new URL(postgres.connectionString('n8n'));
    const owner = { email: OWNER_EMAIL, password: secrets.ownerPassword };
    const { real } = options;
    const webhookBase = real?.webhookUrl ?? `${n8nUrl}/`;
    placePack(join(dataDir, 'n8n'));

    const launch = async () => {
      process_ = await startN8n({
        dataDir,
        port: n8nPort,
        brokerPort: await getPort(),
        encryptionKey: secrets.encryptionKey,
        owner: { email: owner.email, passwordHash: bcrypt.hashSync(owner.password, 10) },
        database: { host, port: Number(port), user: username, password: decodeURIComponent(password), name: 'n8n' },
        webhookBase,
        env: options.n8nEnv,
      });
      const started = process_;
      void started.ended.then(async () => {
        process_ = null;
        if (stopping) return;
        say('n8n ended; starting it again…');
        await new Promise((done) => setTimeout(done, RESTART_PAUSE_MS));
        if (!stopping) await launch().catch((error: Error) => say(error.message));
      });
      api = await N8nApi.login(started.url, owner.email, owner.password);
    };
    stops.push(async () => {
      await process_?.stop();
    });
    say('n8n… (the first start takes about half a minute)');
    await launch();

    say('Workflows:');
    await installWorkflows({
      api: api!,
      dataDir,
      webhookBase,
      credentials: credentialsOf(options, secrets, {
        url: sandbox.url,
        serviceRole: keys.serviceRole,
        redis: redis && { ...sandbox.redis, password: redis.password },
      }),
      adapt: adaptTo({
        ...(real ?? { ...SANDBOX_INSTALLATION, pictures: sandbox.url }),
        ...(options.ai ? { ai: options.ai } : {}),
        redis: redis !== null,
      }),
      say,
    });
    for (const [provider, url] of await notificationAddresses(api!, webhookBase)) {
      if (!real) sandbox.payments.notifyAt(provider, url);
      else if (provider !== 'tbank') say(`  Notifications of ${provider} go to ${url}: enter it in its cabinet.`);
    }
    installed = true;

    return {
      sandboxUrl: sandbox.url,
      n8nUrl,
      owner,
      keys,
      database: postgres.connectionString('bakery'),
      redis,
      telegramToken: secrets.telegramToken,
      n8n: () => process_,
      api: () => N8nApi.login(n8nUrl, owner.email, owner.password),
      healthy: async () => {
        const deadline = Date.now() + 120_000;
        for (;;) {
          const answer = await axios.get(`${sandbox.url}/api/health`, { validateStatus: () => true }).catch(() => null);
          if (answer?.status === 200) return;
          if (Date.now() > deadline) throw new Error(`Not healthy after 2 minutes: ${JSON.stringify(answer?.data)}`);
          await new Promise((done) => setTimeout(done, 200));
        }
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
