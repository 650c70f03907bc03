import type { IDataObject } from 'n8n-workflow';

import type { Effect } from '../../../lib/dialogue/types';
import type { PaymentRecord } from '../../../lib/order/types';
import { step } from '../../../lib/sessions/step';
import type { ChatAddress, KnownPayment } from '../../../lib/sessions/types';
import { Payment } from '../../../nodes/Payment/Payment.node';
import { PaymentTrigger } from '../../../nodes/PaymentTrigger/PaymentTrigger.node';
import type { PaymentView } from '../../../sandbox/payments';
import { aChat, anOrder, says, toyStepper } from '../../contract/support/toy';
import { runNode, type Credentials, type NodeRun } from '../harness';
import { runWebhook, type WebhookRun } from '../webhooks';
import { Providers, SHOP, type Notified } from './paymentProviders';
import { aRow, linkOf, type ProviderName } from './paymentRows';
import type { Rig } from './rig';

/** An order with a payment in the database, and the item of its effect as Cake Order emits it. */
export interface Ordered {
  chat: ChatAddress;
  number: number;
  /** Of the payment. */
  id: string;
  item: IDataObject;
}

/** Providers, the nodes that speak with them, and orders with payments in the rig's database. */
export class PayBench extends Providers {
  /** How the trigger under test is set up, where not as usual. */
  readonly trigger: Partial<Record<ProviderName, { credentials?: Credentials; parameters?: IDataObject }>> = {};

  private constructor(
    readonly rig: Rig,
    shop: typeof SHOP,
  ) {
    super(shop);
  }

  /** @param shop YooKassa's keys, where those of a shop for trials will not do */
  static async start(rig: Rig, shop = SHOP): Promise<PayBench> {
    const bench = new PayBench(rig, shop);
    const columns = 'id, seq::int, "order"::int, provider, kind, amount::int, status, url';
    await bench.open(({ id = null }) =>
      rig.query<PaymentView>(`select ${columns} from payment_view where id = coalesce($1, id) order by seq`, [id]),
    );
    return bench;
  }

  get credentials(): Providers['keys'] & { supabaseApi: IDataObject } {
    return { supabaseApi: this.rig.credentials.supabaseApi, ...this.keys };
  }

  /** The node Payment with one operation. */
  payment(
    operation: string,
    items: object[] = [{}],
    { parameters = {}, credentials = this.credentials }: { parameters?: IDataObject; credentials?: Credentials } = {},
  ): Promise<NodeRun> {
    return runNode(new Payment(), { operation, ...parameters }, items as IDataObject[], credentials);
  }

  /** One call of the trigger. */
  async call(provider: ProviderName, notified: Notified): Promise<WebhookRun> {
    const { credentials = this.credentials, parameters } = this.trigger[provider] ?? {};
    const type = new PaymentTrigger();
    return runWebhook({ type, parameters: { provider, ...parameters }, credentials }, notified);
  }

  /** An order that is paid for in this way, with the effect `make` on its way. */
  async ordered(
    changes: Partial<PaymentRecord>,
    make: (id: string, number: number) => Effect | null,
  ): Promise<Ordered> {
    const chat = aChat();
    const { keeper } = this.rig;
    const commit = (effects: Effect[]) =>
      step(
        keeper,
        { chat, event: says('x') },
        toyStepper(() => effects),
      );
    await commit([{ kind: 'order', order: anOrder({ status: 'accepted' }) }]);
    const [row] = await this.rig.query<{ number: number }>('select number::int from orders where chat = $1', [
      chat.chat,
    ]);
    const { number } = row;
    const id = `${number}-1`;
    const effect = make(id, number);
    const { outgoing } = await commit([
      { kind: 'payment_row', order: number, row: aRow(id, changes) },
      ...(effect ? [effect] : []),
    ]);
    await keeper.confirm(outgoing.filter(({ kind }) => kind === 'reply').map(({ key }) => ({ key, result: 'sent' })));
    const sent = outgoing.find(({ kind }) => kind === 'payment');
    return { chat, number, id, item: sent ? ({ ...sent.payload, key: sent.key, to: sent.to } as never) : {} };
  }

  known(id: string): Promise<KnownPayment | null> {
    return this.rig.keeper.paymentBy({ payment: id });
  }

  /** How the effect's row of the outbox stands. */
  async statusOf({ item }: Ordered): Promise<string> {
    const [row] = await this.rig.query<{ status: string }>('select status from outbox where key = $1', [item.key]);
    return row.status;
  }

  /** A payment whose link the provider really has, in the books as Cake Order would have written it. */
  async linked(provider: ProviderName): Promise<Ordered & { providerId: string }> {
    const one = await this.ordered({ provider }, linkOf(provider));
    const run = await this.payment('playEffect', [one.item]);
    if (run.error) throw run.error;
    const { fact } = (run.outputs[0][0] as { event: { fact: { providerId: string; url: string } } }).event;
    const { providerId, url } = fact;
    await this.book(one, { provider, providerId, url });
    await this.rig.keeper.confirm([{ key: one.item.key as string, result: 'sent' }]);
    return { ...one, providerId };
  }

  /** Writes the payment as a step would. */
  async book({ chat, id, number }: Ordered, changes: Partial<PaymentRecord>): Promise<void> {
    await step(
      this.rig.keeper,
      { chat, event: says('book') },
      toyStepper(() => [{ kind: 'payment_row', order: number, row: aRow(id, changes) }]),
    );
  }

  /** Another step of the same order: its payment as it stands now, and one more effect on its way. */
  async again<T extends Ordered>(
    one: T,
    changes: Partial<PaymentRecord>,
    make: (id: string, number: number) => Effect,
  ): Promise<T> {
    const { chat, id, number } = one;
    const effects: Effect[] = [{ kind: 'payment_row', order: number, row: aRow(id, changes) }, make(id, number)];
    const { outgoing } = await step(
      this.rig.keeper,
      { chat, event: says('again') },
      toyStepper(() => effects),
    );
    const { payload, key, to } = outgoing.find(({ kind }) => kind === 'payment')!;
    return { ...one, item: { ...payload, key, to } as never };
  }
}
