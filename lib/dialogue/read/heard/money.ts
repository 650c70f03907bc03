import type { Said } from './said';
import type { Slots } from './types';
import { oneOf } from './pattern';

const NUMBER = '\\d{1,3}(?:[ .]\\d{3})+(?!\\d)|\\d{1,7}(?:[.,]\\d{1,2})?(?:-?(?:х|ти|ми)(?= ?т))?';
const THOUSANDS = oneOf(
  '(?<=\\d)[кk](?!g)| ?(?:к|k)(?= ?(?:руб|р(?![a-zа-я])|$|[,.;!?)]))|т\\.? ?р\\.?|тр|тыс~\\.?|тыщ~|косар~|т',
  'thousand|grand',
);
const ROUBLES = '(?:руб[a-zа-я]*\\.?|р\\.?|₽|rub(?!y)[a-zа-я]*|rouble[a-zа-я]*|r)';
const SUM = new RegExp(
  `(?<![a-zа-я\\d.,:/-])(?:от |from )?(${NUMBER})(?: ?(-|до|to|или) ?(${NUMBER}))? ?(?:(${THOUSANDS})(?![a-zа-я\\d]))? ?(?:(${ROUBLES})(?![a-zа-я\\d]))?`,
  'gu',
);
/** «тысяч пять», «тыщ за пять», «рублей 500». */
const TURNED =
  /(?<![a-zа-я])(тысяч[уаи]?|тыс[a-zа-я]*\.?|тыщ[a-zа-я]*|рублей)(?: за| на| до| в)? (\d{1,4}(?:[.,]\d)?)(?:-(\d{1,4}))?(?!\d|[.,]\d| ?(?:руб|кг|чел|гост|перс|ярус|дек|янв|фев|мар|апр|ма[йя]))/gu;

const KEY = oneOf(
  'бюджет~|уложит~(?: бы)?(?: в)?|уложимся в|в пределах|в районе|не (?:больше|дороже|более|выше)|максимум',
  'макс|максимально|потолок|до|рассчитыв~ на|готов~ (?:потратить|заплатить|отдать)|потратить|лимит|сумм~',
  'располагаем|budget~|under|up to|max(?:imum)?|no more than|not more than|less than|within|spend|limit',
  'around|about|top',
);
const KEY_BEFORE = new RegExp(
  `(?<![a-zа-я])${KEY}(?: ?[-:]| (?:до|около|примерно|где-то|в|на|не больше|не более|мой|у нас|is|of|around|about|up to|max|maximum|теперь|другой|,|это|будет|максимум|в районе|under|to))*,?(?: до)? ?$`,
  'u',
);
const SURE_BEFORE = /(?:бюджет[a-zа-я]*|уложит[a-zа-я]*|дороже|потратить|budget|spend|потолок|лимит|cap)/u;
const KEY_AFTER = /^ ?(?:- )?(?:бюджет|макс|максимум|потолок|max|budget|tops|at most|хватит|у нас бюджет|мой бюджет)/u;
const NOT_BUDGET = new RegExp(
  `${oneOf(
    'за (?:кг|кило~|килограмм|штуку|доставку)|предоплат~|перевел~|оплатил~|заплатил~|скидк~|стоит|стоил~',
    'доставк~|цена|costs?|paid|deposit|discount|was',
  )}(?: [a-zа-я]{1,3})?[ :-]*$`,
  'u',
);
const PER = /^ ?(?:за|в|\/|per|a) ?(?:кг|кило|шт|порц|челов|час|kg|kilo|piece|person)/u;
const OTHER_UNIT = new RegExp(
  `^ ?${oneOf(
    'кг|кило|гр?(?![a-zа-я])|грамм|чел|гост|перс|люд|дет|взр|порц|кус|штук|шт|ярус|этаж|лет|год|дн|день|нед',
    'мес|час|утра|дня|вечера|%|см|kg|kilo|gram|people|guest|person|pax|ppl|kid|adult|serv|slice|portion|tier',
    'day|week|month|year|am|pm|of us|friends|colleagues|students|_',
  )}`,
  'u',
);

/** The customer's budget in whole roubles, the upper end of a range; takes sums of money out. */
export function readBudget(said: Said): Pick<Slots, 'budget_rub'> {
  const sums: number[] = [];
  for (const found of said.all(TURNED)) {
    const unit = /^р/.test(found[1]) ? 1 : 1000;
    const amount = Number((found[3] ?? found[2]).replace(',', '.'));
    if (amount * unit >= 300) sums.push(amount * (amount >= 1000 ? 1 : unit));
    said.take(found.index, found.index + found[0].length);
  }
  for (const found of said.all(SUM)) {
    const [text, low, sign, high, thousands, roubles] = found;
    const [before, after] = [said.low.slice(0, found.index), said.low.slice(found.index + text.length)];
    if (PER.test(after) || NOT_BUDGET.test(before)) continue;
    const keyed = KEY_BEFORE.test(before) || KEY_AFTER.test(after);
    const sure = SURE_BEFORE.test(before.slice(-40)) || KEY_AFTER.test(after);
    const unit = thousands !== undefined || roubles !== undefined;
    if (thousands === 'т' && !keyed) continue;
    const amount = valueOf(high ?? low, thousands !== undefined, keyed && sure && !roubles);
    if (!unit && (!keyed || OTHER_UNIT.test(after) || amount < 300 || amount > 1_000_000)) continue;
    said.take(found.index, found.index + text.trimEnd().length);
    if (sign !== 'или' && amount >= 100 && amount <= 10_000_000) sums.push(amount);
  }
  const different = [...new Set(sums)];
  if (different.length > 1) said.unclear = true;
  return different.length === 1 ? { budget_rub: different[0] } : {};
}

/** «бюджет 5» is five thousand: no cake costs five roubles. */
function valueOf(digits: string, thousands: boolean, short: boolean): number {
  const grouped = /^\d{1,3}(?:[ .]\d{3})+$/.test(digits);
  const value = Number(grouped ? digits.replace(/\D/g, '') : digits.replace(/[^\d.,]/g, '').replace(',', '.'));
  return Math.round(value * (thousands && value < 1000 ? 1000 : !thousands && short && value < 100 ? 1000 : 1));
}
