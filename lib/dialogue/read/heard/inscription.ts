import type { Said } from './said';
import type { Expecting, Slots } from './types';
import { oneOf, words } from './pattern';

const KEY = oneOf(
  'надпис~|подпис(?:ь|ью|и|ать|ите|ал~)|напис(?:ать|али|ано)|напиш(?:ите|и|ем)|пишите|пишем',
  'пусть (?:будет )?напис~|текст[a-zа-я]{0,2}(?: на торте)?|inscription|lettering|writing|written|write|text',
  'message|saying|says|(?:should|must|to|can|it|will) say|reading|reads|caption|wording',
);
const NOUN =
  '(?:надпис[a-zа-я]*|подпис(?:ь|и|ей)|текст[a-zа-я]{0,2}|inscription|lettering|writing|text|message|words|caption)';
const QUOTED = /"([^"\n]{1,200})"/gu;
const SINGLE = /(?<![a-zа-я\d])'([^'\n]{2,120})'(?![a-zа-я\d])/gu;
const KEY_BEFORE = new RegExp(`(?<![a-zа-я])${KEY}(?![a-zа-я])[^.!?\\n"]{0,60}$`, 'u');
const KEY_AFTER = new RegExp(
  `^[ ,-]*(?:вот |такая |такую |это |- |as |for |is |в качестве |будет |нужна |на торте |сверху |on (?:it|top|the cake) ?)*(?:${KEY}|on (?:it|top|the cake))`,
  'u',
);
const ON_TOP =
  /(?<![a-zа-я])(?:на торте|сверху|on (?:top|it|the cake)|(?:(?:бел|темн|молочн)[a-zа-я]+ )?шоколадом|кремом)[ :,-]*$/u;
const PLACE = /(?: на (?:нем|торте|тортике)| on (?:it|top|the cake))$/iu;
const CHANGES = /(?:на|to) $/u;

const NONE: RegExp[] = [
  new RegExp(
    `(?<![a-zа-я])(?:без|не надо|не нужн[a-zа-я]+|никак[a-zа-я]+|no|without(?: any| an?)?|don't need(?: an?| any)?|уберите|убрать|don't want(?: an?| any)?|skip the|remove the) (?:всяких |никаких |any |the )?${NOUN}(?![a-zа-я])`,
    'gu',
  ),
  new RegExp(
    `(?<![a-zа-я])${NOUN}(?: на торте| on (?:it|the cake))?(?: ?[-:]? ?(?:мне |нам |точно |тоже )*)(?:не (?:надо|нужн[a-zа-я]+|хоч[a-zа-я]+|треб[a-zа-я]+|делать|делайте|будет)|нет|не|без|убрать|уберите|none|no|is not needed|not needed)(?![a-zа-я])`,
    'gu',
  ),
  words(
    [
      'ничего (?:не )?(?:писать|пишите|писать на торте|подписывать|надписывать)(?: не (?:надо|нужно))?',
      '(?:писать|подписывать|надписывать) (?:ничего )?не (?:надо|нужно)',
      '(?<!больше |мне |нам |сюда )не (?:пишите|подписывайте|писать|надо (?:ничего )?писать|нужно (?:ничего )?писать)(?: ничего)?(?: на (?:торте|нем))?(?! мне| больше| нам| сюда)',
      "write nothing|nothing written|don't write anything|no (?:need to )?writ(?:e|ing)(?: on it)?",
    ],
    'gu',
  ),
];
const NONE_ANSWER = new RegExp(
  `^(?:${oneOf(
    'нет|не|ничего|никак~|без|не надо|не нужн~|надписи|пусто|пустой|спасибо|пожалуйста|ее|всего|никакой',
    'давайте|пусть|будет|можно|не буду|не хочу|не требуется|пропустить|пропустим|дальше|no|none|nothing|nope',
    'thanks|thank you|skip|not needed|no need|blank|leave it blank|without',
  )}[\\s,.!)]*)+$`,
  'u',
);

