import { z } from 'zod';
import type { Asked } from './asked';
import type { Avito } from './avito';
import { valid } from './endpoint';
import { AvitoError, invalid } from './wire';

const urlBody = z.object({ url: z.string().min(1) });
const blacklistBody = z.object({
  users: z
    .array(
      z.object({
        user_id: z.number().int(),
        context: z
          .object({ item_id: z.number().int().optional(), reason_id: z.number().int().min(1).max(4) })
          .optional(),
      }),
    )
    .min(1),
});

/** `POST /messenger/v3/webhook`: the address is tried with `{}` and must answer 200 in time. One more beside the others. */
export async function subscribe({ store, delivery }: Avito, { body }: Asked): Promise<object> {
  const { url } = valid(urlBody, body);
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) throw invalid('url', 'is not an address');
  if (!(await delivery.answers(url))) throw new AvitoError(400, 'the address did not answer 200 in time');
  if (!store.subscriptions.has(url)) store.subscriptions.set(url, Date.now());
  return { ok: true };
}

/** `POST /messenger/v1/webhook/unsubscribe`. What was on its way there is forgotten. */
export function unsubscribe({ store, delivery }: Avito, { body }: Asked): object {
  const { url } = valid(urlBody, body);
  store.subscriptions.delete(url);
  delivery.drop(url);
  return { ok: true };
}

/** `POST /messenger/v1/subscriptions`; there is no GET. */
export function subscriptions({ store }: Avito): object {
  return { subscriptions: [...store.subscriptions.keys()].map((url) => ({ url, version: '3' })) };
}

/** `POST /messenger/v2/accounts/{user_id}/blacklist`: their messages do not come any more. There is no way back by the API. */
export function blacklist({ store }: Avito, { body }: Asked): object {
  const unwanted = new Set(valid(blacklistBody, body).users.map(({ user_id }) => user_id));
  for (const dialog of store.active()) {
    if (unwanted.has(dialog.buyer)) store.saveDialog({ ...dialog, blacklisted: true });
  }
  return {};
}
