import { z } from 'zod';
import type { Asked } from './asked';
import type { Avito } from './avito';
import { valid } from './endpoint';
import { itemView, listing } from './views';
import { AvitoError } from './wire';

const itemsQuery = z.object({
  per_page: z.coerce.number().int().min(1).max(99).default(25),
  page: z.coerce.number().int().min(1).default(1),
  status: z.string().default('active'),
});

/** `GET /core/v1/accounts/self`. */
export function self({ options }: Avito): object {
  const { userId: id, shopName: name } = options;
  const phone = '79161234567';
  const profile_url = `https://avito.ru/user/${id}/profile`;
  return { id, name, email: 'baker@example.org', phone, phones: [phone], profile_url };
}

/** `GET /core/v1/accounts/{user_id}/items/{item_id}/`. */
export function item(avito: Avito, { params }: Asked): object {
  if (params.item_id === String(listing(avito).id)) return itemView(avito);
  throw new AvitoError(404, 'item not found');
}

/** `GET /core/v1/items`: the account's listings; there is one, and it is active. */
export function items(avito: Avito, { query }: Asked): object {
  const { page, per_page, status } = valid(itemsQuery, query);
  const { id, title, url } = listing(avito);
  const category = { id: 114, name: 'Предложение услуг' };
  const one = { id, title, url, status: 'active', price: 2500, address: 'Москва', category };
  const resources = page === 1 && status.split(',').includes('active') ? [one] : [];
  return { meta: { page, per_page }, resources };
}
