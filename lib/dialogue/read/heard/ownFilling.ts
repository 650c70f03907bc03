import { ALLERGY, DECORATED, NOT_FILLING, SAID_AFTER, SAID_BEFORE, WITH } from './aroundFilling';
import { isCake, masculine, nominative, type Food } from './foods';
import { oneOf } from './pattern';
import { refusalAt } from './refusal';
import type { Mention } from './terms';
import type { Expecting } from './types';

const CAKE_AFTER = /^ (?:тор[тд]|бисквит|чизкейк|бенто|пирог|капкейк|cake|sponge|gateau|bento)/u;
const CAKE_WITH = /(?:тор[тд][a-zа-я]*|бенто|бисквит[a-zа-я]*|cake)[ _]*(?:на[ _]+)?(?:с|со|with) $/u;
const CAKE_BEFORE =
  /(?:тор[тд][a-zа-я]*|бенто|хочу|можно|давайте|сделайте|что-нибудь|что-то|что нибудь)[ _]*(?:весь |просто )?$/u;

/** As often a colour as a taste. */
const COLOURED = /^(?:лавандов|персиков|сливов|абрикосов|молочн|кофейн|lavender|peach|plum|orange|cream)/;

/** A food of the customer's own counts where the sentence is about the cake's inside. */
export function isOwnFilling(low: string, food: Food, expecting: Expecting): boolean {
  const [before, after] = [low.slice(Math.max(0, food.from - 60), food.from), low.slice(food.to)];
  if (NOT_FILLING.test(after) || DECORATED.test(before)) return false;
  if (ALLERGY.test(before) || (expecting === 'allergens' && !SAID_BEFORE.test(before))) return false;
  if (expecting === 'filling' || SAID_BEFORE.test(before) || SAID_AFTER.test(after)) return true;
  if (CAKE_AFTER.test(after)) return !COLOURED.test(food.word);
  if (CAKE_WITH.test(before)) return true;
  if (isCake(food.word)) return refusalAt(low, food) === null;
  const ends = /^ ?(?:$|[,.;!\n_?)])|^ (?:на|к|с|for|with)(?![a-zа-я])/u.test(after);
  if (COLOURED.test(food.word) || !ends) return false;
  if (refusalAt(low, food) === 'no')
    return (
      !ALLERGEN.test(food.word) &&
      (food.adjective || /(?<![a-zа-я])(?:не|кроме|but|except|don't like) (?:[a-zа-я]+ )?$/u.test(before))
    );
  if (food.adjective) return !/(?:цвет[a-zа-я]*|тон[a-zа-я]*) $/u.test(before);
  return !WITH.test(before) && (CAKE_BEFORE.test(before) || /(?:^|[,.;!\n_]) ?$/.test(before));
}

const ALLERGEN = /^(?:арахис|миндал|фундук|орех|молочн|peanut|almond|hazelnut|walnut)/;

/** «шоколад-вишня»: one filling that the menu lacks, though it has a part of it. */
export function mixed(
  low: string,
  own: (from: number, to: number) => string,
  mentions: Mention[],
  foods: Food[],
): Food[] {
  return mentions.flatMap((one) =>
    foods
      .filter(
        ({ from, to }) => (one.to + 1 === from && low[one.to] === '-') || (to + 1 === one.from && low[to] === '-'),
      )
      .map((food) => {
        const [from, to] = [Math.min(one.from, food.from), Math.max(one.to, food.to)];
        const menu = own(one.from, one.to).toLowerCase();
        return {
          word: one.from < food.from ? `${menu}-${food.word}` : `${food.word}-${menu}`,
          from,
          to,
          adjective: false,
        };
      }),
  );
}

/** «фисташка-малина» is one filling. */
export function joined(foods: Food[], low: string): Food[] {
  const all: Food[] = [];
  for (const food of foods) {
    const last = all[all.length - 1];
    const between = last && low.slice(last.to, food.from);
    if (last && (between === '-' || (between === ' ' && last.adjective === food.adjective))) {
      all[all.length - 1] = { ...food, word: `${last.word}${between}${food.word}`, from: last.from };
    } else all.push(food);
  }
  return all;
}

const NAMED = new RegExp(
  `(?<![a-zа-я])(?:начинк(?:а|у|ой|и)|вкус(?:ом)?(?!н)|filling|flavou?r)(?: ?[-:=] ?| (?:пусть будет|будет|хочу|из|с|со|is|of) | )([a-zа-я]{3,}(?:-[a-zа-я]{3,})*)(?= ?(?:$|[,.;!\\n_]))`,
  'gu',
);
const BEFORE_FILLING = /(?<![a-zа-я])([a-zа-я]{4,}(?:ая|яя|ую|ой|ей)) начинк(?:а|у|ой)(?![a-zа-я])/gu;
const UNCLEAR = new RegExp(
  `^${oneOf(
    'люб~|как~|друг~|так~|эт~|сам~|ваш~|нов~|хорош~|вкусн~|нежн~|легк~|воздушн~|классическ~|фирменн~|обычн~',
    'стандартн~|прост~|интересн~|необычн~|перв~|втор~|последн~|сво[яюей]+|мо[яюей]+|можно|можете|есть|нужн~',
    'хочу|хотим|какие|надо|была?|пусть|тоже|ещ[ёе]|пока|потом|позже|вами?|ваш|попроще|выбер~|выбрать|посовет~',
    'any|what|which|please|same|other|your|will|one|that|options?|bento|бенто|торт~|все|всё|разн~|остал~',
    'прежн~|неважно|сладк~|красив~|без|не|нет|да|или|а|и',
  )}$`,
  'u',
);

/** What only the word «начинка» beside it makes a filling. */
export function explicit(
  low: string,
  own: (from: number, to: number) => string,
  known: { from: number; to: number }[],
): Food[] {
  const nouns = [...low.matchAll(NAMED)].map((found) => ({
    word: found[1],
    from: found.index + found[0].length - found[1].length,
    adjective: false,
  }));
  const adjectives = [...low.matchAll(BEFORE_FILLING)].map((found) => ({
    word: found[1],
    from: found.index,
    adjective: true,
  }));
  return [...nouns, ...adjectives]
    .map((one) => ({ ...one, to: one.from + one.word.length }))
    .filter(({ word, from, to }) => !UNCLEAR.test(word) && known.every((other) => to <= other.from || from >= other.to))
    .map((one) => ({
      ...one,
      word: one.adjective ? masculine(own(one.from, one.to)) : nominative(own(one.from, one.to)),
    }));
}
