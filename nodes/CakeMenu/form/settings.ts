import { AI, PREVIEW } from './assistant';
import { choice, heading, number, text, whole, yesNo, type Setting } from './fields';
import { PAYMENT } from './payment';

const ASK_ID = 'Напишите боту /id, он ответит номером';

/** Who the bakery is; without operator, policy and chat nobody is served. */
export const ABOUT: Setting[] = [
  {
    path: 'take_orders',
    field: yesNo('take_orders', 'Принимать заказы', {
      description:
        'Выключите, и бот только соберёт пожелания и передаст их вам: без номера заказа и без занятых мест в календаре',
    }),
  },
  { path: 'name.ru', field: text('name', 'Название пекарни', { placeholder: 'Сладкая мастерская' }) },
  { path: 'name.en', field: text('name_en', 'Название по-английски', { placeholder: 'Sweet Workshop' }) },
  {
    path: 'operator.name',
    field: text('operator_name', 'Кто обрабатывает персональные данные', {
      placeholder: 'ИП Иванова Анна Андреевна',
      hint: 'Обязательно по закону: это имя бот называет, когда просит согласие',
    }),
  },
  {
    path: 'operator.policy_url',
    field: text('policy_url', 'Ссылка на политику обработки данных', {
      placeholder: 'https://моя-пекарня.рф/policy',
      hint: 'Обязательно по закону: страница, которую клиент открывает перед согласием',
    }),
  },
  {
    path: 'pickup.address.ru',
    field: text('pickup_address', 'Адрес самовывоза', {
      placeholder: 'Москва, ул. Примерная, 10',
      description: 'Пусто — самовывоза нет, только доставка',
    }),
  },
  { path: 'pickup.address.en', field: text('pickup_address_en', 'Адрес самовывоза по-английски') },
];

/** Who decides about orders, and how long that may take. */
export const BAKER: Setting[] = [
  {
    path: 'baker.chats',
    ids: true,
    field: text('baker_chats', 'Чат, куда приходят заказы', {
      placeholder: '123456789',
      hint: `Обязательно. ${ASK_ID} чата. Несколько чатов — через запятую`,
    }),
  },
  {
    path: 'baker.users',
    ids: true,
    field: text('baker_users', 'Кто ещё может нажимать кнопки', {
      placeholder: '123456789, 987654321',
      description: `Нужно, если заказы приходят в группу. ${ASK_ID} человека. Через запятую`,
    }),
  },
  {
    path: 'baker.approval',
    field: yesNo('approval', 'Кондитер подтверждает каждый заказ', {
      description: 'Если выключить, заказ принят сразу, как только клиент его подтвердил',
    }),
  },
  {
    path: 'baker.hold_hours',
    field: number('hold_hours', 'Сколько часов ждать решения', {
      ...whole,
      default: 12,
      description: 'Столько место за клиентом. Потом заказ отменяется, и оба об этом узнают',
    }),
  },
  {
    path: 'baker.remind_hours',
    field: number('remind_hours', 'Напомнить кондитеру через, часов', { ...whole, default: 2 }),
  },
  {
    path: 'baker.silence_minutes',
    field: number('silence_minutes', 'Бот молчит, пока говорит человек, минут', {
      ...whole,
      default: 60,
      description: 'Столько бот не вмешивается после того, как клиент позвал человека или вы ему написали',
    }),
  },
];

/** Notice, money and weight. */
export const TERMS: Setting[] = [
  { path: 'lead_days', field: number('lead_days', 'Заказ не позже чем за, дней', { ...whole, default: 2 }) },
  { path: 'horizon_days', field: number('horizon_days', 'Запись вперёд, дней', { ...whole, default: 90 }) },
  {
    path: 'deposit_percent',
    field: number('deposit_percent', 'Предоплата, %', {
      ...whole,
      default: 50,
      description: 'Доля цены заказа. Просит её бот, если ниже, в «Оплате», выбран хотя бы один способ',
    }),
  },
  { path: 'inscription.price', field: number('inscription_price', 'Надпись на торте, ₽') },
  {
    path: 'inscription.max_length',
    field: number('inscription_length', 'Надпись не длиннее, знаков', { ...whole, default: 40 }),
  },
  { path: 'weight.min_kg', field: number('min_kg', 'Самый лёгкий торт, кг', { default: 0.5 }) },
  { path: 'weight.max_kg', field: number('max_kg', 'Самый тяжёлый торт, кг', { default: 12 }) },
  { path: 'weight.step_kg', field: number('step_kg', 'Шаг веса, кг', { default: 0.5 }) },
  {
    path: 'weight.grams_per_serving',
    field: number('grams_per_serving', 'Граммов на гостя', { ...whole, default: 150 }),
  },
];

/** Work points by weekday of the hand-over. */
export const WEEK: Setting[] = (
  [
    ['mon', 'Понедельник'],
    ['tue', 'Вторник'],
    ['wed', 'Среда'],
    ['thu', 'Четверг'],
    ['fri', 'Пятница'],
    ['sat', 'Суббота'],
    ['sun', 'Воскресенье'],
  ] as const
).map(([day, title]) => ({ path: `capacity.${day}`, field: number(`capacity_${day}`, title, whole) }));

const ZONES: [string, string][] = [
  ['Europe/Kaliningrad', 'Калининград'],
  ['Europe/Moscow', 'Москва'],
  ['Europe/Samara', 'Самара'],
  ['Asia/Yekaterinburg', 'Екатеринбург'],
  ['Asia/Omsk', 'Омск'],
  ['Asia/Novosibirsk', 'Новосибирск'],
  ['Asia/Krasnoyarsk', 'Красноярск'],
  ['Asia/Irkutsk', 'Иркутск'],
  ['Asia/Yakutsk', 'Якутск'],
  ['Asia/Vladivostok', 'Владивосток'],
  ['Asia/Magadan', 'Магадан'],
  ['Asia/Kamchatka', 'Камчатка'],
  ['Europe/Minsk', 'Минск'],
  ['Asia/Almaty', 'Алматы'],
  ['Asia/Tashkent', 'Ташкент'],
  ['Asia/Tbilisi', 'Тбилиси'],
  ['Asia/Yerevan', 'Ереван'],
];

export const PLACE: Setting[] = [
  {
    path: 'time_zone',
    field: choice('time_zone', 'Часовой пояс', ZONES, 'Europe/Moscow'),
  },
  {
    path: 'language',
    field: choice('language', 'Язык, если язык клиента неизвестен', [
      ['ru', 'Русский'],
      ['en', 'Английский'],
    ]),
  },
];

export const WEEK_HEADING = heading(
  'week_heading',
  'Рабочие дни',
  'Сколько баллов работы вы успеваете к каждому дню недели. 0 — выходной. Баллы торта стоят у его размера.',
);

/** What one messenger needs differently. */
export const MESSENGERS: Setting[] = [
  {
    path: 'avito_links',
    field: yesNo('avito_links', 'Авито: присылать ссылки', {
      description:
        'Авито может не пропустить сообщение со ссылкой. Если выключить, бот скажет, что политика обработки данных указана в вашем профиле: впишите её там',
    }),
  },
];

/** Every single field, whatever part of the panel it stands in. */
export const SETTINGS: Setting[] = [
  ...ABOUT,
  ...BAKER,
  ...TERMS,
  ...WEEK,
  ...PLACE,
  ...MESSENGERS,
  ...AI,
  ...PREVIEW,
  ...PAYMENT,
];
