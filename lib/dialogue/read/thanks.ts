import { clean, LONGEST } from './text';

const PARTS = [
  'спасибо|спасибочки|спс|благодар(?:ю|им|ствую)|мерси|большое|огромное|вам|тебе|всем|за все|за помощь|очень',
  'ок|окей|хорошо|ладно|отлично|супер|класс|здорово|прекрасно|понятно|понял[аи]?|ясно|принято|жд[уе]м?|буду ждать|договорились',
  'thanks|thank you|thx|ty|cheers|so much|very much|a lot|ok|okay|great|got it|perfect|cool|lovely|wonderful|nice|fine|good',
];
const THANKS = new RegExp(`^(?:(?:${PARTS.join('|')})(?: |$))+$`, 'u');

const GREETING =
  /^(?:(?:здравствуйте|здравствуй|привет|приветик|добрый (?:день|вечер)|доброе утро|доброго (?:дня|вечера|утра|времени суток)|hello|hi|hey|good (?:morning|day|afternoon|evening)|there|вам|всем)(?: |$))+/u;

/** Whether the whole text only thanks or takes note («спасибо», «ок, жду», 👍): an answer that asks for nothing. */
export function isThanks(text: string): boolean {
  if (text.length > LONGEST) return false;
  const words = clean(text);
  return words === '' ? /\p{Extended_Pictographic}/u.test(text) : words.length <= 80 && THANKS.test(words);
}

/** Whether a first message says something of its own besides the greeting. */
export function moreThanGreeting(text: string): boolean {
  const rest = clean(text).replace(GREETING, '');
  return !text.trim().startsWith('/') && /\p{L}{2,}/u.test(rest) && rest.split(' ').length >= 2 && !isThanks(rest);
}
