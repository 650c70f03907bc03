import { say, STEPS, TEXTS } from '../../../lib/dialogue';
import { kitchen } from '../../../lib/dialogue/texts/kitchen';
import { always, choice, list, text } from './fields';

/** What the bot asks and how it speaks. */

/** Questions in the order in which they are asked when the owner says nothing. */
export const OUR_QUESTIONS: string[] = STEPS.map(({ key }) => key);

export const QUESTIONS = list(
  'questions',
  'Вопросы',
  {
    one: 'Вопрос',
    add: 'Добавить вопрос',
    description:
      'В каком порядке бот спрашивает: перетащите строку за точки слева. Повод, покрытие, декор, надпись и пожелания можно убрать, остальные нужны для заказа. Эскиз стоит после размера, начинки, покрытия, декора и надписи, и бот покажет его, только если он включён ниже. Почту для чека бот спросит, только если это включено в «Оплате»',
  },
  [
    always(
      choice(
        'question',
        'Вопрос',
        STEPS.map(({ key, title }) => [key, say('ru', title)]),
      ),
    ),
  ],
);

const LONGEST = 70;
/** A sentence short enough for a line of a dropdown. */
const short = (words: string) => {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
};

/** What stands under it: the sentence's key, and all of its words where the line shows a part. */
const whole = (key: string, words: string) => (short(words).endsWith('…') ? `${words} (${key})` : key);

/** Before the key of a sentence that the bakery's own people read. */
export const KITCHEN = 'kitchen:';

const sentences: [string, string, string][] = [
  ...Object.entries(TEXTS.ru).map(([key, words]): [string, string, string] => [key, short(words), whole(key, words)]),
  ...Object.entries(kitchen).map(([key, words]): [string, string, string] => [
    `${KITCHEN}${key}`,
    `Кондитеру: ${short(words)}`,
    whole(key, words),
  ]),
];

export const OWN_TEXTS = list(
  'texts',
  'Свои фразы',
  {
    one: 'Фраза',
    add: 'Заменить фразу',
    description:
      'Фразы бота вашими словами. Слова в фигурных скобках, например {price}, оставьте: бот подставит туда своё',
  },
  [
    always(choice('sentence', 'Какую фразу заменить', sentences)),
    always(
      choice('language', 'На каком языке', [
        ['ru', 'По-русски'],
        ['en', 'По-английски'],
      ]),
    ),
    always(
      text('words', 'Новые слова', {
        typeOptions: { rows: 3 },
        hint: 'Слова в скобках, например {price}, должны остаться',
      }),
    ),
  ],
);
