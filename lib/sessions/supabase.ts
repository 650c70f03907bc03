import { z } from 'zod';
import { pictureFiles } from './pictureFiles';
import { type SupabaseOptions, openSupabase } from './supabaseCalls';
import type { Keeper, Snapshot, Sweep } from './types';

const known = z.looseObject({ number: z.int() });
// An answer that is not ours must never pass for an empty session.
const snapshot = z.looseObject({
  chat: z.looseObject({ channel: z.string() }),
  version: z.int().min(0),
  state: z.looseObject({}).nullable(),
  pending: z.array(z.looseObject({ key: z.string(), arrival: z.int() })),
  stepped: z.boolean(),
  orders: z.array(known),
  shopVersion: z.int(),
  move: z.looseObject({ code: z.string() }).nullable(),
  availability: z.looseObject({ booked: z.looseObject({}), closed: z.array(z.string()), extra: z.looseObject({}) }),
});
const payment = z.looseObject({
  payment: z.looseObject({ id: z.string() }),
  order: z.int(),
  chat: z.looseObject({ channel: z.string() }),
});
const books = z.object({ sums: z.array(z.looseObject({ paid: z.int() })), payments: z.array(payment) });
const committed = z.object({ result: z.enum(['committed', 'stepped', 'conflict', 'full']) });
const atOnce = z.union([
  z.object({ result: z.literal('committed') }),
  z.object({ result: z.enum(['stepped', 'conflict', 'full']), snapshot }),
]);
const swept = z.object({
  unsent: z.array(z.looseObject({})),
  chats: z.array(z.looseObject({})),
  /** Absent in a database before migration 0009. */
  files: z.array(z.object({ id: z.string(), bucket: z.string() })).optional(),
});
const shop = z.object({ version: z.int(), document: z.looseObject({}) });
const reading = z.object({ mine: z.boolean(), position: z.string().nullable() });
const sent = z.array(z.looseObject({ payload: z.looseObject({}), message: z.string().nullable() }));
const published = z.object({ version: z.int(), changed: z.boolean() });

/**
 * The keeper on Supabase: every method is one call of a function in supabase/migrations.
 */
export function createSupabaseKeeper(options: SupabaseOptions): Keeper {
  const { client, call } = openSupabase(options);
  const dropFiles = async (files: { id: string; bucket: string }[]) => {
    const ids = await pictureFiles(client).remove(files);
    if (ids.length > 0) await call('cake_files_gone', { ids }, z.null());
  };
  return {
    load: (request) => call<Snapshot>('cake_load', request, snapshot),
    commit: async (request) => (await call<z.infer<typeof committed>>('cake_commit', request, committed)).result,
    stepAtOnce: (request) => call('cake_step', request, atOnce),
    confirm: async (results) => {
      if (results.length > 0) await call('cake_confirm', { results }, z.null());
    },
    sweep: async (request) => {
      const { files = [], ...found } = await call<Sweep & z.infer<typeof swept>>('cake_sweep', request, swept);
      // What was handed out must not be lost for the sake of files: the next sweep is given them again.
      await dropFiles(files).catch(() => undefined);
      return found;
    },
    reading: (request) => call('cake_reading', request, reading),
    sentTo: (chat, since) => call('cake_sent_to', { chat, since }, sent),
    shop: async (version) => (await call<z.infer<typeof shop>>('cake_shop', { version }, shop)).document,
    newestShop: () => call('cake_shop', {}, shop.nullable()),
    publishShop: (document) => call('cake_publish_shop', { document }, published),
    order: (number) => call('cake_order', { number }, known.nullable()),
    openPayments: (options) => call('cake_open_payments', options, z.array(payment)),
    paymentBy: (id) => call('cake_payment_by', id, payment.nullable()),
    books: (of) => call('cake_payment_books', of, books),
    reset: async (chat) => {
      await call('cake_reset', { chat }, z.null());
    },
  };
}
