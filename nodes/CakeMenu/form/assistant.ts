import { always, list, number, text, whole, yesNo, type Setting } from './fields';

/** What the bot does beside the questions of an order: answers, free words, pictures. */

const lines = { typeOptions: { rows: 3 } };

export const FAQ = list(
  'faq',
  'Ответы на частые вопросы',
  {
    one: 'Вопрос',
    add: 'Добавить вопрос и ответ',
    description:
      'Что спрашивают клиенты и что бот ответит вашими словами, например «Есть ли торты без сахара?». После ответа он продолжит заказ. Изменили цены или часы — проверьте и ответы. До 50 вопросов',
    more: 'Ещё: по-английски…',
    title: 'question',
  },
  [
    always(
      text('question', 'Вопрос', {
        placeholder: 'Как хранить торт?',
        description:
          'Как его задают клиенты, до 200 знаков. Если спросят другими словами, бот постарается узнать вопрос',
      }),
    ),
    always(
      text('answer', 'Ответ', {
        ...lines,
        placeholder: 'В холодильнике, в закрытой коробке',
        description: 'Ровно это прочитает клиент, до 1000 знаков',
      }),
    ),
    text('question_en', 'Вопрос по-английски', { placeholder: 'How do I store the cake?' }),
    text('answer_en', 'Ответ по-английски', {
      ...lines,
      placeholder: 'In the fridge, in a closed box',
      description: 'Его видят клиенты, которые пишут по-английски. Если пусто, увидят русский',
    }),
  ],
);

/** Free words and the language model. */
export const AI: Setting[] = [
  {
    path: 'ai.understanding',
    later: true,
    field: yesNo('ai_understanding', 'Понимать свободный текст с помощью языковой модели', {
      description:
        'Например: «торт для мамы, что-нибудь лёгкое с ягодами, но без орехов». Модель только понимает слова, цену и день считает бот по вашему меню. Если выключить, бот понимает по своим правилам и кнопкам',
    }),
  },
  {
    path: 'ai.calls_per_month',
    later: true,
    field: number('ai_calls_per_month', 'Обращений к языковой модели в месяц, не больше', {
      ...whole,
      default: 2000,
      description:
        'Чтобы счёт за модель не вырос незаметно. Когда они закончатся, бот до конца месяца понимает по своим правилам. 0 — не обращаться',
    }),
  },
];

/** The picture of the cake before the summary. */
export const PREVIEW: Setting[] = [
  {
    path: 'preview.enabled',
    later: true,
    field: yesNo('preview_enabled', 'Показывать клиенту эскиз его торта', {
      default: false,
      description:
        'Картинку рисует модель, а если она недоступна или лимит исчерпан — сам бот, попроще и бесплатно. Если выключено «Принимать заказы», эскизов нет',
    }),
  },
  {
    path: 'preview.style',
    later: true,
    field: text('preview_style', 'Стиль эскизов', {
      typeOptions: { rows: 2 },
      placeholder: 'домашняя кондитерская, нежные цвета, живые ягоды и цветы',
      description: 'Как выглядят ваши торты, в нескольких словах, до 300 знаков: так модель нарисует каждую картинку',
    }),
  },
  {
    path: 'preview.per_order',
    later: true,
    field: number('preview_per_order', 'Картинок от модели на один заказ, не больше', {
      ...whole,
      default: 3,
      description:
        'Например, 3: клиент может дважды попросить другую. Дальше бот рисует простой эскиз сам, бесплатно. 0 — только простые, больше 20 нельзя',
    }),
  },
  {
    path: 'preview.per_month',
    later: true,
    field: number('preview_per_month', 'Картинок от модели в месяц, не больше', {
      ...whole,
      default: 200,
      description: 'На всех клиентов вместе, чтобы счёт за картинки не вырос незаметно. Дальше только простые эскизы',
    }),
  },
  {
    path: 'preview.bucket',
    later: true,
    field: text('preview_bucket', 'Хранилище картинок (bucket)', {
      placeholder: 'cake-pictures',
      description:
        'Пусто — картинки хранит база заказов, этого обычно достаточно. Если их много, создайте в Supabase Storage закрытый bucket и впишите сюда его имя',
    }),
  },
];
