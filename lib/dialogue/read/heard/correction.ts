import type { Expecting, Slots } from './types';
import { oneOf, words } from './pattern';

/** Words that change what was said, whatever else is there. */
const CHANGES = words([
  'помен(?:яй|яйте|ять|яю|яем|яла|ялось|ялся|ялись|яли)|изменить|измени(?:те)?|изменил(?:ся|ось|ась|ись|а)',
  'исправ(?:ьте|ить|ь|лю|ляю)|замен(?:ить|ите|и|им)|перенес(?:ите|ти|ем)|сменить|поправ(?:ьте|ить|ка|лю)',
  'переделайте|ошиблась|ошибся|ошибочка|опечат~|перепутал~|неправильно (?:написал|указал|сказал)~',
  'не так (?:написал|сказал)~|change|switch|edit|update|correct (?:the|my)|swap|replace|typo|my mistake',
  'i made a mistake|scratch that|correction|отмен~ (?:доставк~|самовывоз~|надпис~|мастик~)',
]);
/** Words that begin a correction where a fact follows. */
const STARTS = new RegExp(
  `^[\\s_]*(?:${oneOf(
    'ой|упс|блин|стоп|нет(?! (?:аллерг|у |ничего|спасибо))|не+(?=[,.!]| лучше| давайте| надо)|подожди(?:те)?',
    'погоди(?:те)?|постойте|извините|простите|сорри|сори|ладно|хотя|так|черт|эм+|actually|wait|sorry|oops|ops',
    'no+(?=[,.!]| wait)|nope|hmm|hold on|i mean|nah|well|ah|oh',
  )}(?:[\\s,.!]+|$))+`,
  'u',
);
const INSIDE = words([
  'ой|то есть|т\\.?е\\.?|точнее|вернее|а нет|хотя нет|хотя лучше|нет лучше|передумал~|все-таки|все таки',
  'всетаки|вместо|заместо|actually|no wait|i mean|instead|rather|make that|changed my mind|on second thought',
]);
const BUT_NOT = /(?:,| -) ?(?:а не|but not|not) [\d_a-zа-я]/u;
const NOT_BUT =
  /(?<![a-zа-я])(?:не|not)(?: [^,.!?\n]{1,30}?|_+[^,.!?\n]{0,10})(?:,| -)? ?(?<![a-zа-я])(?:а|но лучше|but)(?= |_)(?! не| not| еще)/u;
const BETTER = /(?<![a-zа-я])лучше(?![a-zа-я])/u;
const OTHER = words(['друг(?:ой|ая|ое|ую|ие)|new|another']);

/** Whether the wording says that something said before does not hold. `asks`: it is a question or about a price. */
export function isCorrection(low: string, slots: Slots, asks: boolean, expecting: Expecting): boolean {
  const filled = Object.keys(slots).length > 0;
  if (CHANGES.test(low)) return true;
  if (asks) return false;
  if (!filled) return false;
  const start = answers(slots, expecting) ? null : STARTS.exec(low);
  if (
    start &&
    /(?:ой|упс|стоп|не+т?|нее|подожди|погоди|постойте|хотя|actually|wait|sorry|oops|no+|nope|hold on|i mean|nah)/.test(
      start[0],
    ) &&
    !/^(?:нет|no)[\s,.]+(?:спасибо|thanks)/.test(low) &&
    !onlyDenies(low)
  )
    return true;
  if (INSIDE.test(low)) return true;
  if (BUT_NOT.test(low) || (NOT_BUT.test(low) && !/что угодно|любо|только не|anything/.test(low))) return true;
  if (BETTER.test(low)) return true;
  return OTHER.test(low) && /^[\s_]*(?:нет|не|ой|no|да,? но|yes,? but)(?![a-zа-я])/u.test(low);
}

const ANSWERS: Partial<Record<Expecting, (keyof Slots)[]>> = {
  allergens: ['allergens'],
  wishes: ['colour', 'vegan', 'sugar_free', 'decor', 'allergens'],
  inscription: ['inscription'],
};

/** «нет, но без орехов» says no to the question, not to what was said before. */
const answers = (slots: Slots, expecting: Expecting): boolean =>
  Object.keys(slots).every((key) => ANSWERS[expecting]?.includes(key as keyof Slots) ?? false);

/** «не медовик», «нет аллергии на мёд», «no chocolate»: no, but nothing in place of what was said. */
function onlyDenies(low: string): boolean {
  return /^[\s_]*(?:не |no |нет (?:аллерг|у ))/u.test(low) && !/[,.]|лучше|давайте|make/.test(low);
}

const MARKS = new RegExp(
  `(?<=[^\\s,.].{2,})(?:[,.!(\\s-]+)${oneOf(
    'ой|а нет|хотя нет|нет,? лучше|не,? лучше|нет,? давайте|то есть|точнее|вернее|верней|а хотя|хотя лучше|упс',
    'no,? wait|actually|oops|i mean|scratch that|make that|or rather|sorry,|(?<=, )нет,|(?<=, )no,',
  )}(?=[\\s,.]+)(?=.*[a-zа-я\\d])`,
  'gu',
);

/** Where the last correction within one text begins («на субботу, ой, на воскресенье»), or -1. */
export function correctedAt(text: string): number {
  const low = text.toLowerCase().replace(/ё/g, 'е');
  if (low.length !== text.length) return -1;
  const marks = [...low.matchAll(MARKS)];
  return marks.length === 0 ? -1 : marks[marks.length - 1].index;
}

const IN_PLACE = /^[\s]*(?:не|not)(?: (?:на|в|к|for|on|at))? _+, ?(?:на |в |к |for |on |at )?_/u;

/** "not pickup, delivery": one read thing in place of another, in what no rule took. */
export const isReplaced = (left: string, slots: Slots): boolean =>
  Object.keys(slots).some((key) => key !== 'filling_not') && IN_PLACE.test(left);
