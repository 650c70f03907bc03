/** How a customer's words are made comparable before any rule looks at them. */

/** Longer texts are cut: no answer that the rules understand is so long, and every rule stays fast. */
export const LONGEST = 600;

/** A regular expression whose match is a whole word (or words) in any alphabet; `\b` knows only Latin letters. */
export const wholeWords = (source: string, flags = 'gu') =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, flags);

/** Lower case, ё as е, one kind of dash, quote and space, no emoji; punctuation stays. Cut at a space to `LONGEST`. */
export function plain(text: string): string {
  const cut = text.length <= LONGEST ? text : text.slice(0, LONGEST).replace(/\S*$/, '');
  return cut
    .replace(/(\d?)\s?½/g, (_, whole: string) => ` ${whole || '0'}.5`)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/ё/g, 'е')
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/[’‘ʼ`]/g, "'")
    .replace(/[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}\uFE0F\u20E3\u200B-\u200F]/gu, (sign) =>
      /\d/.test(sign) ? sign : ' ',
    )
    .replace(/\s+/g, ' ')
    .trim();
}

/** Only words and numbers, one space between them: what is left when punctuation does not matter. `2,5` is `2.5`. */
export function clean(text: string): string {
  return plain(text)
    .replace(/(\d),(?=\d)/g, '$1.')
    .replace(/'/g, '')
    .replace(/(?<!\d)\.|\.(?!\d)|[^\p{L}\p{M}\p{N}. ]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Words that make a phrase polite or tentative and change nothing of what is asked for. */
const POLITE = wholeWords(
  [
    'пожалуйста|пжлст|плиз|будьте добры|если можно|можно|давайте|давай|хочу|хотим|хотела? бы|хочется|мне|нам|нужен',
    'нужна|нужно|надо|буду|пусть будет|пусть|тогда|ну|лучше|наверное|наверно|думаю|выбираю|выберу|беру|возьму|бы|вот|это',
    'please|i want|i would like|id like|ill take|ill have|lets have|lets take|lets go with|lets|give me|want|we want|maybe',
  ].join('|'),
);

/** `clean` without politeness. */
export function asked(text: string): string {
  return clean(text).replace(POLITE, ' ').replace(/\s+/g, ' ').trim();
}
