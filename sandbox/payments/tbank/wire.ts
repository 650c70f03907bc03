/** Statuses that the played bank comes to. */
export type Status =
  | 'NEW'
  | 'FORM_SHOWED'
  | 'AUTHORIZED'
  | 'CONFIRMED'
  | 'CANCELED'
  | 'REVERSED'
  | 'PARTIAL_REVERSED'
  | 'REFUNDED'
  | 'PARTIAL_REFUNDED'
  | 'REJECTED'
  | 'DEADLINE_EXPIRED';

/** A payment as it is kept. Money in kopecks, moments in milliseconds since 1970. */
export interface Payment {
  id: string;
  /** In the link; the id itself can be guessed. */
  form: string;
  orderId: string;
  status: Status;
  amount: number;
  /** Returned or let go in all. */
  returned: number;
  /** `O`: paid at once; `T`: held until it is confirmed. */
  payType: 'O' | 'T';
  description: string;
  data: Record<string, string>;
  notificationUrl?: string;
  successUrl?: string;
  failUrl?: string;
  /** `prepaid`: with a prepayment in it, so that a closing receipt may follow. */
  receipt?: 'prepaid' | 'final';
  createdAt: number;
  until: number;
  /** By the caller's own id of an operation: what was left of the payment before and after it. */
  operations: Record<string, { before: number; after: number }>;
  closingReceipts: number;
}

/** Codes with their texts, https://developer.tbank.ru/eacq/intro/errors/error-codes. */
const MESSAGES: Record<string, string> = {
  4: 'Не получится изменить статус платежа',
  8: 'Неверный статус транзакции',
  12: 'Неверный параметр RedirectDueDate',
  203: 'Параметры запроса не должны быть пустыми',
  204: 'Неверные параметры',
  206: 'email не может быть пустым',
  207: 'Параметр DATA превышает максимально допустимый размер',
  208: 'Наименование ключа из параметра DATA превышает максимально допустимый размер',
  209: 'Значение ключа из параметра DATA превышает максимально допустимый размер',
  212: 'Неверный размер поля OrderId',
  213: 'Неверный размер поля Description',
  251: 'Неверная сумма',
  255: 'Платеж не найден',
  308: 'Сумма всех позиций в чеке должна равняться сумме всех видов оплаты',
  309: 'Поле Receipt не должно быть пустым',
  331: 'Неверный терминал',
  335: 'OrderId не найден',
  401: 'Внутренняя ошибка системы',
  402: 'Повторите попытку позже',
  1005: 'Платеж отклонен банком, выпустившим карту',
  1051: 'Недостаточно средств на карте',
  9999: 'Неверные параметры',
};

/** A refusal: HTTP 200 with `Success: false`, as the bank answers nearly all of them. */
export class TBankError extends Error {
  constructor(
    readonly code: string,
    readonly details = '',
    readonly status = 200,
  ) {
    super(MESSAGES[code] ?? 'Операция отклонена');
  }

  /** The body of the answer. */
  get body(): object {
    return { Success: false, ErrorCode: this.code, Message: this.message, Details: this.details };
  }
}

/** Statuses of a link that can still be paid. */
export const isOpen = ({ status }: Payment): boolean => status === 'NEW' || status === 'FORM_SHOWED';
