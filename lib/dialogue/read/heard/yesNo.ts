import { oneOf, words } from './pattern';
import type { Expecting } from './types';

const YES = oneOf(
  'да+|ага|угу|ок(?:ей)?|окей|оки|хорошо|ладно|конечно|верно|все|всё|правильно|точно|подтвержда~|подтвердить',
  'соглас~|годится|подходит|устраивает|отлично|супер|класс~|идеально|прекрасно|здорово|замечательно|нравится',
  'мне|нам|очень|давай(?:те)?|оформля~|оформить|отправля~|принима~|так|именно|беру|берем|заказ~|готово|можно',
  'норм~|хорош~|эскиз|картинка|вариант|ваш|на|спасибо|пожалуйста|это|то|что|надо|нужно|делайте|запускайте',
  'поехали|погнали|красиво|красота|одобря~|плюс|го|и|в|порядке|большое|ура|такой|отличный|запекайте|пеките',
  'пойдет|сойдет|без проблем|эту|этот|yes|yep|yeah|yup|sure|ok(?:ay)?|correct|right|confirm(?:ed)?|agreed?|i',
  "looks?|good|great|perfect|all|go|ahead|that's|it's|it|fine|love|like|the|sketch|picture|is|lovely|nice",
  "exactly|please|thanks|thank|you|proceed|do|works?|for|me|let's|approved?|sounds|awesome|everything|with",
  'cool|very|much|so|place|order|my',
);
const APPROVE = new RegExp(`^(?:${YES}(?![a-zа-я])[\\s,.!)+_-]*)+$`, 'u');
const APPROVES = words([
  'да+|ага|угу|ок(?:ей)?|оки|хорошо|ладно|верно|правильно|точно|подтвержда~|соглас~|годится|подходит',
  'устраивает|отлично|супер|класс~|идеально|прекрасно|нравится|оформля~|отправля~|принима~|одобря~|так',
  'конечно|именно|беру|берем|красота|красиво|норм~|пойдет|поехали|замечательно|давайте|делайте|yes|yep|yeah',
  'yup|sure|ok(?:ay)?|correct|right|confirm~|agreed?|good|great|perfect|ahead|fine|love|like|lovely|nice',
  'exactly|proceed|works|approved?|awesome|cool',
]);
const NO = new RegExp(
  `(?<![a-zа-я])${oneOf(
    `не ${oneOf(
      'подтвержда|нрав|подход|соглас|так(?![a-zа-я])|то(?![a-zа-я])|верно|устраива|годится|пойдет|ок(?![a-zа-я])',
      'правильно|вариант',
    )}`,
    "неверно|неправильно|плохо|некрасиво|ужас|отстой|фу(?![a-zа-я])|отказ|don't like|do not like|don't agree|wrong|incorrect",
    'ugly|awful|reject|disagree|not (?:ok|good|right|correct|what i|like that|this|that|happy)',
  )}`,
  'u',
);
const BARE_NO = new RegExp(
  `^(?:(?:хм+|эм+|ну|hm+|well|ой)[\\s,.!]+)*(?:нет|неа|не|не-а|no|nope|nah)[\\s,.!)]*${oneOf(
    'спасибо|пожалуйста|не надо|не нужно|не хочу|ничего|thanks|thank you|nothing',
  )}?[\\s,.!)]*$`,
  'u',
);
const ANSWERS = /аллерг|allerg|пожелани|не знаю|не помню|не уверен|don't know|not sure/;
const APPLAUSE = /^(?:\s|[\u{1F44D}\u{1F44C}\u2764\uFE0F\u{1F3FB}-\u{1F3FF}\u2705\u{1F525}\u{1F60D}+])+$/u;

/** Whether all that is said is yes; emoji are one only where a yes is asked for. `bare`: `low` without what was taken. */
export function isYes(text: string, bare: string, expecting: Expecting): boolean {
  if (expecting === 'confirm' && APPLAUSE.test(text)) return true;
  return APPROVE.test(bare) && APPROVES.test(bare);
}

/** Whether a text turns down: «нет», «не нравится». «нет аллергии» answers, and so does «не знаю». */
export function isNo(bare: string, expecting: Expecting): boolean {
  if (ANSWERS.test(bare)) return false;
  // Where the text for the cake is asked for, it says that there shall be none.
  if (BARE_NO.test(bare)) return expecting !== 'inscription';
  return NO.test(bare) || (expecting === 'confirm' && /^(?:нет|неа|no|nope|nah)(?![a-zа-я])/u.test(bare));
}
