import type { Said } from './said';
import { mentionsIn } from './terms';
import type { Expecting, Slots, Vocabulary } from './types';
import { termFor } from './vocabulary';
import { oneOf, words } from './pattern';

/** Ages that a text names, taken out of it because no other number is meant. */
export interface Ages {
  years: number[];
  /** A child is named beside one, or the age is said as of a baby. */
  child: boolean;
  /** The age is said to be reached: «исполняется 30». */
  turning: boolean;
  /** A grown-up of her own stands beside it: «мужу 40 лет». */
  kin: boolean;
  /** «на 50-летие». */
  round: boolean;
}

const CHILD = oneOf(
  'дочк~|доч(?:ь|ери|а|ке|у|ей)|доченьк~|доча|сын(?:а|у|ок|ом|очк~|ишк~|уле?|ул~)?|ребен~|ребят~',
  'дет(?:и|ей|ям|ск~|к~)|малыш~|внук~|внуч~|племян~|крестни~|девочк~|мальчик~|мальчишк~|сестренк~|братик~',
  'мелк(?:ому|ой)|son|sons|daughter|daughters|kid|kids|child|children|toddler|baby|boy|girl|grandson',
  'granddaughter|niece|nephew|godson|goddaughter|little one',
);
const PEOPLE = oneOf(
  'мне|мужу|жене|маме|мамочке|папе|бабушке|бабуле|дедушке|деду|сестре|брату|подруге|другу|свекрови|свекру|теще',
  'тестю|тете|дяде|коллеге|шефу|начальнику|любимому|любимой|мужа|жены|мамы|папы|бабушки|дедушки|сестры|брата',
  'подруги|друга|husband|wife|mom|mum|mother|dad|father|grandma|grandpa|sister|brother|friend|boss',
);
const KIN = new RegExp(`(?<![a-zа-я])${PEOPLE}(?:'s)?(?![a-zа-я])|(?<![a-zа-я])на [2-9]\\d лет(?![a-zа-я])`, 'u');
/** «папе на 60», «бабушке 75». */
const KIN_AND_AGE = new RegExp(`(?<=(?<![a-zа-я])(?!мне)${PEOPLE} )(?:на )?(\\d{2,3})(?= ?(?:$|[,.;!?\\n]))`, 'gu');
const YEARS = new RegExp(
  `(?<![a-zа-я\\d.,:])(\\d{1,3})(?:-?(?:ти|х|и|ый|й|th|st|nd|rd))?[ -]?${oneOf(
    'годик~|лети[еюя]~|летн~|лет(?![a-zа-я])|год(?:а|у)?(?![a-zа-я])|years? old|year-old|yrs? old',
    'y\\.?o\\.?(?![a-zа-я])|yo(?![a-zа-я])|years?(?![a-zа-я])|birthday',
  )}`,
  'gu',
);
const TURNS = new RegExp(
  `(?<![a-zа-я])(?:исполн[a-zа-я]+(?: уже)?|ей(?: будет)?|ему(?: будет)?|стукн[a-zа-я]+|turn(?:s|ing)?|turned) (\\d{1,3})(?!\\d|[.,:]\\d|[a-zа-я]| ?${oneOf(
    'кг|кило|чел|гост|руб|р(?![a-zа-я])|тыс|ярус|час|дет|взросл|kg|people|guest|kid|декаб|янв|фев|мар|апр',
    'ма[йя]|июн|июл|авг|сен|окт|ноя',
  )})`,
  'gu',
);
const BABY =
  /(?<![a-zа-я])(?:годик[a-zа-я]*|годовас[a-zа-я]+|первый день рожд[a-zа-я]+|first birthday|1st birthday|полгодика)(?![a-zа-я])/gu;
const NOT_AGE =
  /(?:через|за|уже|работа[a-zа-я]*|in|for the last|опыт|стаж|свадьб[a-zа-я]+|годовщин[a-zа-я]+|вместе|браке|married) ?$/u;

const TOGETHER = /^ (?:вместе|в браке|брака|совместн|знаком|работ|together|of marriage)/u;

