import type { Said } from './said';
import type { Expecting, Slots } from './types';
import { oneOf, words } from './pattern';

const MARK = `${oneOf(
  'ул|улиц[аыуеой]+|пр-?к?т|пр(?=\\.)|просп|проспект[ауе]?|пер|переул[а-я]*|наб|набережн[а-я]+|шоссе|бул',
  'бульвар[а-я]*|б-р|проезд[ауе]?|площад[а-я]+|пл|алле[яиюе]й?|тупик[ауе]?|мкр|мкрн|микрорайон[ауе]?|пос',
  'поселок|поселке|деревн[а-я]+|снт|жк|квартал[ауе]?|линия|линии',
)}(?![a-zа-я])\\.?`;
const MARK_AFTER = oneOf(
  'улиц[аыуей]|ул\\.?|проспект[ауе]?|просп\\.?|пр-?к?т\\.?|пр\\.|переул[а-я]+|набережн[а-я]+|шоссе|бульвар[ауе]?',
  'б-р|проезд[ауе]?|площад[а-я]+|алле[яиюе]й?|тупик[ауе]?|линия',
);
const NUMBER = `\\d{1,4}(?:-?[а-яa-z](?![а-яa-z]))?(?:[/-]\\d{1,4}[а-яa-z]?(?![а-яa-z]))?(?: ?(?:к|корп|с|стр)\\.? ?\\d{1,2}(?![\\d:.]| ?${oneOf('час|утра|дня|вечера|человек|чел|гост|кг|декаб|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя')}))*(?![\\d:])`;
const NOT_NUMBER = `(?! ?${oneOf(
  'кг|кило|гр|чел|гост|перс|человек|дет|взросл|порц|кус|ярус|этажа|руб|р\\.|тыс|лет|год|дн|числ|час|утра|дня',
  'вечера|янв|фев|мар[та]|апр|мая|июн|июл|авг|сен|окт|ноя|дек|-?го(?![a-zа-я])|kg|people|guest|pm|am|dec|jan',
  'feb|mar|apr|may|jun|jul|aug|sep|oct|nov',
)})`;
const UNIT = `${oneOf(
  'д|дом|кв|квартира|корп|корпус|стр|строение|подъезд|под|подьезд|эт|этаж|домофон|код(?: домофона)?|офис|оф',
  'парадная|вход|литер[а-я]?|секция|apt|apartment|flat|unit|building|bldg|entrance|floor|office|suite',
  'door code|code|house|room',
)}\\.?`;
const PART = `(?:,? ?${UNIT} ?№? ?(?:\\d{1,5}[а-яa-z]*(?:[/-]\\d+)?|[а-яa-z](?![а-яa-z]))(?![\\d:])|,? ?\\d{1,3}(?:-?[йяе]|st|nd|rd|th)? (?:подъезд|этаж|floor|entrance|flat)(?![a-zа-я]))`;
const NAME = oneOf(
  '\\d{1,4}(?:-?(?:я|й|го|ой|летия|лет))? (?:марта|мая|октября|ноября|декабря|января|июля|лет [а-я]+|года|[а-я]{4,})',
  "[а-яё][а-яё.-]*[а-яё](?: [а-яё][а-яё-]+){0,2}|[a-z][a-z.'-]+(?: [a-z][a-z-]+)?",
);
const HOUSE = `,? ?(?:д\\.? ?|дом ?)?${NUMBER}${NOT_NUMBER}`;
const EN_STREET = `${oneOf(
  'street|st|avenue|ave|road|rd|lane|ln|boulevard|blvd|square|sq|drive|dr|embankment|prospekt|prospect',
  'pereulok|ulitsa|ul|highway|shosse|alley|passage',
)}(?![a-z])\\.?`;
const TOWN = '(?:(?:г\\.? ?|город )?[а-яёa-z][а-яёa-z-]{2,}(?: область| обл\\.?)?, ?)?';

