import { ABOUT_CAKE, ALLERGY, DECORATED, NOT_FILLING, SAID_AFTER, SAID_BEFORE, WITH } from './aroundFilling';
import { foodsIn } from './foods';
import { explicit, isOwnFilling, joined, mixed } from './ownFilling';
import { refusalAt } from './refusal';
import type { Said } from './said';
import { mentionsIn, type Mention } from './terms';
import type { Expecting, Slots, Term } from './types';

const CHANGING =
  /(?<![a-zа-я])(?:замен[a-zа-я]+|помен[a-zа-я]+|смен[a-zа-я]+|исправ[a-zа-я]+|измен[a-zа-я]+|change|switch|swap|replace)[^.,!?]*$/u;
const INTO = /^ (?:на|for|to|with) $/u;
const SIDE = /(?<![a-zа-я])(?:в|in) $/u;
const AND = /^ ?(?:,|и|с|and|with|&|\+) ?$/u;

/** Menu's fillings and the customer's own, wanted and refused; takes their words out. */
export function readFilling(
  said: Said,
  terms: readonly Term[],
  expecting: Expecting,
): Pick<Slots, 'filling' | 'filling_not'> {
  const { low } = said;
  const mentions = mentionsIn(low, terms)
    .filter((one) => isFilling(low, one, expecting))
    .map((one) => ({ ...one, from: /^(?:шоко|choc)/.test(low.slice(one.from)) ? kindFrom(low, one.from) : one.from }));
  const own = (from: number, to: number) => said.own(from, to);
  const eaten = joined(foodsIn(low, own), low);
  const foods = eaten
    .filter((food) => mentions.every((one) => food.to <= one.from || food.from >= one.to))
    .filter((food) => isOwnFilling(low, food, expecting));
  // «с клубникой и бананом»: the second is as much a filling as the first.
  const more = eaten.filter((food) =>
    foods.some((one) => one !== food && one.to < food.from && AND.test(low.slice(one.to, food.from))),
  );
  more.filter((food) => !foods.includes(food)).forEach((food) => foods.push(food));
  const named = explicit(low, own, [...mentions, ...foods]);
  const pairs = mixed(low, own, mentions, eaten);
  const single = (one: { from: number; to: number }) => pairs.every(({ from, to }) => one.to <= from || one.from >= to);
  const all: Mention[] = [
    ...mentions.filter(single),
    ...[...foods.filter(single), ...named, ...pairs].map(({ word, from, to }) => ({
      key: word,
      from,
      to,
      refused: refusalAt(low, { from, to }),
    })),
  ].sort((a, b) => a.from - b.from);
  all.forEach((one) => said.take(one.from, one.to));
  const no = all.find(({ refused }) => refused === 'no');
  const wanted = chosen(
    low,
    all.filter(({ key, refused }) => refused === null && all.every((one) => one.key !== key || one.refused !== 'no')),
  );
  if (wanted === undefined && all.some(({ refused }) => refused === null)) said.unclear = true;
  return { ...(wanted && { filling: wanted }), ...(no && no.key !== wanted && { filling_not: no.key }) };
}

/** The one that is wanted: what is called the filling, then a cake's own name before what it comes with; of two none. */
function chosen(low: string, wanted: Mention[]): string | undefined {
  const between = (list: Mention[], index: number) => low.slice(list[index].to, list[index + 1].from);
  const called = wanted.filter(
    ({ from, to }) => SAID_BEFORE.test(low.slice(0, from)) || SAID_AFTER.test(low.slice(to)),
  );
  const beside = new Set<Mention>();
  wanted.forEach((one, index) => {
    const before = low.slice(0, one.from);
    const goesOn = index > 0 && beside.has(wanted[index - 1]) && AND.test(between(wanted, index - 1));
    if (goesOn || WITH.test(before) || SIDE.test(before)) beside.add(one);
  });
  const itself = wanted.filter((one) => !beside.has(one));
  const rest = [called, itself, wanted].find((list) => list.length > 0) ?? [];
  const keys = [...new Set(rest.map(({ key }) => key))];
  if (keys.length <= 1) return keys[0];
  const gaps = rest.slice(1).map((_, index) => between(rest, index));
  if (CHANGING.test(low.slice(0, rest[0].from)) && INTO.test(gaps[0])) return rest[1].key;
  // «шоколадный медовик» is a медовик.
  return gaps.every((gap) => /^[ -]$/.test(gap)) ? rest[rest.length - 1].key : undefined;
}

function isFilling(low: string, { from, to }: Mention, expecting: Expecting): boolean {
  const before = low.slice(Math.max(0, from - 60), from);
  if (ALLERGY.test(before) || (expecting === 'allergens' && !ABOUT_CAKE.test(before))) return false;
  return (
    !(/^(?:шоко|choc|ягод|berr)/.test(low.slice(from)) && NOT_FILLING.test(low.slice(to))) &&
    !DECORATED.test(low.slice(Math.max(0, from - 50), from)) &&
    !/(?<![a-zа-я])в шоколад/u.test(low.slice(Math.max(0, from - 2), to))
  );
}

/** «белый шоколад» has no colour. */
const KIND = /(?<![a-zа-я])(?:бел|темн|горьк|молочн|черн)[a-zа-я]* $|(?<![a-zа-я])(?:white|dark|milk|bitter) $/u;
const kindFrom = (low: string, from: number) => from - (KIND.exec(low.slice(0, from))?.[0].length ?? 0);
