import { DateTime } from 'luxon';
import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { dayAlone, money } from '../../lib/dialogue/format';
import type { PaymentProvider } from '../../lib/order/types';
import type { KnownPayment } from '../../lib/sessions/types';
import { PROVIDERS } from '../shared/payments';
import type { Emitted } from '../shared/perItem';
import { open, type Opened } from './open';

/** One provider's day, whole kopecks. */
interface Line {
  provider: PaymentProvider;
  /** Payments that money came for. */
  count: number;
  paid: number;
  refunded: number;
  /** Payments that the provider told about, and what it has more (or less) of them than our books. */
  checked: number;
  difference: number;
  problems: string[];
}

const plurals = new Intl.PluralRules('ru');
const FORMS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'платёж', few: 'платежа', many: 'платежей' };
const payments = (n: number) => `${n} ${FORMS[plurals.select(n)] ?? 'платежа'}`;

const titleOf = (provider: PaymentProvider) =>
  provider === 'manual' ? 'Наличные и переводы' : PROVIDERS[provider].title;

/** How a payment of the books stands at its provider. */
async function compare(
  opened: Opened,
  { payment, order }: KnownPayment,
): Promise<Pick<Line, 'difference' | 'problems'> | null> {
  const { provider } = (await opened.provider(payment.provider)) ?? {};
  if (!provider) return null;
  const { id, providerId, amount } = payment;
  const read = await provider.read({ providerId, payment: id, order, amount });
  const about = `Заказ № ${order}, платёж ${id}:`;
  if (read.result === 'gone') return { difference: 0, problems: [`${about} провайдер его не знает.`] };
  if (read.result !== 'state') return null;
  const { state } = read;
  const there = state.status === 'paid' ? state.amount - state.refunded : 0;
  const here = payment.paid - payment.refunded;
  if (there === here) return { difference: 0, problems: [] };
  return {
    difference: there - here,
    problems: [`${about} у нас ${money(here, 'ru')}, у провайдера ${money(there, 'ru')}.`],
  };
}

function wordsOf({ provider, count, paid, refunded, checked, problems }: Line, all: number): string {
  const back = refunded > 0 ? `, вернули ${money(refunded, 'ru')}` : '';
  const came = `${titleOf(provider)}: пришло ${money(paid, 'ru')} (${payments(count)})${back}.`;
  if (provider === 'manual') return came;
  if (problems.length > 0) return [came, 'Не сходится:', ...problems].join('\n');
  if (checked < all) return `${came} Сверить удалось ${checked} из ${all}: провайдер не ответил.`;
  return `${came} С провайдером сходится.`;
}

/** Daily Report: one item with the sums of a day and a text for the owner. */
export function dailyReport(context: IExecuteFunctions): (item: INodeExecutionData, index: number) => Promise<Emitted> {
  return async (_item, index) => {
    const opened = await open(context, index);
    const { keeper } = opened.database;
    const { shop } = await opened.database.newestShop();
    const zone = shop?.zone ?? 'Europe/Moscow';
    const given = String(context.getNodeParameter('day', index, '')).trim();
    const day = given || DateTime.now().setZone(zone).minus({ days: 1 }).toISODate()!;
    if (!DateTime.fromISO(day).isValid || !/^\d{4}-\d\d-\d\d$/.test(day)) {
      throw new NodeOperationError(context.getNode(), `«${day}» не похоже на день`, {
        itemIndex: index,
        description: 'Напишите день так: 2026-11-24. Пустое поле: вчерашний день.',
      });
    }
    const books = await keeper.books({ day, zone });
    const lines: Line[] = [];
    for (const sum of books.sums) {
      const line: Line = { ...sum, checked: 0, difference: 0, problems: [] };
      for (const known of books.payments.filter(({ payment }) => payment.provider === sum.provider)) {
        const compared = await compare(opened, known);
        if (!compared) continue;
        line.checked += 1;
        line.difference += compared.difference;
        line.problems.push(...compared.problems);
      }
      lines.push(line);
    }
    const all = ({ provider }: Line) => books.payments.filter(({ payment }) => payment.provider === provider).length;
    const total = lines.reduce((sum, { paid, refunded }) => sum + paid - refunded, 0);
    const text = [
      `Деньги за ${dayAlone(day, 'ru')}`,
      ...(lines.length > 0 ? lines.map((line) => wordsOf(line, all(line))) : ['Оплат и возвратов не было.']),
      ...(lines.length > 1 ? [`Всего: ${money(total, 'ru')}.`] : []),
    ].join('\n');
    const ok = lines.every(({ problems }) => problems.length === 0);
    return [[{ json: { day, ok, total, providers: lines, text } as unknown as IDataObject }]];
  };
}
