/** What one of VK's error codes means for a call, in words for the owner. */
export interface VkFault {
  kind: 'wait' | 'blocked' | 'credential' | 'refused';
  /** `wait`: ask again after this long, with the same `random_id`. */
  afterMs?: number;
  /** What happened. */
  says: string;
  /** What to do about it. */
  advice?: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const KEY_AGAIN =
  'Создайте ключ сообщества заново («Управление → Работа с API → Ключи доступа») и вставьте его в доступ VK.';
const SCOPES =
  'Создайте ключ сообщества с правами «Сообщения сообщества», «Фотографии» и «Управление сообществом» («Управление → Работа с API → Ключи доступа») и вставьте его в доступ VK.';
const BUSY = 'Обычно это проходит само. Попробуйте ещё раз через минуту.';

/** The community's bot capabilities are off: VK takes words and pictures, but no keyboard and no carousel. */
export const BOTS_OFF = 912;

/** Codes of VKCOM/vk-api-schema 5.199; 984 and 1021 from the documentation of messages.send. */
const FAULTS: Record<number, VkFault> = {
  1: { kind: 'wait', afterMs: SECOND, says: 'VK не смог выполнить запрос', advice: BUSY },
  5: { kind: 'credential', says: 'VK не принимает ключ доступа', advice: KEY_AGAIN },
  // The limit is 20 calls a second for a community.
  6: { kind: 'wait', afterMs: 1.1 * SECOND, says: 'Запросов к VK слишком много за секунду', advice: BUSY },
  7: { kind: 'refused', says: 'У ключа VK нет прав на это действие', advice: SCOPES },
  8: { kind: 'refused', says: 'VK не понял запрос' },
  9: {
    kind: 'wait',
    afterMs: 5 * MINUTE,
    says: 'VK счёл одинаковые действия слишком частыми',
    advice: 'Подождите несколько минут и не повторяйте одно и то же много раз подряд.',
  },
  10: { kind: 'wait', afterMs: SECOND, says: 'У VK внутренняя неполадка', advice: BUSY },
  14: {
    kind: 'refused',
    says: 'VK просит ввести код с картинки',
    advice: 'Зайдите в сообщество под его администратором, ответьте VK и попробуйте через час.',
  },
  15: { kind: 'refused', says: 'VK не даёт к этому доступа', advice: SCOPES },
  18: { kind: 'blocked', says: 'Страница этого человека удалена или заблокирована' },
  27: { kind: 'credential', says: 'VK не принимает ключ сообщества', advice: KEY_AGAIN },
  28: { kind: 'credential', says: 'VK не принимает ключ приложения', advice: KEY_AGAIN },
  29: {
    kind: 'wait',
    afterMs: 60 * MINUTE,
    says: 'Исчерпан предел VK для этого действия',
    advice: 'Предел освободится сам, обычно в течение часа.',
  },
  100: { kind: 'refused', says: 'VK не принял одно из полей' },
  103: { kind: 'refused', says: 'Превышен предел VK' },
  113: { kind: 'refused', says: 'VK не знает человека с таким номером' },
  125: {
    kind: 'refused',
    says: 'VK не знает сообщества с таким номером',
    advice: 'Проверьте номер сообщества в доступе VK.',
  },
  900: {
    kind: 'blocked',
    says: 'Этот человек в чёрном списке сообщества',
    advice: 'Уберите его из списка: «Управление → Участники → Чёрный список».',
  },
  901: {
    kind: 'blocked',
    says: 'Этот человек не разрешил сообщения от сообщества',
    advice: 'Написать ему можно, когда он сам напишет сообществу.',
  },
  902: { kind: 'blocked', says: 'Настройки этого человека не пускают сообщения' },
  909: { kind: 'refused', says: 'Сообщение слишком старое, изменить его уже нельзя' },
  911: { kind: 'refused', says: 'VK не принял кнопки', advice: 'Проверьте подписи, данные и число кнопок.' },
  [BOTS_OFF]: {
    kind: 'refused',
    says: 'В сообществе выключены «Возможности ботов», поэтому кнопки не проходят',
    advice: 'Включите: «Управление → Сообщения → Настройки для бота → Возможности ботов».',
  },
  914: { kind: 'refused', says: 'Сообщение длиннее, чем разрешает VK', advice: 'Сократите текст.' },
  917: { kind: 'refused', says: 'У сообщества нет доступа к этой беседе' },
  920: { kind: 'refused', says: 'Такое сообщение изменить нельзя' },
  924: {
    kind: 'refused',
    says: 'Удалить это сообщение у собеседника VK не даёт',
    advice: 'Это можно в течение суток и только для сообщений самого сообщества.',
  },
  936: { kind: 'blocked', says: 'VK не знает такого собеседника' },
  943: { kind: 'refused', says: 'VK не принял назначение сообщения' },
  944: { kind: 'refused', says: 'Исчерпан предел VK для сообщений этого назначения' },
  945: { kind: 'refused', says: 'Эта беседа отключена' },
  946: { kind: 'refused', says: 'В этой беседе так делать нельзя' },
  950: { kind: 'refused', says: 'Время для ответа этому собеседнику истекло' },
  984: {
    kind: 'refused',
    says: 'VK ограничил сообщество, приняв его сообщения за рассылку',
    advice: 'Напишите в поддержку VK.',
  },
  1021: {
    kind: 'blocked',
    says: 'С этим человеком ещё нет переписки',
    advice: 'Написать ему можно, когда он сам напишет сообществу.',
  },
  2000: { kind: 'refused', says: 'У сообщества уже 10 серверов Callback API, больше VK не даёт' },
  3300: {
    kind: 'refused',
    says: 'VK просит подтвердить, что вы не робот',
    advice: 'Зайдите в сообщество под его администратором, ответьте VK и попробуйте через час.',
  },
};

/** What a code means; an unknown one is a refusal. */
export const vkFault = (code: number): VkFault =>
  FAULTS[code] ?? { kind: 'refused', says: `VK ответил отказом с кодом ${code}` };
