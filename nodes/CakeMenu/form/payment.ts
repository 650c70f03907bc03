import type { INodeProperties } from 'n8n-workflow';

import type { PaymentProvider } from '../../../lib/order';
import { choice, number, text, whole, yesNo, type Setting } from './fields';

/** How orders are paid, what is kept of a cancelled one, and who makes the receipts. */

/** The ways as the owner calls them. */
export const WAYS: Record<PaymentProvider, string> = {
  yookassa: 'ЮKassa',
  tbank: 'Т-Банк',
  stripe: 'Stripe',
  manual: 'наличные или перевод',
};

const ways: [PaymentProvider, string, string][] = [
  ['yookassa', 'ЮKassa', 'Карты и СБП, по ссылке'],
  ['tbank', 'Т-Банк', 'Интернет-эквайринг, по ссылке'],
  ['stripe', 'Stripe', 'Зарубежные карты, для пекарни не в России'],
  ['manual', 'Наличные или перевод', 'Деньги получаете вы и отмечаете это на карточке заказа'],
];

/** Only by 54-FZ; n8n keeps nothing of a field that it does not show. */
const byTill = (field: INodeProperties): INodeProperties => ({
  ...field,
  displayOptions: { show: { payment_receipts: ['54fz'] } },
});

const ACCOUNTANT = 'Знает ваш бухгалтер';

export const PAYMENT: Setting[] = [
  {
    path: 'payment.providers',
    later: true,
    field: {
      displayName: 'Как клиенты платят через бота',
      name: 'payment_providers',
      type: 'multiOptions',
      noDataExpression: true,
      default: [],
      options: ways.map(([value, name, description]) => ({ name, value, description })),
      description:
        'Пусто — бот денег не просит. Если «Предоплата, %» 0, место закрепляется без денег, и через бота платят за готовый торт; если 100 — за весь заказ сразу. Если выключено «Принимать заказы», оплаты нет',
    },
  },
  {
    path: 'payment.pay_minutes',
    later: true,
    field: number('payment_pay_minutes', 'Минут на предоплату', {
      ...whole,
      default: 60,
      description:
        'От 10 до 10080 (неделя). Столько место ждёт предоплату и ещё 15 минут. Если клиент платит наличными или переводом, место ждёт столько же, сколько решения кондитера',
    }),
  },
  {
    path: 'payment.receipts.kind',
    later: true,
    field: choice('payment_receipts', 'Чеки', [
      ['none', 'Без чеков', 'Бот о чеках не заботится'],
      ['54fz', 'По 54-ФЗ, касса у ЮKassa или Т-Банка', 'Касса подключена в личном кабинете; чеки за наличные — ваши'],
      ['self_employed', 'Самозанятый, «Мой налог»', 'Чек за каждую оплату вы делаете сами в приложении'],
    ]),
  },
  {
    path: 'payment.receipts.tax_system',
    later: true,
    field: byTill({
      ...choice('payment_tax_system', 'Система налогообложения', [
        ['', 'Не выбрана'],
        [1, 'Общая (ОСН)'],
        [2, 'УСН «доходы»'],
        [3, 'УСН «доходы минус расходы»'],
        [5, 'ЕСХН'],
        [6, 'Патент'],
      ]),
      description: ACCOUNTANT,
    }),
  },
  {
    path: 'payment.receipts.vat_code',
    later: true,
    field: byTill({
      ...choice('payment_vat_code', 'НДС в чеке', [
        ['', 'Не выбран'],
        [1, 'Без НДС'],
        [2, '0 %'],
        [7, '5 %'],
        [8, '7 %'],
        [3, '10 %'],
        [11, '22 %'],
      ]),
      description: `${ACCOUNTANT}. Ставка самого торта: для предоплаты бот переведёт её в расчётную сам`,
    }),
  },
  {
    path: 'payment.receipts.email',
    later: true,
    field: byTill(
      yesNo('payment_email', 'Спрашивать почту для чека', {
        default: false,
        description:
          'Включите для «Чеков от ЮKassa»: они приходят только на почту. Остальным кассам хватает телефона. В «Вопросах» должна стоять «Почта для чека»',
      }),
    ),
  },
  {
    path: 'payment.tolerance_percent',
    later: true,
    field: number('payment_tolerance_percent', 'Допуск после взвешивания, %', {
      ...whole,
      default: 10,
      description:
        'Если из-за веса заказ дороже обещанного не больше чем на столько, бот просто досчитает. Дороже — спросит клиента, а без согласия цена не выше этого предела',
    }),
  },
  {
    path: 'payment.cancel_hours',
    later: true,
    field: number('payment_cancel_hours', 'Полный возврат до выдачи за, часов', {
      ...whole,
      default: 72,
      description: 'Кто отменит не позже, получит назад всё. 0 — всё возвращается до самой выдачи',
    }),
  },
  {
    path: 'payment.keep_percent',
    later: true,
    field: number('payment_keep_percent', 'Удержать при поздней отмене, %', {
      ...whole,
      default: 100,
      description:
        'Какая доля уже оплаченного остаётся у вас, если клиент отменит позже. Об этом бот говорит до оплаты. Если отменяете вы, возвращается всё',
    }),
  },
  {
    path: 'payment.return_url',
    later: true,
    field: text('payment_return_url', 'Куда клиент вернётся после оплаты', {
      placeholder: 'https://t.me/моя_пекарня_bot',
      description: 'Адрес страницы или бота. Пусто — страница политики обработки данных',
    }),
  },
];
