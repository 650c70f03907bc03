import { avitoDetail, type AvitoAnswer } from './verdict';

/** What the owner reads when Avito says no: what happened, and what she can do. */
export interface AvitoWords {
  message: string;
  description: string;
}

/** Where Avito sells the messenger API, and where its keys are made (Avito's OpenAPI of 2026-08-03). */
export const TARIFF_WORDS =
  'Бот может писать в чаты только на тарифе с доступом к API мессенджера: для объявлений в «Товарах» и «Работе» это «Максимальный», в «Услугах» — «Расширенный» или «Максимальный». Проверьте тариф в кабинете Авито.';
const KEYS_PAGE = 'https://www.avito.ru/professionals/api';
const KEYS_WORDS = `Ключи (Client ID и Client Secret) выдаёт страница ${KEYS_PAGE}. Скопируйте их в доступ ещё раз; если доступ через OAuth2, подключите его заново.`;

/** Words for an answer that is not a success. */
export function avitoWords(answer: Omit<AvitoAnswer, 'at'>): AvitoWords {
  const { status, body, retryAfterMs, keys } = answer;
  const says = avitoDetail(body);
  const quoted = says ? ` Авито говорит: «${says}».` : '';
  if (keys || status === 401) return { message: 'Авито не принимает ключи', description: `${KEYS_WORDS}${quoted}` };
  if (status === 402) return { message: 'Авито просит другой тариф', description: `${TARIFF_WORDS}${quoted}` };
  if (status === 403) {
    return {
      message: 'Авито не пускает к этому',
      description: `${TARIFF_WORDS} Если тариф подходит, сделайте новые ключи на ${KEYS_PAGE} и впишите их в доступ.${quoted}`,
    };
  }
  if (status === 404) {
    return {
      message: 'На Авито этого нет',
      description: `Чат, сообщение или объявление не найдено. Проверьте номер и то, что ключи выданы этому же аккаунту.${quoted}`,
    };
  }
  if (status === 429) {
    const wait = retryAfterMs === undefined ? 'минуту' : `${Math.ceil(retryAfterMs / 1000)} с`;
    return {
      message: 'Авито просит подождать',
      description: `Запросов слишком много. Повторите через ${wait}.${quoted}`,
    };
  }
  if (status === 0) {
    return {
      message: 'Авито не отвечает',
      description: `Проверьте, что сервер с n8n выходит в интернет и что адрес API в доступе верный. Некоторые хостинги за пределами России Авито не пускает.${says && ` (${says})`}`,
    };
  }
  if (status >= 500) {
    return {
      message: `Авито сейчас не работает (HTTP ${status})`,
      description: `Подождите немного и повторите.${quoted}`,
    };
  }
  return {
    message: `Авито не принял запрос (HTTP ${status})`,
    description: says ? `Авито говорит: «${says}».` : 'Проверьте поля узла.',
  };
}