/** Takes ages out: «сыну 5 лет», «на 5-летие», "turns 7", «годик». */
export function readAges(said: Said): Ages {
  const low = said.low;
  const years: number[] = [];
  let baby = false;
  for (const pattern of [YEARS, TURNS]) {
    for (const found of said.all(pattern)) {
      const birthday = /birthday$/.test(found[0]);
      said.take(found.index, found.index + found[0].length - (birthday ? ' birthday'.length : 0));
      if (!NOT_AGE.test(low.slice(0, found.index)) && !TOGETHER.test(low.slice(found.index + found[0].length)))
        years.push(Number(found[1]));
      if (/годик/.test(found[0])) baby = true;
    }
  }
  for (const found of said.all(KIN_AND_AGE)) {
    if (Number(found[1]) < 18 || Number(found[1]) > 110) continue;
    years.push(Number(found[1]));
    said.take(found.index, found.index + found[0].length);
  }
  for (const found of said.all(BABY)) {
    baby = true;
    years.push(1);
    if (!/рожд|birthday/.test(found[0])) said.take(found.index, found.index + found[0].length);
  }
  const child = baby || new RegExp(`(?<![a-zа-я])${CHILD}(?![a-zа-я])`, 'u').test(low);
  const round = /летие|летию|летием/.test(low) && years.length === 1 && years[0] >= 20 && years[0] % 5 === 0;
  return {
    years,
    child,
    kin: KIN.test(low),
    round,
    turning: /(?<![a-zа-я])(?:исполн|turn(?:s|ing)(?![a-zа-я])|стукн)/u.test(low),
  };
}

/** Beside these a birthday is only what it is called by: «новогодний корпоратив», «годовщина свадьбы». */
const STRENGTH = ['anniversary', 'graduation', 'wedding', 'corporate', 'child_birthday', 'birthday', 'other'];
const FEAST_OF_LIFE = words([
  'никах~|выпуск(?:а|у|ом|ной)?|выпускаемся|заканчивает (?:школ|садик|сад|класс|\\d+ класс)|венчани~|роспись',
  'регистраци~ брака|nikah|getting married|graduates?|graduating',
]);

/**
 * What the cake is for. A child's age says it without the word: «сыну 5 лет». `inferred` tells that nothing but an age
 * does.
 */
export function readOccasion(
  said: Said,
  ages: Ages,
  vocabulary: Vocabulary,
  expecting: Expecting,
): Pick<Slots, 'occasion'> & { inferred: boolean } {
  const terms = vocabulary.occasions;
  const low = said.low;
  const mentions = mentionsIn(low, terms).filter(
    ({ refused, from, to }) =>
      refused === null && !(/(?<![a-zа-я])с $/u.test(low.slice(0, from)) && /^днем/.test(low.slice(from, to))),
  );
  mentions.forEach(({ from, to }) => said.take(from, to));
  const concept = (name: string) => termFor(terms, 'occasions', name)?.key;
  const named = new Set(mentions.map(({ key }) => key));
  const extra = FEAST_OF_LIFE.exec(low);
  if (extra) {
    said.take(extra.index, extra.index + extra[0].length);
    const key = concept(/ника|венч|роспис|брака|nikah|married/.test(extra[0]) ? 'wedding' : 'graduation');
    if (key !== undefined) named.add(key);
  }
  const [birthday, children] = [concept('birthday'), concept('child_birthday')];
  const [age] = ages.years;
  const young = age !== undefined && age > 0 && age < 18 && ages.years.length === 1;
  if (children !== undefined && named.size > 0 && [...named].every((key) => key === birthday) && young) {
    return { occasion: children, inferred: false };
  }
  const known = STRENGTH.map(concept).find((key) => key !== undefined && named.has(key));
  const menu = known ?? mentions[0]?.key;
  if (menu !== undefined) return { occasion: menu, inferred: false };
  if (young && ages.child && children !== undefined) return { occasion: children, inferred: true };
  if (age !== undefined && ages.round && concept('anniversary') !== undefined)
    return { occasion: concept('anniversary'), inferred: true };
  if (age !== undefined && birthday !== undefined && (ages.turning || ages.kin))
    return { occasion: birthday, inferred: true };
  const other = concept('other');
  if (expecting === 'occasion' && other !== undefined && OTHER.test(low)) return { occasion: other, inferred: false };
  return { inferred: false };
}

const OTHER = new RegExp(
  `^(?:да |ну |it's |just )*${oneOf(
    'просто|другое|другой|иное|иной|никак~|без|ничего|нет повода|повода нет|other|another|something else|none',
    'no reason|nothing special',
  )}`,
  'u',
);
