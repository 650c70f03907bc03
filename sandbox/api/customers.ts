import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Baker, bakerPressBody, bakerSayBody, Channel, ListedMessage, Refusal, sayBody } from './channel';
import type { Hub } from './hub';
import { goneSignal, read, takeEmptyJson } from './read';

const listQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  wait: z.coerce.number().min(0).default(0),
  own: z.string().optional(),
});
const LONGEST_WAIT_MS = 60_000;
const CHAT = /^[A-Za-z0-9_-]{1,64}$/;

/** The chats of customers and of the baker. */
export interface PeopleParts {
  channels: Map<string, Channel>;
  baker: Baker;
  hub: Hub;
}

/** `/api/channels/...` and `/api/baker/...`. */
export async function peopleRoutes(app: FastifyInstance, { channels, baker, hub }: PeopleParts): Promise<void> {
  takeEmptyJson(app);
  const find = (request: FastifyRequest): { channel: Channel; chat: string } => {
    const { channel: name, chat } = request.params as { channel: string; chat: string };
    const channel = channels.get(name);
    if (!channel)
      throw new Refusal(404, `no channel ${JSON.stringify(name)}; there are: ${[...channels.keys()].join(', ')}`);
    if (chat !== undefined && !CHAT.test(chat))
      throw new Refusal(400, 'a chat is named with 1 to 64 of A-Z, a-z, 0-9, _ and -');
    return { channel, chat };
  };

  /** Waits for a message of the bot's that is newer, then lists. */
  const list = async (
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    messages: (after: number) => ListedMessage[],
  ): Promise<{ messages: ListedMessage[] }> => {
    const { after, wait } = read(listQuery, request.query);
    const ready = (): boolean => messages(after).some((message) => message.from === 'bot');
    await hub.wait(name, ready, Math.min(wait, LONGEST_WAIT_MS), goneSignal(reply));
    return { messages: messages(after) };
  };

  app.get('/api/channels', async () => ({ channels: [...channels.keys()] }));

  app.get('/api/channels/:channel/chats', async (request) => ({ chats: find(request).channel.chats() }));

  app.get('/api/channels/:channel/chats/:chat', async (request) => {
    const { channel, chat } = find(request);
    const id = channel.vendorId(chat);
    if (id === undefined) throw new Refusal(404, `no chat ${chat} on ${channel.name} yet`);
    return { chat, id };
  });

  app.post('/api/channels/:channel/chats/:chat/messages', async (request, reply) => {
    const { channel, chat } = find(request);
    return reply.code(202).send(channel.say(chat, read(sayBody, request.body)));
  });

  app.get('/api/channels/:channel/chats/:chat/messages', async (request, reply) => {
    const { channel, chat } = find(request);
    return list(request, reply, `${channel.name}:${chat}`, (after) => channel.messages(chat, after));
  });

  app.get('/api/baker/messages', async (request, reply) => {
    const own = ['1', 'true'].includes(read(listQuery, request.query).own ?? '');
    return list(request, reply, 'baker', (after) => baker.messages(after, own));
  });

  app.post('/api/baker/messages', async (request, reply) =>
    reply.code(202).send(baker.say(read(bakerSayBody, request.body))),
  );

  app.post('/api/baker/messages/:seq/press', async (request, reply) => {
    const { seq } = read(z.object({ seq: z.coerce.number().int().positive() }), request.params);
    return reply.code(202).send(baker.press(seq, read(bakerPressBody, request.body)));
  });
}
