import { readCommand } from './commands';
import { LONGEST } from './text';

const INTRO =
  /^(?:(?:здравствуйте|добрый день|привет|hello|hi)[,!. ]+)?(?:(?:меня зовут|мо[её] имя|я|это|имя|my name is|i am|i'm|it's|this is|name)[\s:—–-]+)?/iu;
// Words that look like a name but never are one; verbs and cake words, by their endings and stems.
const NEVER =
  /^(?:привет|здравствуй(?:те)?|спасибо|торт\p{L}*|заказ\p{L}*|хочу|хотим|можно|нужно|зачем|почему|когда|сколько|где|как|что|кто|какой|какая|какие|потом|позже|секрет|никак|вам|мне|мой|моя|не|нет|да|и|на|в|с|по|для|без|это|имя|телефон|номер|доставк\p{L}*|самовывоз|аноним\p{L}*|hello|hi|hey|thanks|cake|order|why|what|when|where|how|the|my|me|later|secret|phone|\p{L}+(?:ться|тся|ите|айте))$/u;

const COUPLE = /(?<=\p{L}{2}) (?:и|and) (?=\p{L}{2})/iu;
const PHONE =
  /(?:[,;. ]*(?:(?:и|and) )?(?:(?:мой|my) )?(?:тел(?:ефон)?|номер(?: телефона)?|моб(?:ильный)?|phone(?: number)?|number)?(?: is)?[.:— -]*)\+?\d[\d\s()+-]{6,}/giu;

/**
 * A person's name as it was said, without "меня зовут" and a phone number beside it, or null when the text is hardly a
 * name.
 */
export function readName(text: string): string | null {
  if (text.length > LONGEST || readCommand(text)) return null;
  const called = /^меня (.+) зовут$/iu;
  const words = text.normalize('NFC').replace(PHONE, ' ').replace(/\s+/g, ' ').trim();
  const name = words
    .replace(/[\p{P}\p{S}\s]+$/u, '')
    .replace(INTRO, '')
    .replace(called, '$1');
  if (!/^\p{L}[\p{L}\p{M}'’.-]*(?: \p{L}[\p{L}\p{M}'’.-]*){0,4}$/u.test(name)) return null;
  const length = [...name].length;
  if (length < 2 || length > 60 || readCommand(name)) return null;
  // No language writes one letter three times in a name: «ааааа» is play.
  const people = name.split(COUPLE);
  if (people.length > 2 || people.some((one) => one.split(' ').length > 4)) return null;
  if (
    /(\p{L})\1\1/iu.test(name) ||
    people
      .join(' ')
      .toLowerCase()
      .split(' ')
      .some((word) => NEVER.test(word))
  )
    return null;
  return /[аеёиоуыэюяіїєaeiouy]/iu.test(name) || /[^\u0000-\u04ff]/u.test(name) ? name : null;
}
