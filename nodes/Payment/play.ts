import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { MoneyFact } from '../../lib/dialogue/types';
import type { Shop } from '../../lib/order/types';
import type { KnownPayment } from '../../lib/sessions/types';
import { moneyItems } from '../shared/moneyEvents';
import { readAgain } from '../shared/moneyFacts';
import type { OpenedProvider } from '../shared/payments';
import type { Emitted } from '../shared/perItem';
import { effectIn, type EffectItem } from '../shared/result';
import { noteTrouble, PATIENCE } from '../shared/troubles';
import { cancel, link } from './link';
import { open, type Opened } from './open';
import { refund, settle } from './refund';

export type Effect = EffectItem<'payment'>;

export type EffectOf<Do extends Effect['do']> = Extract<Effect, { do: Do }>;

/** What an effect is played with. */
export interface Stage {
  known: KnownPayment;
  /** Null: the node has no credential for it. */
  opened: OpenedProvider | null;
  /** The shop as it was when the effect was made; null for an effect that needs none. */
  shop: Shop | null;
  /** Where a provider tells what becomes of a payment, if it is told with each. */
  notifyUrl: string | null;
}

/**
 * What came of it. `facts`: Cake Order steps them and confirms the effect. `done`: there is nothing to step. `skipped`: it was
 * not done, and will not be. `pending`: it is being done. `unknown`: whether it was done is not known.
 */
export type Played =
  { facts: MoneyFact[] } | { done: true } | { skipped: string } | { pending: string } | { unknown: string };

function perform(effect: Effect, stage: Stage): Promise<Played> {
  switch (effect.do) {
    case 'link':
      return link(effect, stage);
    case 'cancel':
      return cancel(effect, stage);
    case 'refund':
      return refund(effect, stage);
    case 'settle':
      return settle(effect, stage);
  }
}

/** Whether what was read says that an unclear call has done its work, or that it is of no use any more. */
function isSettled(effect: Effect, facts: MoneyFact[]): boolean {
  if (effect.do === 'link') return facts.length > 0;
  return (
    effect.do === 'refund' && facts.some((fact) => fact.is === 'refunded' && fact.refunded >= effect.refundedAfter)
  );
}

/**
 * Play Effect: an effect of Cake Order in, what came of it out; everything else passes through. After an unclear call the
 * payment is read; where that does not tell either, the effect stays unconfirmed, and the sweeper hands it out again with the
 * same key.
 *
 * The function that it returns throws what the database throws.
 */
export function playItem(context: IExecuteFunctions): (item: INodeExecutionData, index: number) => Promise<Emitted> {
  let shared: Promise<Opened> | undefined;
  const silent = new Set<string>();

  const stageFor = async (effect: Effect, index: number): Promise<Stage> => {
    const { database, provider } = await (shared ??= open(context, index));
    const known = await database.keeper.paymentBy({ payment: effect.payment });
    const shop = 'shopVersion' in effect ? await database.shopOf(effect.shopVersion) : null;
    if (!known) {
      throw new NodeOperationError(context.getNode(), `Платежа ${effect.payment} нет в базе`, {
        itemIndex: index,
        description: 'На вход нужен выход «Payment» узла Cake Order, который работает с той же базой.',
      });
    }
    const notifyUrl = (context.getNodeParameter('notificationUrl', index, '') as string).trim() || null;
    return { known, shop, notifyUrl, opened: await provider(effect.provider) };
  };

  return async (item, index) => {
    const effect = effectIn(item, 'payment');
    if (!effect) return [[item]];
    // What has just kept a provider from answering would make the customers of the other items wait as long.
    if (silent.has(effect.provider)) return [[]];
    const stage = await stageFor(effect, index);
    const { known, opened } = stage;
    const { database, acceptTests } = await shared!;
    const confirm = (result: { result: 'sent' } | { result: 'skipped'; detail: string }) =>
      database.keeper.confirm([{ key: effect.key, ...result }]);
    const played = await perform(effect, stage);

    if (opened && !('unknown' in played) && !('skipped' in played)) noteTrouble(opened.provider.name, null);
    if ('facts' in played) return [moneyItems(known, played.facts, effect.key)];
    if ('done' in played) await confirm({ result: 'sent' });
    if ('skipped' in played) await confirm({ result: 'skipped', detail: played.skipped });
    if (!('unknown' in played) || !opened) return [[]];

    silent.add(effect.provider);
    noteTrouble(opened.provider.name, played.unknown, PATIENCE);
    context.logger.warn(`Payment: ${effect.do} of ${effect.payment} is unclear: ${played.unknown}`);
    const read = await readAgain(opened, known, { acceptTests });
    if (read.result !== 'facts') return [[]];
    return [moneyItems(known, read.facts, isSettled(effect, read.facts) ? effect.key : '')];
  };
}
