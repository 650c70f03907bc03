import http from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import getPort from 'get-port';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { FastifyInstance } from 'fastify';
import type { Channel } from '../../sandbox/api/channel';
import type { PeopleParts } from '../../sandbox/api/customers';
import type { OrderEvent, OrderFilter, OrderView, SandboxOptions } from '../../sandbox/server';
import type { Update } from '../../sandbox/telegram/wire';
import { FakeChannel } from './pageFakes';
import { Bench, Receiver, until } from './support';

let fakes: FakeChannel[] = [];
let channels = new Map<string, Channel>();

// VK and Avito as the page sees them, without a vendor behind: what they list is what the test says.
jest.mock('../../sandbox/api/customers', () => {
  const real = jest.requireActual('../../sandbox/api/customers');
  return {
    ...real,
    peopleRoutes: (app: FastifyInstance, parts: PeopleParts): Promise<void> => {
      channels = parts.channels;
      for (const fake of fakes) {
        fake.join(parts.hub);
        channels.set(fake.name, fake);
      }
      return real.peopleRoutes(app, parts);
    },
  };
});

export const BAKER = 500_000_001;
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export const ORDER: OrderView = {
  id: 'o1',
  number: 1001,
  channel: 'telegram',
  chat: '700000001',
  status: 'awaiting_baker',
  items: [
    { name: 'Медовик', quantity: 2, weight_g: 2500, unit_price: 240_000, total: 600_000 },
    { name: 'Свечи', quantity: 3, weight_g: null, unit_price: 5050, total: 15_150 },
  ],
  total: 615_150,
  paid: 0,
  currency: 'RUB',
  due_at: '2030-11-23T10:00:00+03:00',
  inscription: 'С днём рождения!',
  filling: 'Медовик',
  fulfilment: 'delivery',
  address: 'ул. Лесная, д. 5',
  name: 'Анна',
  phone: '+79161234567',
};

/** A messenger's side of the page; `Покупатель` is Telegram's, which is shown first. */
export type Talk = 'Покупатель' | 'ВКонтакте' | 'Avito' | 'Кондитер';

/** The page in a browser before a sandbox without n8n: the bot is this test, orders are what the test says. */
export class PageBench {
  readonly vk = new FakeChannel('vk');
  readonly avito = new FakeChannel('avito');
  /** What the reader of orders finds. */
  order: OrderView | undefined;
  /** What it was asked for. */
  readonly asked: OrderFilter[] = [];
  events: OrderEvent[] = [];
  page!: Page;
  readonly receiver = new Receiver();
  bench!: Bench;
  private readonly database = http.createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });

  constructor(private readonly browser: Browser) {}

  /** `played`: the messengers beside Telegram; `more`: how else to start the sandbox. */
  async start(played = [this.vk, this.avito], more: Partial<SandboxOptions> = {}): Promise<this> {
    fakes = played;
    await this.receiver.start();
    await new Promise<void>((resolve) => this.database.listen(0, '127.0.0.1', resolve));
    this.bench = await new Bench({
      port: await getPort(),
      postgrest: `http://127.0.0.1:${(this.database.address() as AddressInfo).port}`,
      health: async () => ({ ok: true, missing: [], n8n: 'http://127.0.0.1:5678' }),
      orders: async (filter) => (this.asked.push(filter), this.order ? [this.order] : []),
      orderEvents: async () => this.events,
      ...more,
    }).start();
    await this.bench.hook(this.receiver);
    return this;
  }

  async close(): Promise<void> {
    await this.page?.context().close();
    await this.bench.close();
    await this.receiver.close();
    this.database.closeAllConnections();
    this.database.close();
    this.vk.close();
    this.avito.close();
  }

  /** Opens the page and waits until it is ready. */
  async open(size = DESK, more: BrowserContextOptions = {}): Promise<Page> {
    await this.page?.context().close();
    const context = await this.browser.newContext({ viewport: size, locale: 'ru-RU', ...more });
    this.page = await context.newPage();
    this.page.setDefaultTimeout(10_000);
    await this.page.goto(this.bench.sandbox.url);
    await this.page.getByText('Всё готово, бот на связи').waitFor();
    return this.page;
  }

  side(name: Talk | 'Заказ'): Locator {
    const messenger = { Покупатель: 'Telegram', ВКонтакте: 'ВКонтакте', Avito: 'Avito' }[name as string];
    return this.page.getByRole('region', { name: messenger ? `Покупатель: ${messenger}` : name, exact: true });
  }

  log(name: Talk): Locator {
    return this.side(name).getByRole('log');
  }

  field(name: Talk): Locator {
    return this.side(name).getByRole('textbox', { name: /^Сообщение/ });
  }

  /** The vendor's id of a chat that the page has shown. */
  idOf(channel: string, chat: string): Promise<string> {
    return until(() => channels.get(channel)?.vendorId(chat));
  }

  /** The bot writes; answers what Telegram says. */
  async bot(method: string, body: object | FormData): Promise<{ message_id: number }> {
    const { data } = await this.bench.bot(method, body);
    if (!data.ok) throw new Error(JSON.stringify(data));
    return data.result;
  }

  /** The bot sends a picture. */
  sendPicture(chat: number, caption: string): Promise<{ message_id: number }> {
    const form = new FormData();
    form.set('chat_id', String(chat));
    form.set('caption', caption);
    form.set('photo', new Blob([PICTURE], { type: 'image/png' }), 'cake.png');
    return this.bot('sendPhoto', form);
  }

  /** The first update that fits, once it has come to the bot. */
  came(fits: (update: Update) => unknown): Promise<Update> {
    return until(() => this.receiver.got.find(({ update }) => fits(update))?.update);
  }

  /** A commit passes to the database, as n8n would send it. */
  async commit(): Promise<void> {
    await axios.post(
      `${this.bench.sandbox.url}/rest/v1/rpc/cake_commit`,
      {},
      { headers: { apikey: 'key' }, proxy: false },
    );
  }

  /** Chooses a file for a side's message. */
  async attach(name: Talk): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.side(name).getByRole('button', { name: 'Приложить фото' }).click();
    await (await chooser).setFiles({ name: 'cake.png', mimeType: 'image/png', buffer: PICTURE });
    await this.side(name).getByAltText('Выбранное фото').waitFor();
  }
}

/** An inline keyboard of one row. */
export const keys = (...labels: string[]): object => ({
  inline_keyboard: [labels.map((text) => ({ text, callback_data: `do:${text}`.slice(0, 30) }))],
});
