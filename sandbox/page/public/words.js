/** Russian words for what orders are and go through. */

/** The way of an order that goes well. */
export const WAY = [
  ['draft', 'Оформление'],
  ['awaiting_baker', 'Решение кондитера'],
  ['accepted', 'Принят'],
  ['baking', 'Печётся'],
  ['ready', 'Готов'],
  ['handed_over', 'Выдан'],
];

/** Where the way is left or waits: what it is called, why, and after which step of the way it happens. */
export const ASIDE = {
  declined: { title: 'Отклонён', why: 'Кондитер не смог взять этот заказ.', ended: true },
  cancelled: { title: 'Отменён', why: 'Печь не нужно, место в этот день снова свободно.', ended: true },
  refunded: { title: 'Деньги возвращены', why: 'Заказ закрыт, деньги вернулись покупателю.', ended: true },
  awaiting_payment: { title: 'Ждёт оплаты', why: 'Как только покупатель оплатит, заказ пойдёт дальше.', ended: false },
};

const NOW = { draft: 'Оформляется', awaiting_baker: 'Ждёт кондитера' };

/** A status in a word or two. */
export const statusTitle = (status) =>
  NOW[status] ?? ASIDE[status]?.title ?? WAY.find(([each]) => each === status)?.[1] ?? status;

const HAPPENED = {
  draft: 'оформление начато',
  awaiting_baker: 'заказ отправлен кондитеру',
  awaiting_payment: 'заказ ждёт оплаты',
  accepted: 'заказ принят',
  baking: 'начали печь',
  ready: 'торт готов',
  handed_over: 'торт выдан',
  declined: 'заказ отклонён',
  cancelled: 'заказ отменён',
  refunded: 'деньги возвращены',
};
const WHO = { customer: 'Покупатель', baker: 'Кондитер', timer: 'По времени', payment: 'Оплата' };

/** Who did it: `customer:7` is the customer. */
export const whoDid = ({ by }) => WHO[by.split(':')[0]] ?? by;

/** What was done. */
export const whatHappened = ({ type }) => HAPPENED[type] ?? type;

const whole = new Intl.NumberFormat('ru', { maximumFractionDigits: 0 });
const withKopecks = new Intl.NumberFormat('ru', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const kilograms = new Intl.NumberFormat('ru', { maximumFractionDigits: 3 });
const timeFormat = new Intl.DateTimeFormat('ru', { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('ru', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

/** `4 800 ₽`, kopecks only when there are any. Takes whole kopecks. */
export const money = (kopecks) => `${(kopecks % 100 ? withKopecks : whole).format(kopecks / 100)}\u00a0₽`;

/** `2,5 кг`. Takes grams. */
export const weight = (grams) => `${kilograms.format(grams / 1000)}\u00a0кг`;

/** `13:45` by the clock of whoever looks. */
export const time = (iso) => timeFormat.format(new Date(iso));

/** `суббота, 28 ноября, 13:00` by the bakery's clock: the time as it is written, whatever its offset. */
export function due(iso) {
  const [, day, clock] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d))?/.exec(iso) ?? [];
  if (!day) return iso;
  return [dayFormat.format(new Date(`${day}T00:00:00Z`)), clock].filter(Boolean).join(', ');
}
