import { inTable, silence, wordsOf, type Answer, type Trouble } from '../answers';

const CREDENTIAL = 'YooKassa API';

/** YooKassa's reasons why money is not returned, https://yookassa.ru/developers/payment-acceptance/after-the-payment/refunds */
const NOT_RETURNED: Record<string, string> = {
  insufficient_funds: 'на счёте в ЮKassa не хватает денег. Дождитесь новых оплат или пополните счёт и верните ещё раз',
  rejected_by_payee: 'банк покупателя не принял деньги. Договоритесь с покупателем о другом способе',
  rejected_by_timeout: 'банк покупателя не ответил вовремя. Верните ещё раз',
  payment_basket_id_not_found: 'нет данных о покупке для возврата. Верните деньги из кабинета ЮKassa',
  yoo_money_account_closed: 'кошелёк покупателя закрыт. Договоритесь с покупателем о другом способе',
};

/** Why a return of money was called off, for the owner. `details` is YooKassa's `cancellation_details`. */
export function notReturned(reason: string): string {
  const known = inTable(NOT_RETURNED, reason) ?? 'причину смотрите в кабинете ЮKassa и верните деньги оттуда';
  return `ЮKassa не вернула деньги: ${known}.`;
}

const MOVED = `Проверьте поле «API Host» в доступе «${CREDENTIAL}»: https://api.yookassa.ru/v3`;

/** What an answer that is no success means: https://yookassa.ru/developers/using-api/response-handling/http-codes */
export function troubleOf({ status, json, why }: Answer): Trouble {
  if (status === 0) return { outcome: 'unknown', detail: silence('ЮKassa', CREDENTIAL, why) };
  const said = [wordsOf(json?.description), json?.parameter ? `поле ${wordsOf(json.parameter)}` : '']
    .filter(Boolean)
    .join(', ');
  const words = said ? ` Ответ: ${said}.` : '';
  if (status >= 500) {
    return { outcome: 'unknown', detail: `У ЮKassa неполадка. Бот повторит сам, дважды деньги не спишутся.${words}` };
  }
  if (status === 429) {
    return { outcome: 'unknown', detail: 'Запросов к ЮKassa слишком много. Бот повторит сам, делать ничего не нужно.' };
  }
  if (status < 300) return { outcome: 'unknown', detail: `Ответ ЮKassa не читается. ${MOVED}` };
  if (status === 401) {
    return {
      outcome: 'refused',
      detail: `ЮKassa не принимает ключ. Возьмите shopId и секретный ключ в кабинете ЮKassa («Интеграция → Ключи API») и впишите их в доступ «${CREDENTIAL}».`,
    };
  }
  if (status === 403) {
    return {
      outcome: 'refused',
      detail: `ЮKassa не разрешает это магазину. Проверьте в кабинете ЮKassa, что магазин подключён и ключ выпущен для него.${words}`,
    };
  }
  if (status < 400 || status === 404 || status === 405 || status === 415 || !json) {
    return { outcome: 'refused', detail: `ЮKassa этого не знает. ${MOVED}${words}` };
  }
  if (/idempotence key duplicated/i.test(said)) {
    return {
      outcome: 'refused',
      detail:
        'ЮKassa уже получала этот запрос с другими данными и не выполнила его. Это ошибка пакета: сообщите о ней разработчику. Клиент может попросить новую ссылку.',
    };
  }
  if (/receipt/i.test(said)) {
    return {
      outcome: 'refused',
      detail: `Касса не приняла чек. Проверьте налоговый режим и НДС в «Меню и настройки» и настройки чеков в кабинете ЮKassa.${words}`,
      receipt: true,
    };
  }
  return { outcome: 'refused', detail: `ЮKassa отказала.${words} Если непонятно почему, спросите поддержку ЮKassa.` };
}
