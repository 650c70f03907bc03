import type { Said } from './said';
import type { Expecting, Slots } from './types';
import { oneOf } from './pattern';

const SHADE =
  '(?:нежно|светло|темно|ярко|бледно|пыльно|небесно|пастельно|сочно|глубоко|грязно|пудрово|жемчужно|кремово|кроваво|насыщенно)';
const STEMS =
  'бел|черн|красн|розов|голуб|син|зелен|желт|оранжев|фиолетов|сирен|сиренев|лавандов|лилов|бежев|золот|золотист|серебр|серебрян|' +
  'серебрист|персиков|мятн|бирюзов|бордов|малинов|пудров|пастельн|коралл|кораллов|коралов|кремов|молочн|сер|коричнев|' +
  'радужн|разноцветн|изумрудн|салатов|терракотов|вишнев|сливов|лимонн|бронзов|медн|пурпурн|ал|багров|горчичн|оливков|' +
  'кофейн|жемчужн|перламутров|графитов';
const ENDING = '(?:еньк)?(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ом|ем|ую|юю|ых|их|ыми|ими|о|е)';
const RU_WORD = `(?:${SHADE}-?)?(?:${STEMS})${ENDING}(?:-(?:${STEMS})${ENDING})*`;
const FIXED = oneOf(
  'айвори|тиффани|марсала|бордо|хаки|фуксия|индиго|нюд|экрю|шампань|пыльн~ роз~|слонов~ кост~|морск~ волн~',
  'розов~ золот~|омбре',
);
const EN_HUE = oneOf(
  'white|black|red|pink|blue|green|yellow|orange|purple|violet|lilac|lavender|beige|gold(?:en)?|silver|peach',
  'mint|turquoise|burgundy|coral|ivory|gr[ae]y|brown|navy|teal|nude|maroon|magenta|cream|rainbow|colou?rful',
  'champagne|sage|emerald|terracotta|blush|dusty rose|rose gold|tiffany|marsala|fuchsia|mustard|aqua|cyan',
  'bordeaux|pastel',
);
const EN_WORD = `(?:(?:light|dark|pale|pastel|baby|soft|bright|deep|dusty|navy|sky|royal|hot|powder|off|mint|olive|forest|rose|blush)[ -])*${EN_HUE}(?:-${EN_HUE})*`;
const ONE = `(?:${RU_WORD}|${FIXED}|${EN_WORD})`;
const JOIN = '(?: и | с | and | with |, ?|/| & )';
const COLOURS = new RegExp(`(?<![a-zа-я\\d])${ONE}(?:${JOIN}${ONE}(?![a-zа-я]))*(?![a-zа-я])`, 'gu');

const HUE_BEFORE = new RegExp(
  `${oneOf('цвет[a-zа-я]{0,2}|тон~|оттен~|гамм~|палитр~|colou?r(?:s|ed)?|shades?|tones?')}(?: торта| покрыти[a-zа-я]*| крема| of the cake)?(?: ?[-:=]| (?:будет|пусть|is|in|should be|хочу|хотим|нужен|на|в|to))* ?$`,
  'u',
);
const HUE_AFTER =
  /^ (?:цвет(?:а|е|ом|у|ов|ах)?(?![a-zа-я])|тон[a-zа-я]*|оттен[a-zа-я]*|гамм[a-zа-я]*|палитр[a-zа-я]*|стил[ея]|colou?r|shade|tone)/u;
const CAKE = oneOf(
  'тор[тд]~|бенто|велюр~|мастик~|крем~|покрыти~|глазур~|cake|bento|frosting|icing|coating|fondant|glaze',
);
const CAKE_AFTER = new RegExp(`^ (?:[a-zа-я]+ )?${CAKE}(?![a-zа-я])`, 'u');
const ALONE_BEFORE = new RegExp(
  `(?:^|[,.;:!\\n_(+-]|(?<![a-zа-я])${oneOf(
    'и|весь|чтоб|чтобы|был|была|цельно|in|make it|all|fully|it|хочу|можно|пусть будет|хотелось бы|сделайте',
    'давайте|пожалуйста|торт~|бенто|cake|please',
  )}) ?$`,
  'u',
);
const ALONE_AFTER =
  /^ ?(?:$|[,.;!\n_)+?])|^ (?:на|к|с|для|был|будет|пожалуйста|пж|плиз|please|pls|и|for|with)(?![a-zа-я])/u;
const REFUSED = /(?<![a-zа-я])(?:не|без|только не|кроме|not|no|without)(?: [a-zа-я]{1,3})? $/u;

/** The colour of the cake in the customer's own words; a colour of something else on it is none. Takes it out. */
export function readColour(said: Said, expecting: Expecting): Pick<Slots, 'colour'> {
  const found = said.all(COLOURS).filter(({ 0: text, index }) => {
    const [before, after] = [said.low.slice(Math.max(0, index - 40), index), said.low.slice(index + text.length)];
    if (REFUSED.test(before)) return false;
    if (HUE_BEFORE.test(before) || HUE_AFTER.test(after) || CAKE_AFTER.test(after)) return true;
    return expecting === 'wishes' ? ALONE_AFTER.test(after) : ALONE_BEFORE.test(before) && ALONE_AFTER.test(after);
  });
  const said1 = found.length > 0 ? found : explicit(said);
  if (said1.length === 0) return {};
  const [first] = said1;
  said1.forEach(({ 0: text, index }) => said.take(index, index + text.length));
  return { colour: said.own(first.index, first.index + first[0].length) };
}

const EXPLICIT =
  /(?<![a-zа-я])(?<=(?<!в )цвет(?: торта)?(?: ?[-:=] ?| ))(?!(?:не|без|люб|как|на|мне|нам|можно|торта|будет|будут|а|и|или|тоже)(?![a-zа-я]))[a-zа-я]{3,}(?:-[a-zа-я]{3,})?(?= ?(?:$|[,.;!\n_]))/gu;

/** A colour that is in no list, said with the word «цвет» before it. */
function explicit(said: Said): RegExpExecArray[] {
  return said.all(EXPLICIT);
}
