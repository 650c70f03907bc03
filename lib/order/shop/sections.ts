import { z } from 'zod';
import type { Coating, Decor, Filling, Names, Occasion, Shop, ShopTexts, Size, Weekday, Window, Zone } from '../types';
import * as field from './fields';
import { fieldsOf, shown } from './sentences';

/** Sections of the owner's document: her names and units come in, the domain's come out. */

const lead = () => field.whole('срок подготовки в днях', 'm', 0, 365).nullish();
const work = () => field.whole('баллы работы', 'p', 0, 1000);

const keyOf = (line: { key?: string | null; name: Names }) => line.key ?? line.name.ru.toLowerCase();

export const occasion = fieldsOf({ key: field.keyField(), name: field.buttonName() }, 'пустая строка').transform(
  (line): Occasion => ({ key: keyOf(line), name: line.name }),
);

export const size = fieldsOf(
  {
    key: field.keyField(),
    name: field.buttonName(),
    weight_kg: field.kilograms('вес в килограммах'),
    servings: field.whole('число гостей', 'n', 1, 10_000),
    tiers: field.whole('число ярусов', 'n', 1, 20).nullish(),
    work_points: work(),
  },
  'пустая строка',
).transform((line): Size => ({
  key: keyOf(line),
  name: line.name,
  weightG: line.weight_kg,
  servings: line.servings,
  tiers: line.tiers ?? 1,
  workPoints: line.work_points,
}));

/** A filling or a coating: both are sold by weight. */
export const byWeight = fieldsOf(
  {
    key: field.keyField(),
    name: field.buttonName(),
    price_per_kg: field.roubles('цена за килограмм'),
    lead_days: lead(),
    contains: field.contains(),
  },
  'пустая строка',
).transform((line): Filling & Coating => ({
  key: keyOf(line),
  name: line.name,
  pricePerKg: line.price_per_kg,
  leadDays: line.lead_days ?? 0,
  contains: [...new Set(line.contains)],
}));

export const decor = fieldsOf(
  {
    key: field.keyField(),
    name: field.buttonName(),
    price: field.roubles('цена'),
    lead_days: lead(),
    work_points: work().nullish(),
    contains: field.contains(),
  },
  'пустая строка',
).transform((line): Decor => ({
  key: keyOf(line),
  name: line.name,
  price: line.price,
  leadDays: line.lead_days ?? 0,
  workPoints: line.work_points ?? 0,
  contains: [...new Set(line.contains)],
}));

export const deliveryZone = fieldsOf(
  { key: field.keyField(), name: field.buttonName(), price: field.roubles('цена доставки') },
  'пустая строка',
).transform((line): Zone => ({ key: keyOf(line), name: line.name, price: line.price }));

export const window = fieldsOf(
  { key: field.keyField(), from: field.time('начало'), to: field.time('конец') },
  'пустая строка',
).transform((line): Window => ({ key: line.key ?? `${line.from}-${line.to}`, from: line.from, to: line.to }));

export const weight = fieldsOf(
  {
    min_kg: field.kilograms('наименьший вес'),
    max_kg: field.kilograms('наибольший вес'),
    step_kg: field.kilograms('шаг веса'),
    grams_per_serving: field.whole('граммы на гостя', 'p', 1, 5000),
  },
  'пределы веса не указаны',
).transform((line) => ({
  minG: line.min_kg,
  maxG: line.max_kg,
  stepG: line.step_kg,
  gramsPerServing: line.grams_per_serving,
}));

export const inscription = fieldsOf(
  { price: field.roubles('цена'), max_length: field.whole('наибольшая длина', 'f', 1, 500) },
  'цена и длина надписи не указаны',
).transform((line) => ({ price: line.price, maxLength: line.max_length }));

export const pickup = fieldsOf({ address: field.addresses() }, 'адрес не указан')
  .nullish()
  .transform((line) => line ?? null);

