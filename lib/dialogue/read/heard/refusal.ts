import { oneOf } from './pattern';
/** `no`: not wanted («только не шоколад»); `instead`: another takes its place («вместо велюра», «не X, а Y»). */
export type Refusal = 'no' | 'instead';

interface Stretch {
  from: number;
  to: number;
  refused?: Refusal | null;
}

const SMALL = oneOf(
  'the|a|an|any|more|too|much|that|of|with|on|in|for|to|it|из|с|со|на|в|во|для|к|ко|под|хочу|хотим|хотелось',
  'надо|нужн~|люблю|любим|любит|любят|ем|едим|ест|едят|буд~|давайте|делайте|кладите|добавля~|want|wants|like',
  'likes|need|add|put|do|use|using|like|have|having|начинк~|вкус~|торт~|сильно|очень|слишком|покрыти~',
  'filling|cake|coating|никак~|всякой|этой|этот|эту|ваш~',
);
const NOT = oneOf(
  'не|без|ни|кроме|помимо|исключая|исключите|уберите|убрать|убери|ненавижу|(?<!не )против|терпеть не могу',
  "not|no|without|except|but not|anything but|everything but|don't|dont|doesn't|hate|hates|avoid|skip",
  'dislike|remove|nor|other than|not a fan|sick|никаких|никакого|никакой',
);
const BEFORE = new RegExp(`(?<![a-zа-я\\d'])${NOT}(?: ${SMALL})*\\s*$`, 'u');
const INSTEAD = new RegExp(
  `(?<![a-zа-я\\d])(?:вместо|заместо|взамен|instead of|rather than|отмен[a-zа-я]+)(?: ${SMALL})*\\s*$`,
  'u',
);
const AFTER = new RegExp(
  `^(?: ${oneOf(
    'начинк~|вкус~|покрыти~|торт~|filling|coating|точно|совсем|вообще|категорически|лично|тоже|мне|нам|я|мы',
    'у нас|никто|никогда',
  )})*(?: -)? ?(?:${oneOf(
    `не ${oneOf(
      'надо|нужн~|хоч~|хотим|люб~|буд~|подойд~|подход~|ем|едим|ест|пойд~|предлага~|рассматрива~|нрав~|клад~',
      'добавля~|перевари~|перенос~',
    )}`,
    "нельзя|исключ~|убер~|убрать|терпеть не|is not|isn't|not for|is a no|out of",
  )}(?![a-zа-я]))`,
  'u',
);
/** «мастика: нет». */
const IN_A_FORM = /^ ?[-:] ?(?:нет|не надо|не нужн[а-я]+|no|none)(?![a-zа-я])/u;
/** «не X, а Y», "not X but Y". */
const BUT =
  /^[^.!?;\n]{0,40}?(?:,| -)? ?(?<![a-zа-я])(?:а|but|лучше|а лучше|rather|(?<=, )(?:хочу|хотим|давайте|сделайте|пусть|надо|нужен|let's|i want|make))(?![a-zа-я]) (?!не |not )/u;
const AND = /^,? ?(?:и|или|ни|либо|\/|or|nor|and)(?: (?:не|ни|без|с|со|no|not))? ?$/;

/** Whether the words around a stretch of `low` say that it is not wanted. `before` is the mention next to its left. */
export function refusalAt(low: string, at: Stretch, before?: Stretch): Refusal | null {
  const left = low.slice(Math.max(0, at.from - 60), at.from);
  const right = low.slice(at.to, at.to + 80);
  if (INSTEAD.test(left)) return 'instead';
  const own = BEFORE.test(left) && !/(?:не|not) (?:только|just|only) $/u.test(left);
  if (
    own &&
    /(?<![a-zа-я])(?:не|not)(?: [a-zа-я]+)? $/u.test(left) &&
    !/(?:только|but) (?:не|not) /u.test(left) &&
    BUT.test(right)
  ) {
    return 'instead';
  }
  if (own || AFTER.test(right) || IN_A_FORM.test(right)) return 'no';
  if (before?.refused && AND.test(low.slice(before.to, at.from))) return before.refused;
  return null;
}
