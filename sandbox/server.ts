import path from 'node:path';
import Fastify, { FastifyInstance } from 'fastify';
import { Calls } from './api/calls';
import type { Channel } from './api/channel';
import { controlRoutes, Health } from './api/control';
import { peopleRoutes } from './api/customers';
import { Faults } from './api/faults';
import { Hub } from './api/hub';
import { orderRoutes } from './api/orders';
import type { Messenger } from './api/messenger';
import { sendRefusal } from './api/read';
import { supabaseProxy } from './api/supabase';
import type { ReadOrderEvents, ReadOrders } from './api/types';
import { createAvito, type AvitoOptions } from './avito';
import { createOpenAi, type OpenAiOptions } from './openai';
import { pageRoutes } from './page/page';
import { createPayments, type Payments, type PaymentsOptions } from './payments';
import { type Relay, startRelay } from './redis/relay';
import { BakerSide } from './telegram/baker';
import { botApi } from './telegram/bot-api';
import { Customers } from './telegram/customers';
import { answerCall } from './telegram/methods';
import { Telegram } from './telegram/telegram';
import { createVk, type VkOptions } from './vk';

export type { Health } from './api/control';
export type { OrderEvent, OrderFilter, OrderView, ReadOrderEvents, ReadOrders } from './api/types';

/** How to start the sandbox. */
export interface SandboxOptions {
  /** 0 takes a free port. */
  port: number;
  /** State lies in `<dataDir>/sandbox`. */
  dataDir: string;
  /** The pack's own bot: the API's customers and the baker talk to it. Of the form `123456:abc...`. */
  token: string;
  /** The community that is played; without it there is no VK. */
  vk?: VkOptions;
  /** The account that is played; without it there is no Avito. */
  avito?: AvitoOptions;
  /** The account at OpenAI that is played, on `/openai/v1`; without it there is no OpenAI. */
  openai?: OpenAiOptions;
  /** The shops at payment providers that are played; without it there are none, and `/api/payments` answers 503. */
  payments?: PaymentsOptions;
  /** Messengers that are real ones elsewhere: nothing registers here, and health does not wait for them. */
  real?: string[];
  /** The baker's chat, 500000001 by default; a negative id is a group. */
  bakerChatId?: number;
  /** The baker, 500000001 by default. */
  bakerUserId?: number;
  /** Who presses in the baker's chat as `stranger`, 600000001 by default. */
  strangerUserId?: number;
  /** PostgREST's address behind `/rest/v1`; without it that path is absent. */
  postgrest?: string;
  /** The Redis behind the relay; without it there is no relay. */
  redis?: { host: string; port: number };
  /** How the rest of the stack is; without it `/api/health` answers 503. */
  health?: () => Promise<Health>;
  /** Reads orders; without it `/api/orders` answers 503. */
  orders?: ReadOrders;
  /** Reads what happened to an order; without it `/api/orders/{id}/events` answers 503. */
  orderEvents?: ReadOrderEvents;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  port: number;
  telegram: {
    /** Base URL for n8n's Telegram credential. */
    baseUrl: string;
    /** Whether the pack's bot has a webhook, or is polled. */
    registered(): boolean;
    /** The webhook's address. */
    webhookUrl(): string | undefined;
  };
  /** Enters an address for a provider's notifications, as an owner does in its cabinet. */
  payments: Pick<Payments, 'notifyAt'>;
  /** Where n8n finds Redis, if there is one. */
  redis?: { host: string; port: number };
  /** Stops it; what is undelivered is delivered after the next start. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const BODY_LIMIT = 32 * 1024 * 1024;
const BAKER_ID = 500_000_001;
const STRANGER_ID = 600_000_001;

/** Starts the vendors, the API and the page on one port of 127.0.0.1. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true, routerOptions: { maxParamLength: 1000 } });
  const parts = { hub: new Hub(), calls: new Calls(), faults: new Faults() };
  let url = '';
  const telegram: Telegram = new Telegram(
    {
      dir: path.join(options.dataDir, 'sandbox'),
      token: options.token,
      bakerChatId: options.bakerChatId ?? BAKER_ID,
      bakerUserId: options.bakerUserId ?? BAKER_ID,
      strangerUserId: options.strangerUserId ?? STRANGER_ID,
    },
    parts.hub,
    (fileId) => `${url}/api/files/${fileId}`,
    (bot, body) => answerCall(telegram, bot, body),
  );
  const channels = new Map<string, Channel>([['telegram', new Customers(telegram)]]);
  const dir = path.join(options.dataDir, 'sandbox');
  const messengers: Messenger[] = [
    ...(options.vk ? [createVk({ ...parts, dir, url: () => url }, options.vk)] : []),
    ...(options.avito ? [createAvito({ ...parts, dir, url: () => url }, options.avito)] : []),
  ];
  for (const { channel } of messengers) channels.set(channel.name, channel);
  const payments = createPayments({ ...parts, dir, url: () => url }, options.payments ?? {});
  const baker = new BakerSide(telegram);

  app.setErrorHandler((error: Error, _request, reply) => sendRefusal(error, reply));
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: `nothing at ${request.method} ${request.url}` }),
  );
  await app.register(botApi, { telegram, ...parts });
  await app.register(peopleRoutes, { channels, baker, hub: parts.hub });
  await app.register(orderRoutes, { channels, orders: options.orders, events: options.orderEvents });
  for (const { routes } of messengers) await app.register(routes);
  if (options.openai) await app.register(createOpenAi({ ...parts, url: () => url }, options.openai));
  await app.register(payments.routes);
  const played = new Map([...channels].filter(([name]) => !options.real?.includes(name)));
  await app.register(controlRoutes, { channels: played, health: options.health, ...parts });
  if (options.postgrest) await app.register(supabaseProxy, { upstream: options.postgrest, ...parts });
  await app.register(fileRoute, { telegram });
  await app.register(pageRoutes);

  let relay: Relay | undefined;
  const stop = async (): Promise<void> => {
    await relay?.close();
    parts.hub.close();
    telegram.delivery.close();
    for (const messenger of messengers) messenger.close();
    payments.close();
    await app.close();
    telegram.store.journal.close();
  };
  try {
    if (options.redis) relay = await startRelay(options.redis, parts);
    await app.listen({ port: options.port, host: HOST });
  } catch (error) {
    await stop();
    throw error;
  }
  const { port } = app.server.address() as { port: number };
  url = `http://${HOST}:${port}`;
  telegram.delivery.resume();
  for (const messenger of messengers) messenger.resume();
  payments.resume();
  return {
    url,
    port,
    payments: { notifyAt: (provider, address) => payments.notifyAt(provider, address) },
    redis: relay && { host: relay.host, port: relay.port },
    telegram: {
      baseUrl: url,
      registered: () => channels.get('telegram')!.registered(),
      webhookUrl: () => telegram.bot.webhook?.url,
    },
    close: stop,
  };
}

/** Pictures for people's browsers. */
async function fileRoute(app: FastifyInstance, { telegram }: { telegram: Telegram }): Promise<void> {
  app.get('/api/files/:id', async (request, reply) => {
    const { files } = telegram.store;
    const file = files.get((request.params as { id: string }).id);
    const data = file && files.read(file);
    if (!file || !data) return reply.code(404).send({ error: 'no such file' });
    // A customer's file must not run as a page of this origin.
    const shown = file.mimeType.startsWith('image/') && !file.mimeType.includes('svg');
    return reply
      .type(shown ? file.mimeType : 'application/octet-stream')
      .headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'private, max-age=86400' })
      .send(data);
  });
}
