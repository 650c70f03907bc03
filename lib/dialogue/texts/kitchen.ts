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
  'card.none': 'нет',
  'card.photo': 'Заказ № {number}, фото-пример {index}',
  'card.status': 'Сейчас: {status}',
  'card.reason': 'Чтобы объяснить клиенту причину, ответьте на эту карточку.',
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
  'note.expired': 'Заказ № {number} отменён: никто не ответил вовремя. Место снова свободно.',
  'note.cancelled': 'Клиент отменил заказ № {number} на {day}. Место снова свободно.',
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
  'words.later':
    'Клиент этого пока не видит: слова доходят до него только после «Отклонить». Если нужно обсудить заказ, напишите или позвоните ему.',
  'words.empty': 'Напишите причину текстом, и я передам её клиенту.',
  'words.no_card': 'Не понимаю, о каком заказе речь. Ответьте, пожалуйста, прямо на карточку заказа.',
  'unknown_order': 'Такого заказа нет. Возможно, карточка от прежней базы.',
  'stranger': 'Эти кнопки — для кондитера.',
  'help':
    'Сюда приходят карточки заказов. «Принять» или «Отклонить» решает судьбу заказа, дальше по ходу дела: «Печём», «Готов», «Выдан». Клиент каждый раз узнаёт об этом сам.\n\nПосле «Отклонить» ответьте на карточку, и клиент прочтёт причину.\n\nДля настроек (baker.chats и baker.users):\n{ids}',
  'id.chat': 'чат: {id}',
  'id.user': 'вы: {id}',
  'handoff.title': 'Клиент просит человека: {name}.',
  'handoff.order': 'Заказ № {number}: {status}.',
  'handoff.draft': 'Уже выбрано:',
  'handoff.empty': 'Пока ничего не выбрано.',
  'handoff.phone': 'Телефон: {phone}',
} as const;

export type KitchenKey = keyof typeof kitchen;

/** A text for the bakery's people with its placeholders filled in. */
export function inKitchen(key: KitchenKey, params: Record<string, string | number> = {}): string {
  return kitchen[key].replace(/\{(\w+)\}/g, (_, word: string) => {
    if (params[word] === undefined) throw new Error(`Kitchen text ${key} needs {${word}}`);
    return String(params[word]);
  });
}