const MARKED: RegExp[] = [
  new RegExp(
    `(?<![a-zа-я\\d])${TOWN}[а-яё][а-яё-]+(?: [а-яё][а-яё-]+)? ${MARK_AFTER}(?![a-zа-я])(?:${HOUSE})(?:${PART})*`,
    'gu',
  ),
  new RegExp(
    `(?<![a-zа-я\\d])${TOWN}(?:(?:пос|поселок|деревня|мкр|мкрн|микрорайон|жк|снт|кп)\\.? ?[а-яё-]+, ?)?${MARK} ?${NAME}(?:${HOUSE})?(?:${PART})*`,
    'gu',
  ),
  new RegExp(`(?<![a-zа-я\\d])\\d{1,4}[a-z]?,? (?:[a-z][a-z.'-]+ ){1,3}${EN_STREET}(?:${PART})*`, 'gu'),
  new RegExp(
    `(?<![a-zа-я\\d])(?:${EN_STREET} )?[a-z][a-z'-]+(?: [a-z]+)? ${EN_STREET},? \\d{1,4}[a-z]?(?![\\d:])(?:${PART})*`,
    'gu',
  ),
  // «Тверская 5 кв 10» needs no word for a street.
  new RegExp(
    `(?<![a-zа-я\\d])(?:[а-яё][а-яё-]{3,},? )?[а-яё][а-яё-]{3,}${HOUSE}(?:,? ?(?:кв|квартира|подъезд|корп|корпус|офис)\\.? ?\\d{1,4}(?![\\d:]))(?:${PART})*`,
    'gu',
  ),
];
const LED = new RegExp(
  `(?<=(?<![a-zа-я])(?:на|по адресу|адрес(?:у|а)?(?: доставки)?|адрес|в офис на|to|at|address(?: is)?)(?: ?[-:] ?| ))(?:(?:г\\.? ?)?[а-яёa-z][а-яёa-z-]{2,},? )?(?:\\d{1,2}-?(?:я|й|ю|ой) )?[а-яёa-z][а-яёa-z.'-]{2,}(?: [а-яёa-z][а-яёa-z-]{2,})?${HOUSE}(?:${PART})*`,
  'gu',
);
const EN_LED = new RegExp(
  `(?<=(?<![a-z])(?:to|at) )\\d{1,4}[a-z]?${NOT_NUMBER},? (?!(?:on|at|by|for|tomorrow|today|this|next|of)(?![a-z]))[a-z][a-z'-]{2,}(?: (?!(?:on|at|by|for|tomorrow|today|this|next)(?![a-z]))[a-z][a-z'-]{2,})?(?:${PART})*`,
  'gu',
);
const FROM_START = new RegExp(
  `^(?<![a-zа-я])[а-яёa-z][а-яёa-z.'-]{2,}(?: [а-яёa-z][а-яёa-z-]{2,})?${HOUSE}(?:${PART})*`,
  'gu',
);
const AFTER_WAY = new RegExp(
  `(?<=(?:достав[a-zа-я]+|привез[a-zа-я]+|курьер[a-zа-я]*|deliver[a-zа-я]*)[,:]? (?:в |на |по )?)[а-яёa-z][а-яёa-z.'-]{2,}(?: [а-яёa-z][а-яёa-z-]{2,})?${HOUSE}(?:${PART})*`,
  'gu',
);
const BRINGING = words(['достав~|привез~|вез~|завез~|курьер~|адрес~|deliver~|bring|send it|courier|address']);
const LEAD = new RegExp(
  `^(?:${oneOf(
    'ну|да|вот|так|это|мой|мы|живу|живем|пишу|адрес(?: доставки)?|по адресу|адресу|доставка|доставить',
    "доставьте|привезите|привезти|везите|на адрес|на|в|the|my|address(?: is)?|deliver(?:y)?|to|at|it's|please",
    'пожалуйста|нужна|по',
  )}(?: ?[:,-] ?| |$))+`,
  'u',
);
const TAIL = /(?:[ ,.]+(?:пожалуйста|плиз|пж|please|thanks|спасибо|thank you))+[.! ]*$/u;
/** What an answer with the address alone has not. */
const BESIDES = new RegExp(
  `_|[?]|\\d:\\d|(?<![a-zа-я])${oneOf(
    'завтра|сегодня|послезавтра|понедельник|вторник|сред[уа]|четверг|пятниц|суббот|воскресен|декабр|январ',
    'феврал|час|утра|вечера|вечером|обед|человек|чел|кг|самовывоз|забер|зовут|тел|номер|лучше|не|нет|tomorrow',
    'today|monday|tuesday|wednesday|thursday|friday|saturday|sunday|pm|am|people|kg|my name|phone|no|not',
    'actually|pick',
  )}`,
  'u',
);
/** What stands before a comma and is no town: «медовик, ул. Лесная 5». */
const NO_TOWN = new RegExp(
  `^${oneOf(
    'дом|офис|работу|адрес|доставк[а-я]*|самовывоз[а-я]*|тор[тд][а-я]*|тортик[а-я]*|привез[а-я]*|достав[а-я]*',
    'курьер[а-я]*|завтра|послезавтра|сегодня|[а-я]*(?:день|ник|ница|суббота?у?|воскресенье)|пожалуйста',
    'медов[а-я]*|наполеон[а-я]*|шокол[а-я]*|сникерс[а-я]*|тирамису|морков[а-я]*|ягодн[а-я]*|бархат|молоко',
    'велюр[а-я]*|мастик[а-я]*|чиз|надписи?|гостей|человек|чел|кг|утром|вечером|днем|здравствуйте|привет',
    'delivery|cake|please|tomorrow|today|[a-z]*day|napoleon|chocolate|velvet|people|guests|kg|hi|hello',
  )}$`,
  'u',
);
const NEVER = /^(?:ул|на|в|к|по|не|вес|торт[a-zа-я]*|двоих|завтра|сегодня|этаж|нас|примерно|около|всего|ровно)$/u;

