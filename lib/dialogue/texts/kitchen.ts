import type { ShopTexts } from '../../order/types';

/** What the bakery's own people read, in Russian. Filled in by `inKitchen`. */
export const kitchen = {
  'card.title': '🎂 Заказ № {number}',
  'card.occasion': 'Повод: {value}',
  'card.filling': 'Начинка: {value}',
  'card.weight': 'Вес: {value}',
  'card.coating': 'Покрытие: {value}',
  'card.decor': 'Декор: {value}',
  'card.inscription': 'Надпись: {value}',
  'card.wishes': 'Пожелания: {value}',
  'card.photos': 'Фото-примеры: {value}, пришлю следом',
  'card.allergens': 'Аллергии: {value}',
  'card.clash': '⚠️ Есть в составе: {value}. Клиент предупреждён и просил оставить.',
  'card.when': 'Когда: {value}',
  'card.pickup': 'Самовывоз',
  'card.delivery': 'Доставка: {zone}, {address}',
  'card.name': 'Клиент: {value}',
  'card.phone': 'Телефон: {value}',
  'card.total': 'Цена: {value}',
  'card.channel': 'Откуда: {value}',
  'card.none': 'нет',
  'card.photo': 'Заказ № {number}, фото-пример {index}',
  'card.status': 'Сейчас: {status}',
  'card.reason': 'Чтобы объяснить клиенту причину, ответьте на эту карточку.',
  'card.hint':
    'Ответьте на эту карточку, и клиент прочтёт: можно задать вопрос, назвать свою цену числом или прислать фото.',
  'card.cancelled': '❌ ОТМЕНЁН, НЕ ПЕЧЬ',
  'channel.vk': 'ВКонтакте',
  'channel.avito': 'Авито',
  'button.accept': 'Принять',
  'button.decline': 'Отклонить',
  'button.bake': 'Печём',
  'button.finish': 'Готов',
  'button.hand_over': 'Выдан',
  'status.draft': 'ещё оформляется',
  'status.awaiting_baker': 'ждёт решения',
  'status.awaiting_payment': 'ждёт оплаты',
  'status.accepted': 'принят',
  'status.baking': 'печётся',
  'status.ready': 'готов',
  'status.handed_over': 'выдан',
  'status.declined': 'отклонён',
  'status.cancelled': 'отменён',
  'status.refunded': 'деньги возвращены',
  'note.waiting': 'Заказ № {number} ждёт решения. Место держим до {until}.',
  'note.expired': '❌ Заказ № {number} отменён: никто не ответил вовремя. Не печь. Место снова свободно.',
  'note.cancelled': '❌ Заказ № {number} отменён клиентом. Не печь.\nБыл на {day}, место снова свободно.',
  'note.customer': 'Клиент пишет по заказу № {number}: «{text}»',
  'note.customer_photo': 'Фото от клиента к заказу № {number}',
  'note.answer': 'Ответьте на это сообщение, и клиент прочтёт.',
  'note.person': '💬 {name}: {text}',
  'note.person_photo': '💬 Фото от клиента: {name}',
  'note.unanswered':
    'Клиент звал человека, но никто не ответил: {name}. Бот снова разговаривает с ним сам. Чтобы написать клиенту, ответьте на это сообщение.',
  'note.offer_refused':
    '❌ Заказ № {number} отменён: цена {price} клиенту не подошла. Не печь.\nБыл на {day}, место снова свободно.',
  'note.offer_agreed': 'Клиент согласен: {price}. Заказ № {number} принят.',
  'offer.sent': 'Предложили клиенту {price} вместо {before}. Ждём ответа: согласится — заказ будет принят.',
  'offer.same': 'Цена и так {price}. Если всё в порядке, нажмите «Принять».',
  'offer.late': 'Цену предложить уже нельзя: заказ {status}. Напишите клиенту словами.',
  'person.sent': 'Передали. Бот молчит ещё {duration}, чтобы вы поговорили. Вернуть его раньше: /bot в ответ.',
  'person.bot_back': 'Бот снова разговаривает с клиентом.',
  'day.closed': '{day}: выходной, новых заказов не будет.',
  'day.usual': '{day}: как обычно, баллов работы: {points}.',
  'day.extra': '{day}: баллов работы {points}, из них дополнительных {extra}.',
  'day.booked': 'Уже занято: {booked}.',
  'day.past': '{day}, уже позади.',
  'day.help': 'Напишите день и что с ним:\n/day 31.12 выходной\n/day 30.12 +5\n/day 31.12 как обычно',
  'note.moved': 'Заказ № {number}: {status}.',
  'answer.accept': 'Принято',
  'answer.decline': 'Отклонено',
  'answer.bake': 'Отмечено: печём',
  'answer.finish': 'Отмечено: готов',
  'answer.hand_over': 'Отмечено: выдан',
  'answer.cancel': 'Отменено',
  'answer.expire': 'Отменено',
  'answer.confirm': 'Готово',
  'answer.already': 'Заказ уже {status}',
  'answer.not_now': 'Сейчас так нельзя: заказ {status}',
  'words.sent': 'Передали клиенту.',
  'words.photo_sent': 'Фото у клиента.',
  'words.blocked': 'Клиент заблокировал бота, сообщение до него не дойдёт. Попробуйте позвонить.',
  'words.empty': 'Сообщение пустое. Напишите текст или пришлите фото, и я передам клиенту.',
  'words.not_relayed': 'Передать клиенту могу только текст и фото.',
  'words.no_card':
    'Не понимаю, кому это передать. Ответьте, пожалуйста, прямо на карточку заказа или на сообщение клиента.',
  unknown_order: 'Такого заказа нет. Возможно, это старая карточка.',
  stranger: 'Эти кнопки — для кондитера.',
  help: 'Сюда приходят карточки заказов. «Принять» или «Отклонить» решает судьбу заказа, дальше по ходу дела: «Печём», «Готов», «Выдан». Клиент каждый раз узнаёт об этом сам.\n\nОтветьте на карточку — клиент прочтёт:\n• текст — вопрос или причину отказа,\n• число, например 4500, — вашу цену, пока заказ не принят,\n• фото — как получился торт.\n\nВыходные и дополнительные места:\n/day 31.12 выходной\n/day 30.12 +5\n/day 31.12 как обычно\n\nДля настроек:\n{ids}',
  'id.chat': 'чат: {id}',
  'id.user': 'вы: {id}',
  'handoff.title': 'Клиент просит человека: {name}.',
  'handoff.link': 'Написать: {link}',
  'handoff.chat': 'Номер чата: {id}',
  'handoff.channel': 'Откуда: {channel}',
  'handoff.advert': 'Объявление: {advert}',
  'handoff.no_name': 'имя не указано',
  'handoff.at': 'На каком шаге: {value}',
  'handoff.at_summary': 'проверка заказа',
  'handoff.at_waiting': 'заказ отправлен',
  'handoff.at_declined': 'заказ отклонён, клиент выбирает, что дальше',
  'handoff.at_done': 'новый заказ ещё не начат',
  'handoff.order': 'Заказ № {number}: {status}.',
  'handoff.draft': 'Уже выбрано:',
  'handoff.empty': 'Пока ничего не выбрано.',
  'handoff.phone': 'Телефон: {phone}',
  'handoff.how':
    '\nОтветьте на это сообщение текстом или фото, и клиент прочтёт. Бот пока молчит; вернуть его: /bot в ответ.',
  'lead.title': '🎂 Заявка на торт: {name}.',
  'lead.how': '\nОтветьте на это сообщение текстом или фото, и клиент прочтёт.',
} as const;

export type KitchenKey = keyof typeof kitchen;

/** A text for the bakery's people with its placeholders filled in. */
export function inKitchen(key: KitchenKey, params: Record<string, string | number> = {}, texts?: ShopTexts): string {
  return (texts?.kitchen[key] ?? kitchen[key]).replace(/\{(\w+)\}/g, (_, word: string) => {
    if (params[word] === undefined) throw new Error(`Kitchen text ${key} needs {${word}}`);
    return String(params[word]);
  });
}

/** `inKitchen` in the words of a shop. */
export const kitchenOf =
  (shop: { texts: ShopTexts }) =>
  (key: KitchenKey, params: Record<string, string | number> = {}): string =>
    inKitchen(key, params, shop.texts);