const LED = new RegExp(
  `(?<![a-zа-я])(?:с |со |with |and |а |и )*(?:сделайте |сделать |нужна |хочу |хотим |можно |добавьте |добавить |поменяйте |измените |исправьте |change |add |put |please )*(?:the |an? )?${KEY}(?![a-zа-я])(?<mid>[^.!?\\n":]{0,40}:| на торте| сверху| такая| такую| будет| нужна| хочу| хотим|,? пожалуйста,?|,? плиз,?|,? please,?| на| to| on (?:it|top|the cake)| is| should (?:say|be)| that says| saying| says)? ?[-:]? ?"?`,
  'gu',
);
const NO_TEXT = new RegExp(
  `^${oneOf(
    'на торте|друг~|нов~|та же|прежн~|стар~|не |нет|есть|какая|какую|какой|можно|нужна|будет|хочу|позже|потом',
    'пока|ещё|еще|тоже|и |или |если|вам|мне|нам|красив~|золот~|кремом|шоколадом|от руки|из |белым|красным',
    'сколько|входит|стоит|бесплатн~|платн~|количество|поменять|изменить|в подарок|пожалуйста|please|is |on ',
    'in |to |of |and |with |free|me |you |us |about|when|before|back|не знаю|в |у |как |что |почту|почте',
    'на почту|сообщ~|сюда|в директ|оператор~|мой|отдельно',
  )}`,
  'u',
);
const ENDS = new RegExp(
  `(?:[,;.!?)]+ ?|\\n|(?<=[!?"]) )(?=(?:(?:и|а|а еще|и еще|еще|and|also) )?${oneOf(
    'на (?:завтра|сегодня|послезавтра|суббот|воскрес|понед|вторн|сред|четв|пятн|выходн|\\d)',
    'к (?:завтра|суббот|воскр|понед|вторн|сред|четв|пятн|обед|вечер|\\d)|ко? втор',
    'в (?:суббот|воскр|понед|вторн|сред|четв|пятн|\\d)|во вторник|завтра|послезавтра',
    'без (?:орех|сахар|глют|мастик|покрыт|молок|лактоз|мед|яиц)|достав|самовывоз|заб[ие]р|привез|начинк',
    'покрыти|цвет|вес|бюджет|тел|номер|мо[йе] (?:тел|номер|имя)|меня зовут|имя|зовут|я |промо|адрес|нужен',
    'нужно|надо|хочу|торт|пожалуйста|спасибо|плиз|крем-чиз|велюр|мастик|медовик|наполеон|шоколадн|сникерс',
    'тирамису|морковн|ягодн|красный бархат|птичье',
    '\\d+(?:[.,]\\d)? ?(?:кг|кило|чел|гост|перс|ярус|руб|р(?![a-zа-я])|тыс)|на \\d+ (?:чел|гост|перс)|for \\d',
    'on (?:mon|tue|wed|thu|fri|sat|sun|the \\d|dec|jan|feb)|for (?:tomorrow|mon|tue|wed|thu|fri|sat|sun)',
    "tomorrow|pick|deliver|i'll|we'll|please|thanks|no nuts|with |my (?:name|phone|number)|\\d+(?:\\.\\d)? ?kg",
    'filling|coating|budget|naked',
  )})`,
  'u',
);

/** The text for the cake, exact; '' where none is wanted. Takes it out together with the words that lead to it. */
export function readInscription(said: Said, expecting: Expecting): Pick<Slots, 'inscription'> {
  const quoted = fromQuotes(said, expecting);
  if (quoted) return quoted;
  for (const pattern of NONE) {
    const [found] = said.all(pattern);
    if (!found) continue;
    said.take(found.index, found.index + found[0].length);
    return { inscription: '' };
  }
  const led = afterKey(said, expecting);
  return led ?? (expecting === 'inscription' ? wholeAnswer(said) : {});
}

