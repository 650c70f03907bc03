import axios from 'axios';

/** A payment as the pack keeps it, amount in whole kopecks. `id` is the pack's own, `order` the order's number. */
export interface PaymentView {
  id: string;
  seq: number;
  order: number;
  provider: string;
  kind: 'deposit' | 'balance' | 'full';
  amount: number;
  status: string;
  url: string | null;
}

/** Which payments are asked for. Everything given must hold. */
export interface PaymentFilter {
  id?: string;
  order?: string;
}

/** Reads payments from wherever the pack keeps them, oldest first. */
export type ReadPayments = (filter: PaymentFilter) => Promise<PaymentView[]>;

const COLUMNS = 'id,seq,order,provider,kind,amount,status,url';

/** Reads payments from the database's own view. */
export async function listPayments(
  postgrest: string,
  serviceKey: string,
  filter: PaymentFilter,
): Promise<PaymentView[]> {
  const params = Object.fromEntries(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      // A column may not be named as the sort is, so its name is quoted.
      .map(([column, value]) => [column === 'order' ? '"order"' : column, `eq.${value}`]),
  );
  const { data } = await axios.get<PaymentView[]>(`${postgrest}/payment_view`, {
    params: { select: COLUMNS, ...params, order: 'seq' },
    headers: { authorization: `Bearer ${serviceKey}` },
  });
  return data;
}
