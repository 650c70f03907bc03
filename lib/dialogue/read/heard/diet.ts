import { ALLERGENS, type Allergen } from '../../../order/types';
import { readAllergies } from '../allergies';
import type { Said } from './said';
import type { Expecting, Slots } from './types';
import { oneOf, words } from './pattern';

/** Words of each allergen, for a sentence that shuns it. Names of cakes have been taken out before. */
const WORDS: Record<Allergen, string> = {
  nuts: 'орех[a-zа-я]*|орешк[a-zа-я]*|фундук[a-zа-я]*|миндал[a-zа-я]*|арахис[a-zа-я]*|фисташ[a-zа-я]*|кешью|nuts?|peanuts?|almonds?|hazelnuts?|walnuts?|pistachios?',
  gluten: 'глютен[a-zа-я]*|мук[аиу]|пшениц[a-zа-я]*|gluten|wheat|flour',
  milk: 'молок[a-zа-я]*|молочк[аиу]|молочн[a-zа-я]+(?: продукт[a-zа-я]*)?|лактоз[a-zа-я]*|milk|lactose|dairy',
  eggs: 'яйц[a-zа-я]*|яиц|яичн[a-zа-я]+|eggs?',
  honey: 'мед|меда|меду|медом|honey',
};
const ANY = Object.values(WORDS).join('|');
const ITEM = `(?:(?:любых|любого|всяких|коровьего|куриных|any|all|the|tree|cow's?) )?(?:${ANY})`;
const LIST = `${ITEM}(?:(?:,| и|,? или|,? ни|,? и без|,? без| and| or|,? nor|,? no| \\+|/| &|,? а также|,? также|,? плюс)? ?(?:без |ни |no |без )?${ITEM})*`;
const word = (source: string) => `(?<![a-zа-я])(?:${source})(?![a-zа-я])`;
const SHUN = `без|нельзя|исключ[a-zа-я]+|убер[a-zа-я]+|убрать|не ${oneOf(
  'ест|ем|едят|едим|пь[её]т|переносит|переношу|переносим|перевариваю|переваривает|клад~|добавля~|должно быть',
  'использ~',
)}|непереносимост[a-zа-я]+|no|without|free (?:of|from)|avoid|exclude|can't (?:eat|have)|cannot (?:eat|have)|intoleran[a-zа-я]+ (?:to|of)|don't (?:eat|add|use)|minus`;
const PATTERNS = [
  new RegExp(
    word(`(?:${SHUN})(?: (?:быть|в составе|всяких|никаких|any|есть|him|her|ему|ей|нам|мне|to|с))* (?<list>${LIST})`),
    'gu',
  ),
  new RegExp(
    word(
      `(?<list>${LIST})(?: (?:ему|ей|нам|мне|тоже|вообще|совсем|точно|все-таки|всетаки|ребенку|ей|им|у нас|в торте|пожалуйста))*,? (?:нельзя|исключ[a-zа-я]+|убрать|уберите|не (?:надо|нужно|нужны|клад[a-zа-я]+|добавля[a-zа-я]+|ест|ем|едим|едят|должно быть|должно|было|переносит|переношу))`,
    ),
    'gu',
  ),
  new RegExp(word(`(?<list>${LIST})(?:-| )free`), 'gu'),
  new RegExp(word(`(?<list>${LIST})(?: |-)(?:intoleran[a-zа-я]+|allerg[a-zа-я]+)`), 'gu'),
  new RegExp(
    word(
      '(?<list>безглютен[a-zа-я]*|без глютенов[a-zа-я]*|безлактоз[a-zа-я]*|без лактозн[a-zа-я]*|безмолочн[a-zа-я]*|безъяичн[a-zа-я]*|целиак[a-zа-я]*|c(?:o)?eliac[a-zа-я]*)',
    ),
    'gu',
  ),
];
const STATED = /аллерг|allerg/u;
const SENTENCE = /[^.!?;\n]+/gu;
const MILK_PROTEIN = /бел[ко][a-zа-я]* (?:коровьего )?молок/gu;
/** «орехи можно». */
const ALLOWED = /[^,]*(?<![a-zа-я])(?:можно|ok|fine)(?![a-zа-я])[^,]*/gu;
const MAYBE = /(?<![a-zа-я])(?:можно|ok|fine|is ok|разрешен[a-zа-я]*)(?![a-zа-я])/u;

