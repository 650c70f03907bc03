import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import axios from 'axios';
import { Client } from 'pg';

import { type BakerMessage, SandboxClient } from '../../sandbox/client';
import { confirm, talkUntil, usualWishes, type Wanted } from '../../sandbox/customerScript';
import { askedForMoney, chooseWay, settle, type Deal } from '../../sandbox/orderScript';
import type { PaymentView } from '../../sandbox/payments';
import { N8nApi } from '../../sandbox/stack/n8nApi';

interface Facts {
  dataDir: string;
  sandboxUrl: string;
  n8nUrl: string;
  owner: { email: string; password: string };
  keys: { anon: string; serviceRole: string };
  database: string;
  telegramToken: string;
}

/** Where the system of this run is. */
export const facts = JSON.parse(readFileSync(process.env.CAKE_ORDER_E2E!, 'utf8')) as Facts;
export const sandbox = new SandboxClient(facts.sandboxUrl);
export const editor = () => N8nApi.login(facts.n8nUrl, facts.owner.email, facts.owner.password);

let counter = 0;
/** A chat that no other test uses. */
export const newChat = (name = 'guest') => `${name}-${process.pid}-${Date.now()}-${counter++}`;

export interface Placed extends Deal {
  /** The baker's card of the order. */
  card: BakerMessage;
}

/** A new customer's order that waits for the baker, and its card. What the baker was sent before counts as read. */
export async function placeOrder(wanted: Partial<Wanted> = {}, channel = 'telegram'): Promise<Placed> {
  const customer = sandbox.customer(newChat(), channel);
  const { baker } = sandbox;
  await baker.unread();
  await talkUntil('summary', customer, usualWishes('ru', wanted));
  await confirm(customer, 'ru');
  const [{ number }] = await sandbox.orders({ chat: customer.chat });
  const card = await baker.hears(({ text }) => text.includes(`№ ${number}`));
  return { sandbox, customer, baker, number, card, language: 'ru' };
}

/** The deposit of an order that the baker has just taken is asked for and paid. */
export async function payDeposit(deal: Deal): Promise<PaymentView> {
  const payment = await chooseWay(deal, await askedForMoney(deal));
  await settle(deal, payment);
  return payment;
}

/** What the demo command prints about one whole order. */
export interface DemoResult {
  channel: string;
  language: string;
  provider: string | null;
  order: { number: number; status: string; total: number; paid: number };
}

/** The demo command on this run's system. Not the blocking way: the sandbox lives in this very process. */
export async function runDemo(options: { channel: string; language: string; provider?: string }): Promise<DemoResult> {
  const named = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'demo', '--', ...named, '--json'], {
    cwd: resolve(__dirname, '../..'),
    env: { ...process.env, SANDBOX_PORT: new URL(facts.sandboxUrl).port },
  });
  return JSON.parse(stdout) as DemoResult;
}

/** How an order stands. */
export const statusOf = async (number: number): Promise<string> => (await sandbox.orders({ number }))[0].status;

/** Asks until it is true; fails with `what` when time is over. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | false | undefined>,
  withinMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask().catch(() => false as const);
    if (answer !== false && answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

export async function healthy(withinMs = 120_000): Promise<void> {
  await eventually(
    'healthy',
    async () => (await axios.get(`${facts.sandboxUrl}/api/health`)).status === 200 && true,
    withinMs,
  );
}

/** Ends n8n as a power cut would. The supervisor starts it again. */
export function killN8n(): void {
  process.kill(Number(readFileSync(join(facts.dataDir, 'n8n.pid'), 'utf8')), 'SIGKILL');
}

/** One query on the bakery's database. */
export async function query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: facts.database });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** How often n8n's expression engine has worked since it started. */
export async function expressionCounts(): Promise<{ evaluations: number; isolates: number }> {
  const { data } = await axios.get<string>(`${facts.n8nUrl}/metrics`);
  const of = (name: string) =>
    data
      .split('\n')
      .filter((line) => line.startsWith(name))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  return {
    evaluations: of('n8n_expression_evaluation_duration_seconds_count'),
    isolates: of('n8n_expression_pool_acquired_total'),
  };
}

/** Addresses to which each messenger of a system brings its events now. */
export async function registered(
  of: { dataDir: string; sandboxUrl: string; telegramToken: string } = facts,
): Promise<{ vk: string[]; avito: string[]; telegram: string }> {
  const secrets = JSON.parse(readFileSync(join(of.dataDir, 'secrets.json'), 'utf8')) as Record<string, string>;
  const vk = await axios.get(`${of.sandboxUrl}/method/groups.getCallbackServers`, {
    params: { v: '5.199', group_id: secrets.vkGroup, access_token: secrets.vkToken },
  });
  const { data: token } = await axios.post(
    `${of.sandboxUrl}/token`,
    new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: secrets.avitoClientId,
      client_secret: secrets.avitoClientSecret,
    }),
  );
  const headers = { authorization: `Bearer ${token.access_token}` };
  const avito = await axios.post(`${of.sandboxUrl}/messenger/v1/subscriptions`, {}, { headers });
  const telegram = await axios.get(`${of.sandboxUrl}/bot${of.telegramToken}/getWebhookInfo`);
  return {
    vk: vk.data.response.items.map(({ url }: { url: string }) => url),
    avito: avito.data.subscriptions.map(({ url }: { url: string }) => url),
    telegram: telegram.data.result.url,
  };
}

/** What Telegram knows of the bot's webhook. */
export async function webhookInfo(): Promise<{ url: string; pending_update_count: number }> {
  const { data } = await axios.get(`${facts.sandboxUrl}/bot${facts.telegramToken}/getWebhookInfo`);
  return data.result;
}
