import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../api/channel';
import { read, takeEmptyJson } from '../api/read';
import type { PaymentFilter, PaymentView, ReadPayments } from './rows';
import { FORGERIES, type Played } from './shared/played';

const listQuery = z.object({
  order: z
    .string()
    .regex(/^\d{1,15}$/, 'is no number')
    .optional(),
});
const doingBody = z
  .object({
    amount: z.number().int().positive().optional(),
    repeat: z.number().int().min(1).max(1000).optional(),
  })
  .strict();
const forgeBody = z.object({ forge: z.enum(FORGERIES) }).strict();
const ACTIONS = ['pay', 'cancel', 'refund', 'expire'] as const;

/** `/api/payments`: what the pack has, and the side of buyers and providers; 503 while nothing reads the pack's payments. */
export async function paymentRoutes(
  app: FastifyInstance,
  { rows, providers }: { rows?: ReadPayments; providers: readonly Played[] },
): Promise<void> {
  takeEmptyJson(app);
  // Many clients name a form as the type of a body that they do not send.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
    body === '' ? done(null, undefined) : done(new Refusal(415, 'the body must be JSON')),
  );

  const find = async (filter: PaymentFilter): Promise<PaymentView[]> => {
    if (!rows) throw new Refusal(503, 'the sandbox was started without a reader of payments');
    return rows(filter).catch((error: Error) => {
      throw new Refusal(502, `reading the payments failed: ${error.message}`);
    });
  };

  const one = async (id: string): Promise<PaymentView> => {
    const [row] = await find({ id });
    if (!row) throw new Refusal(404, `no payment ${id}`);
    return row;
  };

  app.get('/api/payments', async (request) => ({ payments: await find(read(listQuery, request.query)) }));

  for (const action of ACTIONS) {
    app.post(`/api/payments/:id/${action}`, async (request, reply) => {
      const doing = read(doingBody, request.body);
      const row = await one((request.params as { id: string }).id);
      if (row.provider === 'manual') throw new Refusal(409, 'a manual payment: the baker presses');
      const { provider, id } = played(providers, row);
      provider[action](id, doing);
      return reply.code(202).send({});
    });
  }

  app.post('/api/payments/:id/notify', async (request, reply) => {
    const { forge } = read(forgeBody, request.body);
    const row = await one((request.params as { id: string }).id);
    if (row.provider === 'manual') throw new Refusal(400, 'a manual payment has no notifications');
    const { provider, id } = played(providers, row);
    provider.forge(id, forge, row.id);
    return reply.code(202).send({});
  });
}

function played(providers: readonly Played[], row: PaymentView): { provider: Played; id: string } {
  const provider = providers.find(({ name }) => name === row.provider);
  const id = provider?.find(row);
  if (!provider || id === undefined) throw new Refusal(409, `${row.provider} knows no payment ${row.id} yet`);
  return { provider, id };
}
