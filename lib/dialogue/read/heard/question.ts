import type { Slots } from './types';
import { oneOf, words } from './pattern';

export const PRICE = words([
  'с[кo]о?ль?к[ао][a-zа-я]{0,2}(?: [a-zа-я\\d_,]+){0,5} (?:сто[ия]~|выйд~|выход~|обойд~|получ~|денег|деньгам|с меня|цена)',
  '(?:сто[ия]~|выйд~|обойд~|получ~) с[кo]о?ль?ко|скока|скоко|почем|поче|за доставку сколько',
  'сколько за доставку|цен[аыуе](?! вопроса| \\d| подходит| устраивает)|ценник~|(?<!в )стоимост~|дорого (?:выйд~|будет|ли|стоит)|дорого\\?|прайс~|расцен~',
  'во с[кo]о?ль?ко(?: [a-zа-я]+)? (?:обойд~|встан~|выйд~)|по деньгам',
  'с[кo]о?ль?ко (?:с меня|по деньгам|за |(?:это |он )?будет(?! (?:кг|человек|готов|хран|дн|гост)))|посчитайте|рассчитайте|how much(?! cake)(?! of)',
  "prices?|pricing|cost(?:s|ing)?|quote|(?:what's|what is|whats) the total|in total\\?|total\\?",
]);

const ASKING = words([
  'как(?:ой|ая|ие|ое|им|ими|ую|ого|ом|их)?(?! (?:можно скорее|на фото|в прошлый|обычно|у вас на|раньше|тот раз))',
  'что(?! ?(?:-|угодно|нибудь|бы|то|-то|-нибудь))|чем(?! (?:раньше|быстрее|больше|скорее|проще))|чего',
  'где(?!-| ?-?то| нибудь)|когда(?!-)|куда(?!-)|откуда|с?ско?лько|скольки|почему|зачем',
  'кто(?!-| ?-?то| нибудь)|есть ли|бывают?|из чего|можно ли|нужно ли|надо ли|ли|what|which|where|when|why',
  "who|how|do you|does|are you|are there|is there|is it|do i|should i|will it|what's|have you",
]);
/** In the middle of a sentence these join clauses: «торт, как на фото», «чтобы», "when I come". */
const FIRST = new RegExp(
  `^[\\s,.!)_]*(?:${oneOf(
    'а|и|ну|скажите|подскажите|здравствуйте|добрый день|привет|извините|простите|hi|hello|hey|so|and|sorry',
    'пожалуйста|вопрос|девочки|ребят~|слушайте|интересно|а если|кстати|btw',
  )}[\\s,.!:]+)*${oneOf(
    'как(?:ой|ая|ие|ое|им|ую|ого|ом)?(?! на| в |-| можно)|что(?! ?(?:-|угодно|нибудь|бы|то|-то|-нибудь))',
    'чем(?! (?:раньше|быстрее|больше|скорее|проще))|чего|где(?!-| ?-?то| нибудь)|когда(?!-)|куда(?!-)|откуда',
    '(?:[а-я]+ ){0,2}[а-я]+(?:ете|ите|ют|ет|ит) ли|у вас (?:есть|бывает|бывают)|за сколько|до сколько|до скольки|сколько|скольки|почему|зачем|кто|есть ли|из чего|можно ли|с каких',
    'в какие|на какие|what|which|where|when|why|who|how|do you|does|is there|are there|is it|are you|do i',
    "should i|what's|have you|меню|скиньте меню|пришлите меню|покажите меню|the menu|menu",
  )}(?![a-zа-я])`,
  'u',
);
const ORDERS = words([
  'хочу|хотел~|хотим|нуж(?:ен|на|но|ны)|надо|заказать|закажу|заказываю|можно(?! ли)|норм|успее~',
  "сдела(?:ете|йте|ть)|испеч~|получится|реально|примете|возьмете~|сможете|давайте|need|i want|want|i'd like",
  'would like|can (?:i|we) (?:get|have|order|book)|could (?:i|we) (?:get|have|order)',
  '(?:can|could|would) you (?:make|do|bake|prepare)|may i|order|possible',
]);
const WHETHER = words([
  'у вас (?:есть|бывает|можно)|(?<!если )есть(?! еще)|бывают?|дела(?:ете|ют)|работа~|доставля~|хран~|вход~',
  'находи~|принима~|печете|do you|are there|is there|have you|have any|does it|are you|is it|is the|will it',
  'are your|is your|does the|(?:can|could|will|would) (?:you|i|we|it)|меню',
]);
const ORDERED: (keyof Slots)[] = [
  'servings',
  'weight_g',
  'filling',
  'date',
  'time',
  'tiers',
  'coating',
  'sugar_free',
  'vegan',
  'allergens',
  'fulfilment',
  'occasion',
  'inscription',
];

const POLITE = /(?<![a-zа-я])(?:can|could|would|will) you (?:please )?(?:make|bake|do|prepare)(?![a-zа-я])/u;

/** Whether she asks for an answer. «можно медовик на субботу?» orders. */
export function isQuestion(low: string, slots: Slots): boolean {
  const marked = /\?(?![^?]*[.!]\s*[a-zа-я]{3,}.*[a-zа-я])/u.test(low) && !/^[\s?_]*$/.test(low);
  const first = low.split(/[.!?\n;]+/).some((sentence) => FIRST.test(sentence));
  if (!marked && !first) return false;
  const known = ORDERED.filter((key) => slots[key] !== undefined).length;
  if (POLITE.test(low) && (['date', 'servings', 'weight_g', 'time'] as const).some((key) => slots[key] !== undefined))
    return false;
  if (first || (marked && ASKING.test(low) && !/(?<![a-zа-я])(?:хочу|нужен|надо торт|заказать)(?![a-zа-я])/u.test(low)))
    return !(known >= 3 && ORDERS.test(low) && !first);
  if (
    /(?<![a-zа-я])(?:можно|могу|хочу|хотел[a-zа-я]*|хотим|can i|can we|could i|i'd like to)(?: [a-zа-я]+){0,4} (?:заказать|order|book)(?![a-zа-я])/u.test(
      low,
    )
  )
    return first;
  if (WHETHER.test(low)) return !(known >= 2 && ORDERS.test(low));
  return !(known >= 1 && (ORDERS.test(low) || known >= 2));
}

/** The clauses that ask, cut out of a text: what is left states facts. */
export function withoutAsking(text: string): string {
  const parts = text.split(/(?<=[,.;!?\n])/u);
  const asks = (part: string) =>
    /\?\s*$/.test(part) ||
    ASKING.test(part.toLowerCase().replace(/ё/g, 'е')) ||
    WHETHER.test(part.toLowerCase().replace(/ё/g, 'е'));
  return parts.map((part) => (asks(part) ? ' ; ' : part)).join('');
}
