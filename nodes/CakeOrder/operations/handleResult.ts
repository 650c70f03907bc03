import { DateTime } from 'luxon';
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';

import type { MoneyEvent, MoneyFact, ResultEvent } from '../../../lib/dialogue/types';
import type { ChatAddress, SendResult } from '../../../lib/sessions/types';
import type { Database } from '../../shared/database';
import { moneyEvent, moneyKey } from '../../shared/moneyEvents';
import type { Emitted } from '../../shared/perItem';
import { effectIn, resultIn, type EffectItem } from '../../shared/result';
import { emitNothing, runStep } from '../runStep';

/**
 * What an item says: of which effect it is ('': of none), where it goes on with which event (null: nowhere), and how the effect
 * ended.
 */
interface Played {
  key: string;
  to: ChatAddress;
  event: ResultEvent | MoneyEvent | null;
  end: SendResult;
}

const address = z.object({ channel: z.enum(['telegram', 'vk', 'avito']), account: z.string(), chat: z.string() });
const resultEvent = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('understood'), round: z.int(), heard: z.looseObject({}).nullable() }),
  z.looseObject({
    type: z.literal('picture'),
    round: z.int(),
    picture: z.looseObject({ id: z.string(), model: z.string().nullable(), brief: z.string() }).nullable(),
  }),
  moneyEvent,
]);

/** What becomes of a payment that nobody asks its provider for. What nobody waits for is only noted. */
function unpaid(effect: EffectItem<'payment'>): MoneyEvent | null {
  const { order, payment } = effect;
  const event = (fact: MoneyFact): MoneyEvent => ({ type: 'money', order, payment, fact });
  const off = 'Узел Payment выключен.';
  if (effect.do === 'link') {
    const detail = `${off} Включите его в процессе заказов или уберите онлайн-оплату в «Меню и настройки».`;
    return event({ is: 'no_link', why: 'off', detail });
  }
  // Money that is owed must not be forgotten: a person returns it.
  return effect.do === 'refund' ? event({ is: 'refund_refused', detail: off }) : null;
}

function playedIn(item: INodeExecutionData): Played | null {
  const result = resultIn(item);
  if (result) {
    const { key, to, event } = result;
    const whole = address.safeParse(to).success && resultEvent.safeParse(event).success;
    return whole ? { key, to, event, end: { key, result: 'sent' } } : null;
  }
  const skipped = (key: string, detail: string): SendResult => ({ key, result: 'skipped', detail });
  const understand = effectIn(item, 'understand');
  const preview = effectIn(item, 'preview');
  const payment = effectIn(item, 'payment');
  const unplayed = understand ?? preview ?? payment;
  if (!unplayed || !address.safeParse(unplayed.to).success) return null;
  const { key, to } = unplayed;
  // A disabled node passes its input on: the item is then still the effect itself.
  if (payment) return { key, to, event: unpaid(payment), end: skipped(key, 'payments are not set up') };
  const event: ResultEvent = understand
    ? { type: 'understood', round: understand.round, heard: null, why: 'off' }
    : { type: 'picture', round: preview!.round, picture: null, why: 'off' };
  return { key, to, event, end: skipped(key, 'the node before is disabled') };
}

/**
 * What came of an effect: one more event of its conversation, stepped once however often the result comes. Only then is the
 * effect confirmed, so that a crash in between makes the sweeper hand it out again, and nothing is lost.
 *
 * @throws NodeOperationError if the item is no result
 */
export async function handleResult(
  context: IExecuteFunctions,
  database: Database,
  item: INodeExecutionData,
  index: number,
): Promise<Emitted> {
  const played = playedIn(item);
  if (!played) {
    throw new NodeOperationError(context.getNode(), 'Это не ответ модели, не картинка и не платёж', {
      itemIndex: index,
      description:
        'На вход нужен узел Cake Understanding, Cake Preview или Payment. Перед ним стоит Cake Order: его выходы «Understand», «Preview» и «Payment».',
    });
  }
  try {
    const emitted = await goOn(context, database, played);
    if (!played.key) return emitted;
    // What was stepped must go out, whether or not this could be noted: the sweeper comes back to it.
    await database.keeper.confirm([played.end]).catch((error: Error) => {
      context.logger.error(`Cake Order: effect ${played.key} could not be confirmed: ${error.message}`);
    });
    return emitted;
  } catch (error) {
    throw new NodeOperationError(context.getNode(), error as Error, { itemIndex: index });
  }
}

async function goOn(context: IExecuteFunctions, database: Database, { key, to, event }: Played): Promise<Emitted> {
  if (!event) return emitNothing();
  const at = DateTime.utc().toISO();
  if (event.type === 'money') {
    // It concerns the order, wherever its conversation is by now, and whether or not there still is one.
    return runStep(context, database, { order: event.order, event: { key: moneyKey(event, key), at, body: event } });
  }
  const { state } = await database.keeper.load({ chat: to });
  // The conversation was deleted, reset or moved meanwhile. To record the result would bring back what she had deleted.
  if (!state) return emitNothing();
  return runStep(context, database, { chat: to, event: { key: `result:${key}`, at, body: event } });
}
