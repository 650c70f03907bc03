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
