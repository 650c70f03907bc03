import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { money } from '../../lib/dialogue/format';
import type { MoneyFact } from '../../lib/dialogue/types';
import type { KnownPayment } from '../../lib/sessions/types';
import { moneyItems } from '../shared/moneyEvents';
import { noteOdd, readAgain, type Reading } from '../shared/moneyFacts';
import { PROVIDERS } from '../shared/payments';
import type { Emitted } from '../shared/perItem';
import { noteTrouble, PATIENCE } from '../shared/troubles';
import { open, type Opened } from './open';

/** Payments that one run asks about; the next run takes the rest. */
const LIMIT = 50;
const MINUTE = 60_000;

/**
 * Reconcile: asks the providers about open payments and emits what has become known, in the words of a notification, so that
 * one which never came is made good. What was told before is emitted again only if the books do not show it.
 */
export function reconcile(context: IExecuteFunctions): (item: INodeExecutionData, index: number) => Promise<Emitted> {
  return async (_item, index) => {
    const opened = await open(context, index);
    const olderThanMs = (context.getNodeParameter('olderThan', index) as number) * MINUTE;
    const now = new Date().toISOString();
    const due = await opened.database.keeper.openPayments({ now, olderThanMs, limit: LIMIT });
    const silent = new Set<string>();
    const items: INodeExecutionData[] = [];
    for (const known of due) {
      if (silent.has(known.payment.provider)) continue;
      const read = await ask(opened, known);
      if (read.result === 'unknown') silent.add(known.payment.provider);
      items.push(...moneyItems(known, factsIn(known, read)));
    }
    return [items];
  };
}

async function ask({ provider, acceptTests }: Opened, known: KnownPayment): Promise<Reading> {
  const name = known.payment.provider;
  const opened = await provider(name);
  if (!opened || name === 'manual') {
    const detail = name === 'manual' ? '' : `В узле Payment не выбран доступ «${PROVIDERS[name].credentialTitle}».`;
    if (name !== 'manual') noteTrouble(name, detail);
    return { result: 'unknown', detail };
  }
  const read = await readAgain(opened, known, { acceptTests });
  noteTrouble(name, read.result === 'unknown' ? read.detail : null, PATIENCE);
  return read;
}

/** What is to be stepped. What no step can mend is told to the owner. */
function factsIn(known: KnownPayment, read: Reading): MoneyFact[] {
  const { payment, underway, unbooked } = known;
  const { refundAsked, refunded } = payment;
  if (read.result === 'gone') return gone(known);
  if (read.result !== 'facts') return [];
  const back = Math.max(refunded, ...read.facts.map((fact) => (fact.is === 'refunded' ? fact.refunded : 0)));
  if (back < refundAsked && !underway) {
    noteOdd(
      known,
      `возврат ${money(refundAsked - back, 'ru')} ещё не прошёл. Если его нет и в кабинете, верните деньги сами`,
    );
  }
  if (unbooked && read.facts.some(({ is }) => is === 'paid')) {
    noteOdd(known, 'деньги пришли, а учесть их не получилось. Отметьте оплату в заказе сами и сообщите разработчику');
    return [];
  }
  return read.facts;
}

/** The provider has no such payment. One that nobody is making any more will never be. */
function gone(known: KnownPayment): MoneyFact[] {
  const { payment, underway } = known;
  if (payment.providerId === null && payment.status === 'pending') return underway ? [] : [{ is: 'expired' }];
  noteOdd(known, 'провайдер его больше не знает. Если вы сменили магазин или терминал, верните прежний доступ');
  return [];
}
