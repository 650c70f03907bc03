import type { NoModel } from '../../dialogue/types';

/** What kept a model from answering. `country`, `unverified`, `forbidden` are all 403, `quota` and `rate` both 429. */
export type OpenAiFault =
  | 'key'
  | 'country'
  | 'unverified'
  | 'forbidden'
  | 'quota'
  | 'rate'
  | 'model'
  | 'moderation'
  | 'refused'
  | 'parameter'
  | 'address'
  | 'server'
  | 'timeout'
  | 'connection'
  | 'broken'
  | 'other';

export interface Meaning {
  /** The same call may succeed later. Not for pictures after a time-out: they may have been drawn, and paid for. */
  retryable: boolean;
  /** Another model at the same server may answer. */
  anotherModel: boolean;
  reason: NoModel;
  /** What happened, for the owner; no full stop at the end. */
  says: string;
  /** What she can do about it. */
  advice: string;
}

const CREDENTIAL = 'доступ «OpenAI» в n8n';
const ELSEWHERE =
  'Впишите в поле Base URL доступа «OpenAI» российский сервис с таким же API (например Yandex AI Studio) или свой сервер (Ollama, vLLM).';
const PASSES =
  'Обычно это проходит само, делать ничего не нужно. Если длится больше часа, проверьте status.openai.com.';

const no = { retryable: false, anotherModel: false, reason: 'down' } as const;
const other = { retryable: false, anotherModel: true, reason: 'down' } as const;
const later = { retryable: true, anotherModel: true, reason: 'down' } as const;

/** What each means: documents of OpenAI and reports of clients. */
export const MEANINGS: Record<OpenAiFault, Meaning> = {
  key: {
    ...no,
    says: 'Сервер моделей не принимает ключ',
    advice: `Создайте ключ заново (у OpenAI: platform.openai.com/api-keys) и вставьте его в ${CREDENTIAL}.`,
  },
  country: { ...no, says: 'OpenAI не отвечает на запросы из этой страны', advice: ELSEWHERE },
  unverified: {
    ...other,
    says: 'Эту модель дают только проверенным организациям',
    advice:
      'Пройдите проверку (platform.openai.com → Settings → Organization → Verify Organization, до получаса) или выберите в узле другую модель.',
  },
  forbidden: {
    ...other,
    says: 'У ключа нет прав на эту модель',
    advice: 'Разрешите модель в настройках проекта на platform.openai.com или выберите в узле другую.',
  },
  quota: {
    ...no,
    says: 'На счёте за модели кончились деньги или исчерпан предел расходов',
    advice: 'Пополните счёт или поднимите предел (у OpenAI: platform.openai.com → Settings → Billing).',
  },
  rate: {
    ...later,
    says: 'Запросов к моделям слишком много',
    advice:
      'Это проходит само. Если повторяется, поднимите предел (у OpenAI: platform.openai.com → Settings → Limits).',
  },
  model: {
    ...other,
    says: 'Такой модели нет, она отключена или не дана этому ключу',
    advice: 'Выберите в узле другую модель из списка.',
  },
  moderation: {
    ...no,
    reason: 'refused',
    says: 'Модель отказалась: сработала её проверка содержания',
    advice: 'Клиент может сказать иначе. Если отказы идут часто, проверьте слова стиля в «Меню и настройки».',
  },
  refused: {
    ...no,
    reason: 'refused',
    says: 'Модель отказалась отвечать',
    advice: 'Клиент может сказать иначе. Если отказы идут часто, выберите в узле другую модель.',
  },
  parameter: {
    ...other,
    says: 'Сервер не знает одного из параметров запроса',
    advice: 'Выберите в узле другую модель или обновите пакет n8n-nodes-cake-order.',
  },
  address: {
    ...no,
    says: 'По этому адресу нет API OpenAI',
    advice: `Проверьте поле Base URL: ${CREDENTIAL}. Адрес OpenAI: https://api.openai.com/v1`,
  },
  server: { ...later, says: 'У сервера моделей неполадка', advice: PASSES },
  timeout: { ...later, says: 'Модель не ответила вовремя', advice: `${PASSES} Время ожидания меняется в узле.` },
  connection: {
    ...later,
    says: 'До сервера моделей не достучаться',
    advice: `Проверьте интернет на сервере и поле Base URL: ${CREDENTIAL}. Из России api.openai.com может быть недоступен.`,
  },
  broken: {
    ...other,
    says: 'Ответ модели не читается',
    advice: 'Выберите в узле модель, которая умеет отвечать по схеме (Structured Outputs).',
  },
  other: {
    ...other,
    says: 'Сервер моделей ответил отказом',
    advice: 'Проверьте ключ и счёт (у OpenAI: platform.openai.com).',
  },
};

/** The vendor's codes. */
export const CODES: Record<string, OpenAiFault> = {
  invalid_api_key: 'key',
  unsupported_country_region_territory: 'country',
  model_not_found: 'model',
  insufficient_quota: 'quota',
  credit_balance_exhausted: 'quota',
  billing_hard_limit_reached: 'quota',
  billing_not_active: 'quota',
  rate_limit_exceeded: 'rate',
  slow_down: 'rate',
  moderation_blocked: 'moderation',
  content_policy_violation: 'moderation',
  content_filter: 'moderation',
  unknown_parameter: 'parameter',
  unsupported_parameter: 'parameter',
  unsupported_value: 'parameter',
};