const DAYS: [Weekday, string][] = [
  ['mon', 'понедельник'],
  ['tue', 'вторник'],
  ['wed', 'среду'],
  ['thu', 'четверг'],
  ['fri', 'пятницу'],
  ['sat', 'субботу'],
  ['sun', 'воскресенье'],
];

export const capacity = fieldsOf(
  Object.fromEntries(DAYS.map(([key, day]) => [key, field.points(day)])) as Record<
    Weekday,
    ReturnType<typeof field.points>
  >,
  'баллы работы по дням недели не указаны',
);

export const operator = fieldsOf(
  {
    name: field.words('имя или название', 'n', 200),
    policy_url: field.url('ссылка на политику обработки данных'),
  },
  'имя и ссылка на политику обработки данных не указаны',
).transform((line) => ({ name: line.name, policyUrl: line.policy_url }));

const ASK_ID = 'Напишите боту /id — он ответит номером чата';

export const baker = fieldsOf(
  {
    approval: field.yesNo('подтверждение заказов', 'n').nullish(),
    chats: z
      .array(field.chat('чат для заказов (baker.chats)'), {
        error: `не указан чат, куда присылать заказы (baker.chats). ${ASK_ID}`,
      })
      .nonempty({ error: `не указан чат, куда присылать заказы (baker.chats). ${ASK_ID}` }),
    users: z
      .array(field.chat('кто может принимать заказы (baker.users)'), {
        error: 'кто может принимать заказы (baker.users) — нужен список номеров в квадратных скобках [ ]',
      })
      .nullish(),
    hold_hours: field.whole('часы на решение', 'p', 1, 720).nullish(),
    remind_hours: field.whole('часы до напоминания', 'p', 1, 720).nullish(),
    silence_minutes: field.whole('минуты молчания бота', 'p', 1, 1440).nullish(),
  },
  `не указан чат, куда присылать заказы (baker.chats). ${ASK_ID}`,
).transform((line): Shop['baker'] => ({
  approval: line.approval ?? true,
  chats: line.chats,
  users: line.users ?? [],
  holdHours: line.hold_hours ?? 12,
  remindHours: line.remind_hours ?? 2,
  silenceMinutes: line.silence_minutes ?? 60,
}));

export const language = z
  .enum(['ru', 'en'], { error: 'язык — нужно "ru" или "en"' })
  .nullish()
  .transform((value) => value ?? 'ru');

export const takesOrders = field
  .yesNo('принимать заказы (take_orders)', 'n')
  .nullish()
  .transform((value) => value ?? true);

export const avitoLinks = field
  .yesNo('ссылки в Авито (avito_links)', 'p')
  .nullish()
  .transform((value) => value ?? true);

/** Which questions are asked, in order; which of them there are is the conversation's business. */
export const questions = z
  .array(z.string({ error: 'нужны названия вопросов в кавычках, например "filling"' }), {
    error: ({ input }) => `указано ${shown(input)}, нужен список в квадратных скобках [ ]`,
  })
  .nullish()
  .transform((value) => value ?? null);

const sentences = z.record(
  z.string(),
  z.string({ error: ({ input }) => `указано ${shown(input)}, нужен текст в кавычках` }),
  {
    error: ({ input }) => `указано ${shown(input)}, нужны поля в фигурных скобках { }`,
  },
);

/** The owner's own sentences; which of them there are is the conversation's business. */
export const texts = fieldsOf(
  { ru: sentences.nullish(), en: sentences.nullish(), kitchen: sentences.nullish() },
  'тексты не указаны',
)
  .nullish()
  .transform((value): ShopTexts => ({ ru: value?.ru ?? {}, en: value?.en ?? {}, kitchen: value?.kitchen ?? {} }));

export const bakeryName = field.names(60);
export const zone = field.timeZone();
export const offDay = field.day();
export const leadDays = field.whole('срок подготовки в днях', 'm', 0, 365);
export const horizonDays = field.whole('запись вперёд в днях', 'f', 1, 730);
export const depositPercent = field.whole('процент предоплаты', 'm', 0, 100);