/** Where the cake is to be brought, in the customer's own letters; takes it out. */
export function readMarkedAddress(said: Said, expecting: Expecting): Pick<Slots, 'address'> {
  if (expecting === 'address' && !BESIDES.test(said.low)) {
    const whole = wholeAnswer(said);
    if (whole.address !== undefined) return whole;
  }
  for (const pattern of MARKED) {
    for (const found of said.all(pattern)) {
      const cleaned = trimmed(said, found.index, found[0]);
      if (cleaned) return cleaned;
    }
  }
  return {};
}

/** An address with no word for a street in it: «привезите на Мира 15», or the answer to the question for it. */
export function readLedAddress(said: Said, expecting: Expecting): Pick<Slots, 'address'> {
  const bringing = BRINGING.test(said.low) || expecting === 'address' || expecting === 'fulfilment';
  if (expecting === 'address') {
    const whole = wholeAnswer(said);
    if (whole.address !== undefined) return whole;
  }
  if (!bringing) return {};
  for (const pattern of expecting === 'address' ? [LED, AFTER_WAY, EN_LED, FROM_START] : [LED, AFTER_WAY, EN_LED]) {
    for (const found of said.all(pattern)) {
      const first = /^[a-zа-я]+/u.exec(found[0])?.[0] ?? '';
      if (NEVER.test(first)) continue;
      const cleaned = trimmed(said, found.index, found[0]);
      if (cleaned) return cleaned;
    }
  }
  return {};
}

function trimmed(said: Said, from: number, text: string): Pick<Slots, 'address'> | null {
  const town = /^([a-zа-я-]+), /.exec(text);
  const lead = town && NO_TOWN.test(town[1]) ? town[0].length : (LEAD.exec(text)?.[0].length ?? 0);
  const to = from + text.replace(/[\s,.;-]+$/, '').length;
  if (from + lead >= to) return null;
  const address = said.own(from + lead, to).replace(/[\s,;]+$/, '');
  said.take(from + lead, to);
  return { address };
}

function wholeAnswer(said: Said): Pick<Slots, 'address'> {
  const { low } = said;
  const lead = LEAD.exec(low.trimStart())?.[0].length ?? 0;
  const start = low.length - low.trimStart().length + lead;
  const end = low.length - (TAIL.exec(low)?.[0].length ?? 0);
  const text = low.slice(start, end).replace(/[\s,.;!]+$/, '');
  if (
    /[_?]/.test(text) ||
    !/[a-zа-я]{3}/u.test(text) ||
    !(/\d/.test(text) || new RegExp(`(?<![a-zа-я])${MARK}`, 'u').test(text))
  )
    return {};
  if (text.length > 150 || new RegExp(`\\d ?(?:кг|чел|гост|ярус|kg|people|guests)`, 'u').test(text)) return {};
  const address = said.own(start, start + text.length);
  said.take(0, low.length);
  return { address };
}
