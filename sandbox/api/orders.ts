import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Channel, Refusal } from './channel';
import { read } from './read';
import type { OrderFilter, OrderView, ReadOrderEvents, ReadOrders } from './types';

const orderQuery = z.object({
  number: z.string().min(1).optional(),
  channel: z.string().min(1).optional(),
  chat: z.string().min(1).optional(),
});

/** `/api/orders`; 503 while nothing tells the sandbox about orders, 502 when reading them fails. */
export async function orderRoutes(
  app: FastifyInstance,
  { channels, orders, events }: { channels: Map<string, Channel>; orders?: ReadOrders; events?: ReadOrderEvents },
): Promise<void> {
  const find = async (filter: OrderFilter): Promise<OrderView[]> => {
    if (!orders) throw new Refusal(503, 'the sandbox was started without a reader of orders');
    const found = await orders(filter).catch((error: Error) => {
      throw new Refusal(502, `reading the orders failed: ${error.message}`);
    });
    return found.map((order) => ({ ...order, chat: channels.get(order.channel)?.chatName(order.chat) ?? order.chat }));
  };

  /** Two messengers may know the same chat name, so each is asked by its own id. */
  const byChat = async (filter: OrderFilter, chat: string): Promise<OrderView[]> => {
    const names = filter.channel ? [filter.channel] : [...channels.keys()];
    const found = names.map((channel) =>
      find({ ...filter, channel, chat: channels.get(channel)?.vendorId(chat) ?? chat }),
    );
    return (await Promise.all(found)).flat();
  };

  app.get('/api/orders', async (request) => {
    const { chat, ...filter } = read(orderQuery, request.query);
    return { orders: chat === undefined ? await find(filter) : await byChat(filter, chat) };
  });

  app.get('/api/orders/:id', async (request) => {
    const { id } = request.params as { id: string };
    const found = await find({ id });
    if (found.length === 0) throw new Refusal(404, `no order ${id}`);
    return { orders: found };
  });

  app.get('/api/orders/:id/events', async (request) => {
    const { id } = request.params as { id: string };
    if (!events) throw new Refusal(503, 'the sandbox was started without a reader of events');
    if ((await find({ id })).length === 0) throw new Refusal(404, `no order ${id}`);
    const happened = await events(id).catch((error: Error) => {
      throw new Refusal(502, `reading the events failed: ${error.message}`);
    });
    return { events: happened };
  });
}
