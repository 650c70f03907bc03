import { clean } from '../read';
import { alike } from '../read/choice';
import { wholeWords } from '../read/text';
import type { Turn } from '../turn';

/** Words of a question that say nothing of what it is about. */
const EMPTY = wholeWords(
  'а|и|в|во|на|у|с|со|к|по|за|о|об|от|до|для|из|ли|же|бы|мы|я|мне|нам|вы|вас|вам|ваш\\p{L}*|это|этот|эта|то|так|как|какие|какой|какая|какую|что|чего|есть|можно|могу|можете|бывает|бывают|подскажите|скажите|пожалуйста|здравствуйте|добрый|день|торт\\p{L}*|' +
    'a|an|the|do|does|you|your|i|we|is|are|it|can|could|have|has|there|any|what|which|how|please|hi|hello|of|to|for|in|on|at|with|my|me|cakes?',
);

/** The words that tell one question from another. */
const telling = (text: string) => clean(text).replace(EMPTY, ' ').split(' ').filter(Boolean);

/** Shares of the words that must fit, of the entry's question and of the customer's. */
const OF_ENTRY = 0.6;
const OF_ASKED = 0.5;

/** The place of the entry whose question says what she asks; null when none does clearly. */
export function answeredBy(turn: Turn, text: string): number | null {
  const asked = telling(text);
  if (asked.length === 0) return null;
  const scores = turn.world.shop.faq.map(({ question }) =>
    Math.max(
      ...Object.values(question).map((one) => {
        const words = telling(one);
        const shared = words.filter((word) => asked.some((other) => alike(word, other))).length;
        const enough = shared >= words.length * OF_ENTRY && shared >= asked.length * OF_ASKED;
        return enough ? shared / Math.max(words.length, asked.length) : 0;
      }),
    ),
  );
  const best = Math.max(0, ...scores);
  const winners = scores.filter((score) => score === best).length;
  return best > 0 && winners === 1 ? scores.indexOf(best) : null;
}

const OFFER =
  /^(?:а )?(?:(?:подскажите|скажите)(?: пожалуйста)? )?(?:что|какие|какой|какая|из чего|что за)(?: \p{L}+){0,4}? ?(?:есть|бывают|предлагаете|делаете|можно|выбрать|начинк\p{L}*|покрыти\p{L}*|вариант\p{L}*|вкус\p{L}*|украшени\p{L}*|размер\p{L}*)(?: у вас)?$|^what (?:\p{L}+ ){0,4}?(?:do you have|are there|can i (?:choose|have)|fillings?|flavou?rs?|coatings?|sizes?|options?)(?: do you have)?$/u;

/** Whether she asks what there is to choose from. */
export const asksForOffer = (text: string): boolean => OFFER.test(clean(text));
