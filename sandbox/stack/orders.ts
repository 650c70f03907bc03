import axios from 'axios';

import type { OrderFilter, OrderView } from '../api/types';

/** Reads orders in the shape of the sandbox's API from the database's own view. */
export async function listOrders(postgrest: string, serviceKey: string, filter: OrderFilter): Promise<OrderView[]> {
  const params = Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => [column, `eq.${value}`]),
  );
  const { data } = await axios.get<OrderView[]>(`${postgrest}/order_view`, {
    params: { ...params, order: 'number' },
    headers: { authorization: `Bearer ${serviceKey}` },
  });
  return data;
}
