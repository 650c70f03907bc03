/** An order as the API shows it, money in whole kopecks. Inside, `chat` is the vendor's id; the API turns it into the name. */
export interface OrderView {
  id: string;
  number: number;
  channel: string;
  chat: string;
  status: string;
  items: { name: string; quantity: number; weight_g: number | null; unit_price: number; total: number }[];
  total: number;
  paid: number;
  currency: string;
  due_at: string | null;
  inscription: string | null;
  filling: string | null;
  fulfilment: string | null;
  address?: string | null;
  name: string | null;
  phone: string | null;
}

/** Which orders are asked for; `chat` is the vendor's id. Everything given must hold. */
export interface OrderFilter {
  id?: string;
  number?: string;
  channel?: string;
  chat?: string;
}

/** Reads orders from wherever the pack keeps them. */
export type ReadOrders = (filter: OrderFilter) => Promise<OrderView[]>;

/**
 * What happened to an order, oldest first by `seq`. `type` is the status that it came to, `from` the one before, null at its
 * beginning; `by` is `customer:<person>`, `baker:<person>` or `timer:<name>`; `at` is ISO 8601.
 */
export interface OrderEvent {
  seq: number;
  type: string;
  from: string | null;
  by: string;
  at: string;
}

/** Reads the events of the order with that id. */
export type ReadOrderEvents = (orderId: string) => Promise<OrderEvent[]>;
