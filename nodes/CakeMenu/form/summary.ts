import { addDays, dayAt, menuCapacity, type Shop } from '../../../lib/order';
import { longDay, money, weight } from '../../../lib/dialogue/format';
import { priceOf } from '../../../lib/order/price';
import { WAYS } from './payment';

const DAYS = 7;

/** By these words and days the owner sees that her menu is read as she meant it. `now` ISO. */
export function summaryOf(shop: Shop, now: string): { summary: string; days: Record<string, string> } {
  const { faq, preview, payment, menu } = shop;
  const { fillings, sizes, readyCakes, blackout, leadDays, depositPercent } = menu;
  const size = sizes[Math.floor(sizes.length / 2)];
  const [filling] = fillings;
  const price = priceOf({ weightG: size.weightG, filling: filling.key }, shop);
  const first = addDays(dayAt(now, shop), leadDays);
  const days = Array.from({ length: DAYS }, (_, ahead) => addDays(first, ahead)).map((day): [string, string] => {
    const points = blackout.includes(day) ? 0 : menuCapacity(day, shop);
    return [longDay(day, 'ru'), points > 0 ? `баллов работы: ${points}` : 'выходной'];
  });
  const counted = [
    `Начинок: ${fillings.length}`,
    `размеров: ${sizes.length}`,
    ...(readyCakes.length > 0 ? [`готовых тортов: ${readyCakes.length}`] : []),
    ...(faq.length > 0 ? [`ответов на вопросы: ${faq.length}`] : []),
  ];
  const ways = payment.providers.map((one) => WAYS[one]).join(', ');
  const deposit = depositPercent > 0 ? `предоплата ${depositPercent} %` : 'без предоплаты';
  const summary = [
    `${shop.name.ru}: меню в порядке.`,
    shop.takesOrders ? 'Заказы принимаются.' : 'Заказы не принимаются, бот только передаёт пожелания.',
    `${counted.join(', ')}.`,
    preview.enabled ? 'Эскиз торта показываем.' : 'Эскиз торта не показываем.',
    ways ? `Оплата через бота: ${ways}; ${deposit}.` : 'Оплаты через бота нет.',
    `Например, «${filling.name.ru}» на ${weight(size.weightG, 'ru')}: ${price ? money(price.total, 'ru') : '?'}.`,
  ].join(' ');
  return { summary, days: Object.fromEntries(days) };
}
