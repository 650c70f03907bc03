import { isThanks } from '../thanks';
import { clean } from '../text';
import { oneOf, words } from './pattern';

const GREETING = new RegExp(
  `^(?:[\\s,.!)(_?-]|(?<![a-zа-я])${oneOf(
    'здравствуйте|здравствуй|здра[вс]+ь?те|здрасьте|здрасте|здаров~|здоров~|привет~|приветик~|хай|хеллоу',
    'добр(?:ый|ого|ое|ой)|день|дня|дняя|вечер|вечера|утро|утра|ночи|доброго|времени|суток|доброе|всем|вам',
    'вечерочек|денечек|утречко|салют|ку|алло|ау|hello|hi+|hey+|heya|there|good|morning|day|afternoon|evening',
    'greetings|yo|howdy|hiya|guys|ребята|девочки|дорогие|уважаемые|приветствую',
  )}(?![a-zа-я]))+$`,
  'u',
);

/** Whether a text only greets. */
export const isGreeting = (low: string): boolean => GREETING.test(low) && /[a-zа-я]/u.test(low);

const PLAY = new RegExp(
  `^${oneOf(
    'лол|кек|хех?|хм+|тест~|test(?:ing)?|lol|lmao|rofl|haha~|ха(?:-?ха)+~|хи(?:хи)+|ну|эм+|мда+|блин|ого|вау',
    'wow|meh|blah|bla|бла|спс|thx|ty|thanks?|спасиб~|пасиб~|благодар~|пока|bye|до свидания|ok google|окей гугл',
    'привет мир',
  )}(?: .{0,12})?$`,
  'u',
);
const ELSEWHERE = words([
  'анекдот~|шутк~|погод[аеуы]|курс (?:доллара|валют|евро)|кто ты|как тебя зовут|как дела|ты (?:бот|робот)',
  'люблю (?:тебя|вас)|(?:тебя|вас) люблю|i love you|гороскоп~|стих~|песн~|joke|weather|poem|sing',
  'meaning of life|how are you|who are you|bitcoin|крипт~|кредит~|казино',
]);
const KEYS = new RegExp(
  `^${oneOf(
    '[йцукен]{4,}|[фывапролджэ]{4,}|[ячсмитьбю]{4,}|[qwertyuiop]{4,}|[asdfghjkl]{4,}|[zxcvbnm]{4,}',
    '(?:асдф|фыва|asdf|qwer|йцук|zxcv|ячсм)~',
  )}$`,
  'u',
);

/** Whether a text is about something that no bakery answers. */
export const isElsewhere = (low: string): boolean => ELSEWHERE.test(low);

/** Whether a text says nothing that an order could use: letters at random, emoji, thanks, small talk. */
export function isNonsense(text: string, low: string): boolean {
  const words = clean(text);
  if (!/[a-zа-я\d]/u.test(words) || isThanks(text) || PLAY.test(words) || ELSEWHERE.test(low)) return true;
  return words.split(' ').length <= 3 && words.split(' ').every(isRandom);
}

function isRandom(word: string): boolean {
  if (/\d/.test(word)) return false;
  if (/^[ьъы]/.test(word)) return true;
  if (KEYS.test(word) || /([a-zа-я])\1\1/u.test(word)) return true;
  return (
    word.length >= 4 &&
    (!/[аеиоуыэюяeaiouy]/.test(word) || /[бвгджзйклмнпрстфхцчшщbcdfghjklmnpqrstvwxz]{5,}/.test(word))
  );
}
