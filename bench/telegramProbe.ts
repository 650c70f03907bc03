import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text ? (JSON.parse(text) as Record<string, unknown>) : {};
}

/** A bot as n8n registered it. */
export interface Registration {
  url: string;
  secret: string;
}

/**
 * The least that can play Telegram: takes every call at once, remembers webhooks, and tells when an answer for a chat
 * arrives. Both flows of a measurement use it, so that its own cost is the same for both.
 */
export class TelegramProbe {
  private readonly registrations = new Map<string, Registration>();
  private readonly waiting = new Map<number, (answer: { at: number; text: string; buttons: string[] }) => void>();
  private messages = 0;

  private readonly server = createServer(async (request, response) => {
    const [, token, method] = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? '') ?? [];
    const body = await bodyOf(request);
    const at = performance.now();
    if (method === 'setWebhook') {
      this.registrations.set(token, { url: String(body.url), secret: String(body.secret_token ?? '') });
    }
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ ok: true, result: method === 'sendMessage' ? { message_id: ++this.messages } : true }),
    );
    if (method === 'sendMessage') {
      const chat = Number(body.chat_id);
      const { inline_keyboard = [] } = (body.reply_markup ?? {}) as { inline_keyboard?: { callback_data: string }[][] };
      const buttons = inline_keyboard.flat().map(({ callback_data }) => callback_data);
      this.waiting.get(chat)?.({ at, text: String(body.text), buttons });
      this.waiting.delete(chat);
    }
  });

  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async registered(token: string): Promise<Registration> {
    for (const deadline = Date.now() + 30_000; ;) {
      const registration = this.registrations.get(token);
      if (registration) return registration;
      if (Date.now() > deadline) throw new Error('n8n did not register its webhook within 30 s');
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  /** The next answer in a chat. Rejects after 20 s. */
  answer(chat: number): Promise<{ at: number; text: string; buttons: string[] }> {
    return new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`No answer in chat ${chat} within 20 s`)), 20_000);
      this.waiting.set(chat, (answer) => {
        clearTimeout(late);
        done(answer);
      });
    });
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
