import { stemOf } from './words';

/** Words that the rules lean on, in the forms in which people say them. What is sold has a matcher of its own. */
const RU =
  'человек человека людей гостей гостя персон порций взрослых детей килограмм килограмма килограммов ' +
  'понедельник понедельнику вторник вторнику четверг четвергу пятницу пятница пятнице суббота субботу субботе ' +
  'воскресенье воскресенью выходные выходных неделю следующую следующий ближайшую вечером утром обеду часам часов ' +
  'января февраля марта апреля августа сентября октября ноября декабря ' +
  'рождения рождение юбилей годовщина годовщину свадьба свадьбу свадебный корпоратив выпускной крестины ' +
  'орехов орехи глютена лактозы молока сахара аллергия непереносимость веганский ' +
  'начинка начинкой начинку покрытие надпись надписи надписью самовывоз доставка доставкой доставку доставьте привезите заберу заказать ' +
  'оператора менеджера кондитера промокод бюджет тысяч рублей';
/** They have one form only. */
const FIXED = 'завтра послезавтра сегодня пожалуйста спасибо здравствуйте tomorrow people delivery deliver';
const EN =
  'birthday saturday wednesday thursday wedding anniversary inscription gluten allergic december november ' +
  'february september pickup graduation kilograms';

const VOICED: Record<string, string> = { д: 'т', б: 'п', г: 'к', з: 'с', в: 'ф', ж: 'ш', щ: 'ш', о: 'а', е: 'и', э: 'и', ы: 'и', я: 'и', ю: 'у', ь: '', ъ: '' }; // prettier-ignore

/** How a word sounds: what people write by ear has the same. English keeps its consonants, in their order. */
function soundOf(word: string): string {
  const sounds = /[а-я]/.test(word)
    ? word.replace(/[а-я]/g, (letter) => VOICED[letter] ?? letter)
    : word[0] + word.slice(1).replace(/[aeiouy]/g, '');
  return sounds.replace(/(.)\1+/g, '$1');
}

const WORDS = `${RU} ${EN} ${FIXED}`.split(' ');
const BY_SOUND = new Map(WORDS.map((word) => [soundOf(word), word]));

const KNOWN = new Set(WORDS);
/** Another case of a word is no slip. */
const STEMS = new Set(`${RU} ${EN}`.split(' ').map(stemOf));

/** The word that was meant by one written by ear («завтро», «челавек»), or null where it needs no help. */
export function respelt(word: string): string | null {
  const least = /[а-я]/.test(word) ? 5 : 6;
  if (word.length < least || KNOWN.has(word) || STEMS.has(stemOf(word))) return null;
  return BY_SOUND.get(soundOf(word)) ?? null;
}