function fromQuotes(said: Said, expecting: Expecting): Pick<Slots, 'inscription'> | null {
  const quotes = [...said.all(QUOTED), ...said.all(SINGLE)].filter(({ 0: text, index }) => {
    const [before, after] = [said.low.slice(0, index), said.low.slice(index + text.length)];
    return (
      KEY_BEFORE.test(before) ||
      KEY_AFTER.test(after) ||
      ON_TOP.test(before) ||
      expecting === 'inscription' ||
      GREETS.test(text.slice(1))
    );
  });
  if (quotes.length === 0) return null;
  // «измените надпись с «А» на «Б»»: the last one is what it shall be.
  const one = quotes.find(({ index }) => CHANGES.test(said.low.slice(0, index))) ?? quotes[0];
  const led = ON_TOP.exec(said.low.slice(0, one.index));
  if (led) said.take(led.index, one.index);
  quotes.forEach(({ 0: text, index }) => said.take(index, index + text.length));
  const inscription = said.own(one.index + 1, one.index + one[0].length - 1).trim();
  for (const found of said.all(new RegExp(`(?<![a-zа-я])(?:с |with )?${KEY}(?![a-zа-я])`, 'gu')))
    said.take(found.index, found.index + found[0].length);
  return { inscription };
}

const WISH = /(?<=[.!?;:,\n] ?)с (?:днем рождения|юбилеем|годовщиной|праздником|новым годом)(?![a-zа-я])/u;
const KEY_ANYWHERE = new RegExp(`(?<![a-zа-я])${KEY}(?![a-zа-я])`, 'u');
const GREETS =
  /^(?:с (?:днем|днём|др|юбилеем|годовщиной|новым|рождением|праздником|8)|поздравля|happy |congrat|люблю|любим|i love|для любим)/u;

function afterKey(said: Said, expecting: Expecting): Pick<Slots, 'inscription'> | null {
  for (const found of said.all(LED)) {
    const from = found.index + found[0].length;
    const rest = said.low.slice(from);
    const colon = /[:"-] ?$/.test(found[0]);
    if (rest.trim() === '' || /^[_\s,.;!?]/.test(rest) || (!colon && NO_TEXT.test(rest))) continue;
    if (!colon && !GREETS.test(rest) && isOtherWriting(found[0], said.own(from, from + 1), expecting)) continue;
    const written = textFrom(said, from, found.index);
    if (written) return written;
  }
  // «а надпись можно? С днём рождения, Лиза»
  const wish = said.low.search(WISH);
  return wish >= 0 && KEY_ANYWHERE.test(said.low.slice(0, wish)) ? textFrom(said, wish, wish) : null;
}

/** «напишите мне на почту»: what is written is no text for the cake. */
function isOtherWriting(lead: string, first: string, expecting: Expecting): boolean {
  if (!/(?:напис|напиш|пиш|подпис(?:ать|ите)|write|text|message|says|reads|reading|writing)/.test(lead)) return false;
  if (/на торте|on (?:it|top|the cake)|that says|saying|should say/.test(lead) || expecting === 'inscription')
    return false;
  return /(?<![a-zа-я])(?:пиш|message|text)/.test(lead) || !/^[\p{Lu}\d]/u.test(first);
}

/** The text that begins at `from`, up to where the order goes on. `lead` is where the words before it begin. */
function textFrom(said: Said, from: number, lead: number): Pick<Slots, 'inscription'> | null {
  const rest = said.low.slice(from);
  const end = ENDS.exec(rest);
  const stop = end ? end.index + (/^[!?)]/.test(end[0]) ? 1 : 0) : rest.length;
  const taken = /_/.exec(rest)?.index ?? rest.length;
  const to = from + Math.min(stop, taken);
  const text = said
    .own(from, to)
    .replace(/[\s,;]+$/, '')
    .replace(PLACE, '')
    .replace(/(?<![.])\.$/, '')
    .replace(/["»”]$/, '')
    .trim();
  if (text === '' || /\?$/.test(text)) return null;
  said.take(lead, to);
  return { inscription: NONE_ANSWER.test(text.toLowerCase()) ? '' : text };
}

function wholeAnswer(said: Said): Pick<Slots, 'inscription'> {
  const text = said.source.trim();
  if (text === '' || NONE_ANSWER.test(said.low.trim())) {
    said.take(0, said.low.length);
    return text === '' ? {} : { inscription: '' };
  }
  const inscription = text.replace(/^["«“„](.*)["»”]$/su, '$1').trim();
  said.take(0, said.low.length);
  return { inscription };
}
