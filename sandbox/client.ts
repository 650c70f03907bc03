import axios, { type AxiosError, type AxiosInstance } from 'axios';

import type { OrderView } from './api/types';
import type { PaymentView } from './payments';

/** A message of a chat, as the sandbox's API gives it. */
export interface ChatMessage {
  seq: number;
  from: 'customer' | 'bot';
  text: string;
  buttons: string[];
  image?: string;
  link?: string;
  edits?: number;
  at: string;
}

/** What a customer or the baker can send; see the sandbox's API. */
export interface Said {
  text?: string;
  press?: string | number;
  of?: number;
  photo?: { base64: string; mimeType: string };
  kind?: string;
  name?: string;
  language?: string;
  repeat?: number;
  eventId?: string;
  delayMs?: number;
  as?: 'customer' | 'shop';
}

const LONGEST_WAIT_MS = 60_000;

/** A program's view of the sandbox: a customer, the baker, and what the vendors saw. */
export class SandboxClient {
  readonly http: AxiosInstance;

  constructor(readonly url: string) {
    this.http = axios.create({ baseURL: `${url}/api`, timeout: LONGEST_WAIT_MS + 5000, maxBodyLength: Infinity });
    // The sandbox says what is wrong; axios alone would say "status code 400".
    this.http.interceptors.response.use(undefined, (error: AxiosError<{ error?: string }>) => {
      const said = error.response?.data?.error;
      if (said) error.message = `${error.message}: ${said}`;
      throw error;
    });
  }

  customer(chat: string, channel = 'telegram'): Customer {
    return new Customer(this, channel, chat);
  }

  get baker(): Baker {
    return new Baker(this);
  }

  async orders(filter: { number?: number; channel?: string; chat?: string } = {}): Promise<OrderView[]> {
    const { data } = await this.http.get<{ orders: OrderView[] }>('/orders', { params: filter });
    return data.orders;
  }

  /** Payments of an order, oldest first. */
  async payments(order: number): Promise<PaymentView[]> {
    const { data } = await this.http.get<{ payments: PaymentView[] }>('/payments', { params: { order } });
    return data.payments;
  }

  /** What the buyer, or somebody at the provider, does with a payment. `amount` in kopecks. */
  async does(
    payment: string,
    action: 'pay' | 'cancel' | 'refund' | 'expire',
    how: { amount?: number; repeat?: number } = {},
  ): Promise<void> {
    await this.http.post(`/payments/${payment}/${action}`, how);
  }

  /** Somebody sends the pack a notification in the provider's name. */
  async forge(payment: string, forge: 'address' | 'token' | 'amount' | 'shop' | 'order'): Promise<void> {
    await this.http.post(`/payments/${payment}/notify`, { forge });
  }

  /** Requests that n8n made to a vendor. */
  async calls(vendor: string, since?: string): Promise<{ at: string; method: string; path: string; body: unknown }[]> {
    const { data } = await this.http.get('/calls', { params: { vendor, since } });
    return Array.isArray(data) ? data : data.calls;
  }

  fault(fault: Record<string, unknown>): Promise<unknown> {
    return this.http.post('/faults', fault);
  }

  clearFaults(): Promise<unknown> {
    return this.http.delete('/faults');
  }
}

/** Somebody who reads one list of messages, in order. */
abstract class Reader<Message extends { seq: number }> {
  protected seen = 0;

  protected abstract fetch(after: number, waitMs: number): Promise<Message[]>;
  protected abstract fromBot(message: Message): boolean;

  /** All messages after the last one that was read, without waiting. */
  async unread(): Promise<Message[]> {
    const messages = await this.fetch(this.seen, 0);
    this.seen = Math.max(this.seen, ...messages.map(({ seq }) => seq));
    return messages;
  }

  /**
   * Waits for the bot's next message that fits.
   *
   * @throws Error naming what was seen instead
   */
  async hears(fits: (message: Message) => boolean = () => true, withinMs = 30_000): Promise<Message> {
    const deadline = Date.now() + withinMs;
    const others: Message[] = [];
    for (;;) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`No such message within ${withinMs} ms; seen: ${JSON.stringify(others)}`);
      for (const message of await this.fetch(this.seen, Math.min(left, LONGEST_WAIT_MS))) {
        this.seen = message.seq;
        if (!this.fromBot(message)) continue;
        if (fits(message)) return message;
        others.push(message);
      }
    }
  }
}

/** A customer in one chat. */
export class Customer extends Reader<ChatMessage> {
  private readonly path: string;

  constructor(
    private readonly sandbox: SandboxClient,
    readonly channel: string,
    readonly chat: string,
  ) {
    super();
    this.path = `/channels/${channel}/chats/${chat}/messages`;
  }

  protected async fetch(after: number, wait: number): Promise<ChatMessage[]> {
    const { data } = await this.sandbox.http.get<{ messages: ChatMessage[] }>(this.path, { params: { after, wait } });
    return data.messages;
  }

  protected fromBot({ from }: ChatMessage): boolean {
    return from === 'bot';
  }

  async says(said: Said | string): Promise<string> {
    const body = typeof said === 'string' ? { text: said } : said;
    const { data } = await this.sandbox.http.post<{ eventId: string }>(this.path, body);
    return data.eventId;
  }

  /** Says something and waits for the next message of the bot. */
  async asks(said: Said | string, withinMs?: number): Promise<ChatMessage> {
    await this.says(said);
    return this.hears(undefined, withinMs);
  }

  /** The whole chat so far. */
  async history(): Promise<ChatMessage[]> {
    return this.fetch(0, 0);
  }
}

/** A message in the baker's chat. */
export type BakerMessage = Omit<ChatMessage, 'from'> & { from?: string };

/** The confectioner. Her list holds what the bot sent her. */
export class Baker extends Reader<BakerMessage> {
  constructor(private readonly sandbox: SandboxClient) {
    super();
  }

  protected async fetch(after: number, wait: number): Promise<BakerMessage[]> {
    const { data } = await this.sandbox.http.get<{ messages: BakerMessage[] }>('/baker/messages', {
      params: { after, wait },
    });
    return data.messages;
  }

  protected fromBot({ from }: BakerMessage): boolean {
    return from === undefined || from === 'bot';
  }

  press(seq: number, label: string, more: { as?: string; repeat?: number } = {}): Promise<unknown> {
    return this.sandbox.http.post(`/baker/messages/${seq}/press`, { label, ...more });
  }

  says(said: { text?: string; photo?: Said['photo']; replyTo?: number; as?: string }): Promise<unknown> {
    return this.sandbox.http.post('/baker/messages', said);
  }
}
