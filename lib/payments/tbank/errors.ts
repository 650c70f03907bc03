import { inTable, silence, textIn, wordsOf, type Answer, type Trouble } from '../answers';

const CREDENTIAL = 'T-Bank API';

const KEYS =
  'Возьмите терминал и пароль в личном кабинете интернет-эквайринга («Магазины → Терминалы → Настроить») и впишите их в доступ «T-Bank API».';
const TILL = 'Проверьте налоговый режим и НДС в «Меню и настройки» и кассу в личном кабинете Т-Бизнеса.';

/** Codes at which T-Bank itself is in trouble: the call may have been carried out. */
const PASSING = ['3', '21', '401', '402'];

/** Codes and what to do: https://developer.tbank.ru/eacq/intro/errors/error-codes */
const MEANINGS: Record<string, string> = {
  8: 'Т-Банк не может сделать этого сейчас: платёж в другом состоянии. Посмотрите его в кабинете Т-Бизнеса («Операции»).',
  79: 'На иностранную карту вернуть нельзя. Договоритесь с покупателем о другом способе.',
  103: 'На счёте не хватает денег. Пополните счёт в Т-Бизнесе и верните ещё раз.',
  202: 'Терминал заблокирован. Напишите в поддержку Т-Бизнеса.',
  204: `Т-Банк не принимает подпись: пароль не подходит к терминалу. ${KEYS}`,
  205: `Т-Банк не знает такого терминала. ${KEYS}`,
  251: 'Сумма слишком мала для Т-Банка: от 1 рубля, по СБП от 10 рублей. Примите её наличными или переводом.',
  331: `Т-Банк не знает такого терминала. ${KEYS}`,
  501: `Т-Банк не знает такого терминала. ${KEYS}`,
  1051: 'На карте не хватает денег. Покупатель может заплатить другой картой.',
};

/** The same for what the till does not take. */
const RECEIPT_MEANINGS: Record<string, string> = {
  308: `Сумма строк чека не равна сумме платежа. Это ошибка пакета: сообщите о ней разработчику, а оплату примите наличными или переводом.`,
  309: `К терминалу подключена касса, а чек не пришёл. Включите чеки по 54-ФЗ в «Меню и настройки».`,
  334: `Сумма строк чека не равна сумме платежа. Это ошибка пакета: сообщите о ней разработчику, а оплату примите наличными или переводом.`,
};

/** 308…320 and 382…386 are all about receipts. */
const aboutReceipt = (code: string, said: string): boolean =>
  inTable(RECEIPT_MEANINGS, code) !== undefined ||
  /^3(0[89]|1\d|20|8[2-6])$/.test(code) ||
  /чек|receipt|касс/i.test(said);

export const codeOf = ({ json }: Answer): string => textIn(json?.ErrorCode);

/** Whether an answer says that it worked. */
export const worked = ({ status, json }: Answer): boolean =>
  status === 200 && json !== null && json.Success === true && ['', '0'].includes(textIn(json.ErrorCode));

/** What an answer that is no success means. Refusals come with status 200. */
export function troubleOf(answer: Answer): Trouble {
  const { status, json, why } = answer;
  if (status === 0) return { outcome: 'unknown', detail: silence('Т-Банк', CREDENTIAL, why) };
  const code = codeOf(answer);
  const said = [wordsOf(json?.Message), wordsOf(json?.Details)].filter((words) => words && words !== 'None').join(': ');
  if (status >= 500 || status === 429 || PASSING.includes(code)) {
    return { outcome: 'unknown', detail: 'У Т-Банка неполадка. Бот повторит сам, дважды деньги не спишутся.' };
  }
  const moved = `Проверьте поле «API Host» в доступе «${CREDENTIAL}»: https://securepay.tinkoff.ru/v2`;
  if (status < 300 && (!json || worked(answer) || !code)) {
    return { outcome: 'unknown', detail: `Ответ Т-Банка не читается. ${moved}` };
  }
  if (!json || !code) return { outcome: 'refused', detail: `Т-Банк этого не знает. ${moved}` };
  const words = `Ответ: ${said ? `${said}, ` : ''}код ${code}.`;
  if (aboutReceipt(code, said)) {
    const meaning = inTable(RECEIPT_MEANINGS, code) ?? `Касса не приняла чек. ${TILL}`;
    return { outcome: 'refused', detail: `${meaning} ${words}`, receipt: true };
  }
  const meaning = inTable(MEANINGS, code) ?? 'Т-Банк отказал. Если непонятно почему, спросите поддержку Т-Бизнеса.';
  return { outcome: 'refused', detail: `${meaning} ${words}` };
}
