import axios from 'axios';

import type { OrderEvent, OrderFilter, OrderView } from '../api/types';

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

/** Reads what happened to an order from the database's append-only log. */
export async function listOrderEvents(postgrest: string, serviceKey: string, orderId: string): Promise<OrderEvent[]> {
  const { data } = await axios.get<OrderEvent[]>(`${postgrest}/events`, {
    params: { select: 'seq:id,type:to_status,from:from_status,by,at', order_id: `eq.${orderId}`, order: 'id' },
    headers: { authorization: `Bearer ${serviceKey}` },
  });
  return data;
}
