import { readName } from '../name';
import { oneOf } from './pattern';
import type { Said } from './said';
import type { Expecting, Slots } from './types';

const WORD = "[a-zа-я][a-zа-я'-]*";
const NAME = `(?<name>${WORD}(?: ${WORD}){0,2})`;
/** A name is all that its clause says. */
const ENDS = '(?= ?(?:$|[,.;!\\n_)]))';
const SOMEONE = new RegExp(
  `${oneOf(
    'сын~|доч~|ребен~|мужа?|жен[ау]|его|ее|маму|папу|именинни~|собак~|кота|подруг~|внук~|внучк~|девочк~',
    'мальчик~|невест~|жених~|друга|son|daughter|his|her|kid|wife|husband',
  )}(?:'s)? $`,
  'u',
);
const CALLED: [RegExp, 'any' | 'capital'][] = [
  [new RegExp(`(?<![a-zа-я])меня (?<name>${WORD}(?: ${WORD})?) зовут(?![a-zа-я])`, 'dgu'), 'any'],
  [new RegExp(`(?<![a-zа-я])(?:меня )?зовут(?: меня)?(?: ?[-:] ?| )${NAME}`, 'dgu'), 'any'],
  [new RegExp(`(?<![a-zа-я])(?:мое )?имя(?: заказчика| получателя)?(?: ?[-:=] ?| )${NAME}`, 'dgu'), 'any'],
  [
    new RegExp(
      `(?<![a-zа-я])(?:на имя|(?:заказчи[кц][a-zа-я]*|получател[a-zа-я]+|получает|контактное лицо|контакт|с уважением)(?: ?[-:,] ?| ))${NAME}`,
      'dgu',
    ),
    'capital',
  ],
  [new RegExp(`(?<![a-zа-я])я(?: ?- ?| )${NAME}${ENDS}`, 'dgu'), 'capital'],
  [new RegExp(`(?:^|[.!\\n;,] ?)это (?<name>${WORD}(?: ${WORD})?)${ENDS}`, 'dgu'), 'capital'],
  [new RegExp(`(?<![a-zа-я])(?:my |the )?name(?:'s| is|:| -)? ?${NAME}`, 'dgu'), 'any'],
  [
    new RegExp(
      `(?<![a-zа-я])(?:call me|under(?: the name(?: of)?)?|i'm called|ask for|order for|contact:?) ${NAME}`,
      'dgu',
    ),
    'capital',
  ],
  [new RegExp(`(?<![a-zа-я])(?:i'm|i am|this is|it's) ${NAME}(?= ?(?:$|[,.;!\\n_)]| and | here))`, 'dgu'), 'capital'],
  [/(?:^|[,.!;\n] ?)(?<name>[a-z][a-z'-]+) here(?![a-z])/dgu, 'capital'],
];
const NO_NAME = new RegExp(
  `^${oneOf(
    'на|не|и|а|но|торт~|хочу|можно|нужен|нужно|надо|буду|для|в|с|к|по|от|забер~|заказ~|тел~|номер~|доставк~',
    'как|кого|is|are|and|on|the|for|a|an|not|in|it|to|my|vegan|allergic|here|please|of|with|phone|number',
    'именинни~|ребенка|сына|дочки|маме?|мама|папа|муж~|жена|снова|опять|еще|тоже|уже|так|все|сам[аи]?|один',
    'одна|веган~|против|за|просто|ваш~|lactose|gluten|looking|interested|fine|sorry|sure|ok|good|saturday',
    'sunday|monday|tuesday|wednesday|thursday|friday|december|january|inscription|cake',
  )}$`,
  'u',
);
const SURNAME = /(?:ова|ева|ина|ская|ский|цкий|ов|ев|ин|енко|чук|юк|ян|дзе|швили)$/u;

/** The customer's own name as she wrote it; takes it out. Whom the cake is for is another. */
export function readOwnName(said: Said): Pick<Slots, 'name'> {
  for (const [pattern, kind] of CALLED) {
    for (const found of said.all(pattern)) {
      if (SOMEONE.test(said.low.slice(0, found.index))) continue;
      const words = found.groups?.name ?? '';
      const [from] = found.indices?.groups?.name ?? [found.index];
      const name = nameAt(said, from, words, kind);
      if (name === null) continue;
      said.take(found.index, Math.max(from + name.length, /зовут$/.test(found[0]) ? found.index + found[0].length : 0));
      return { name };
    }
  }
  return {};
}

function nameAt(said: Said, from: number, words: string, kind: 'any' | 'capital'): string | null {
  let to = from;
  let first = true;
  let capital = true;
  for (const { 0: word, index } of words.matchAll(/\S+/g)) {
    const own = said.own(from + index, from + index + word.length);
    const large = /^\p{Lu}/u.test(own);
    const last =
      /[a-z]/.test(word) &&
      index + word.length === words.length &&
      /^ ?(?:$|[,.;!\n_)])/.test(said.low.slice(from + words.length));
    if (
      NO_NAME.test(word) ||
      (first ? kind === 'capital' && !large : !(large && capital) && !(!capital && (SURNAME.test(word) || last)))
    )
      break;
    if (first) capital = large;
    first = false;
    to = from + index + word.length;
  }
  const name = said.own(from, to).replace(/[-'.]+$/, '');
  return to === from || readName(name) === null ? null : name;
}

const PIECE = /[^,;.!?\n_()|/]+/gu;
const LABEL = new RegExp(
  `^(?:(?:мой |моя |мое |my )?${oneOf(
    "тел(?:ефон)?|номер|почта|имя|контакты?|phone|number|email|e-mail|mail|name|contact|it's|this is|это|я|от",
    'звоните|пишите|спросить|ну|да|ок|ok|hi|hello|привет|здравствуйте',
  )}[ :-]*)+`,
  'u',
);

/**
 * A name that only stands beside a phone, or is the whole answer to the question for it. To be read when all else has
 * been taken out.
 */
export function readBesides(said: Said, expecting: Expecting, reached: boolean): Pick<Slots, 'name'> {
  if (expecting !== 'contact' && !reached) return {};
  const names: { name: string; from: number; to: number }[] = [];
  for (const { 0: piece, index } of said.all(PIECE)) {
    const label = LABEL.exec(piece.trimStart())?.[0] ?? '';
    const from = index + piece.length - piece.trimStart().length + label.length;
    const to = index + piece.trimEnd().length;
    const own = said.own(from, to);
    const words = own.split(' ');
    if (from >= to || words.length > 3 || /\d/.test(own)) continue;
    const capital = words.every((word) => /^\p{Lu}/u.test(word));
    const alone =
      expecting === 'contact' &&
      said.low.replace(/[_\s,.;!]/g, '').length === said.low.slice(from, to).replace(/\s/g, '').length;
    if ((!capital && !alone) || words.some((word) => NO_NAME.test(word.toLowerCase())) || readName(own) === null)
      continue;
    names.push({ name: own, from, to });
  }
  if (names.length !== 1) return {};
  said.take(names[0].from, names[0].to);
  return { name: names[0].name };
}