/** What must not be eaten, in the contract's order; takes the words out. A cake «без орехов» is one for whom nuts are bad. */
export function readDiet(said: Said, expecting: Expecting): Pick<Slots, 'allergens' | 'vegan' | 'sugar_free'> {
  const named = new Set<Allergen>();
  for (const pattern of PATTERNS) {
    for (const found of said.all(pattern)) {
      const list = found.groups?.list ?? '';
      ALLERGENS.filter((one) => contains(list, one)).forEach((one) => named.add(one));
      said.take(found.index, found.index + found[0].length);
    }
  }
  for (const found of said.all(SENTENCE)) {
    if (!STATED.test(found[0])) continue;
    const clauses = allergic(found[0].replace(ALLOWED, (clause) => ' '.repeat(clause.length)));
    readAllergies(clauses.replace(/_+/g, ', ').replace(MILK_PROTEIN, 'молок')).named.forEach((one) => named.add(one));
    takeWords(said, found.index, found[0]);
  }
  if (expecting === 'allergens' && !MAYBE.test(said.low)) {
    readAllergies(said.low.replace(/_+/g, ', ').replace(MILK_PROTEIN, 'молок')).named.forEach((one) => named.add(one));
    takeWords(said, 0, said.low);
  }
  const allergens = ALLERGENS.filter((one) => named.has(one));
  return { ...(allergens.length > 0 && { allergens }), ...flags(said) };
}

/** From the word «аллергия» on, or the whole where what is meant stands before it. */
function allergic(sentence: string): string {
  const at = sentence.search(STATED);
  const after = sentence.slice(at);
  return new RegExp(word(ANY), 'u').test(after) ? sentence.slice(Math.max(0, at - 12)) : sentence;
}

function contains(list: string, one: Allergen): boolean {
  if (one === 'gluten' && /глютен|целиак|eliac/.test(list)) return true;
  if (one === 'milk' && /лактоз|молочн/.test(list)) return true;
  if (one === 'eggs' && /яичн/.test(list)) return true;
  return new RegExp(word(WORDS[one]), 'u').test(list);
}

function takeWords(said: Said, from: number, text: string): void {
  const words = new RegExp(word(`${ANY}|аллерг[a-zа-я]*|allerg[a-zа-я]*`), 'gu');
  for (const found of text.matchAll(words)) said.take(from + found.index, from + found.index + found[0].length);
}

const VEGAN = words(
  ['веган~|vegan~|plant[ -]based|без (?:продуктов животного происхождения|животных продуктов|животного)'],
  'gu',
);
const SUGAR = words(
  [
    'без ?(?:добавленного |рафинированного |белого )?сахара|безсахарн~|бессахарн~',
    'сахара?(?: тоже| вообще| мне| нам)* (?:не надо|не нужно|нельзя|не должно быть|не кладите|не добавляйте)',
    '(?:не (?:кладите|добавляйте|надо) |нельзя |исключ~ )сахара?|no (?:added |refined )?sugar',
    "without (?:added |any )?sugar|sugar[ -]?free|sugarless|don't add sugar",
  ],
  'gu',
);
const NOT = /(?<![a-zа-я])(?:не(?: обязательно)?|not|non|no)(?:[ -](?:the|a))?[ -]?$/u;

function flags(said: Said): Pick<Slots, 'vegan' | 'sugar_free'> {
  const has = (pattern: RegExp) =>
    said.all(pattern).filter((found) => {
      const wanted = !NOT.test(said.low.slice(0, found.index));
      said.take(found.index, found.index + found[0].length);
      return wanted;
    }).length > 0;
  return { ...(has(VEGAN) && { vegan: true as const }), ...(has(SUGAR) && { sugar_free: true as const }) };
}
