import type { INodeProperties } from 'n8n-workflow';

import { ALLERGENS, type Allergen } from '../../../lib/order';
import { FAQ } from './assistant';
import { always, list, needed, number, text } from './fields';

/** Lists of the menu: each line of the panel is a line of the document, field by field. */

const WORDS: Record<Allergen, string> = {
  nuts: 'Орехи',
  gluten: 'Глютен',
  milk: 'Молоко',
  eggs: 'Яйца',
  honey: 'Мёд',
};

const name = (placeholder: string) => always(text('name', 'Название', { placeholder }));
const english = (placeholder: string) =>
  text('name_en', 'Название по-английски', {
    placeholder,
    description: 'Его видят клиенты, которые пишут по-английски. Если пусто, увидят русское',
  });
// By the key conversations and orders know a line after it was renamed. She never sees it, so she cannot break it.
const key: INodeProperties = always({ ...text('key', 'Ключ'), type: 'hidden' });
const lead = number('lead_days', 'Готовим не быстрее, дней', {
  typeOptions: { numberPrecision: 0 },
  description: 'За сколько дней нужно заказать. 0 — как обычно, по общему сроку',
});
const points = number('work_points', 'Баллы работы', {
  typeOptions: { numberPrecision: 0 },
  description: 'Сколько сил берёт: чем больше баллов, тем меньше таких тортов в день',
});
const part = (name: string, displayName: string, placeholder: string, description: string) =>
  text(name, displayName, { placeholder, description });
const contains: INodeProperties = always({
  displayName: 'Аллергены',
  name: 'contains',
  type: 'multiOptions',
  options: ALLERGENS.map((value) => ({ name: WORDS[value], value })),
  default: [],
  description: 'Отметьте всё, что есть в составе: бот предупредит клиента с аллергией',
});

/** Lists whose lines are objects, by the document's names for them. */
export const LINES: INodeProperties[] = [
  list(
    'fillings',
    'Начинки',
    { one: 'Начинка', add: 'Добавить начинку', description: 'Что внутри торта и сколько стоит килограмм' },
    [name('Медовик'), needed('price_per_kg', 'Цена за кг, ₽'), contains, english('Honey cake'), lead, key],
  ),
  list(
    'coatings',
    'Покрытия',
    { one: 'Покрытие', add: 'Добавить покрытие', description: 'Чем покрыть торт. 0 ₽ — входит в цену' },
    [name('Велюр'), always(number('price_per_kg', 'Доплата за кг, ₽')), contains, english('Velvet spray'), lead, key],
  ),
  list(
    'decor',
    'Украшения',
    { one: 'Украшение', add: 'Добавить украшение', description: 'Чем украсить торт, цена за штуку' },
    [name('Живые цветы'), needed('price', 'Цена, ₽'), contains, english('Fresh flowers'), lead, points, key],
  ),
  list(
    'sizes',
    'Размеры',
    {
      one: 'Размер',
      add: 'Добавить размер',
      description: 'От маленького к большому. Клиент может назвать и свой вес, он возьмёт баллы ближайшего размера',
    },
    [
      name('Семейный'),
      needed('weight_kg', 'Вес, кг'),
      needed('servings', 'Гостей', { typeOptions: { numberPrecision: 0 } }),
      { ...always(points), default: '' },
      english('Family'),
      number('tiers', 'Ярусов', { default: 1, typeOptions: { numberPrecision: 0 } }),
      key,
    ],
  ),
  list(
    'ready_cakes',
    'Готовые торты',
    {
      one: 'Готовый торт',
      add: 'Добавить готовый торт',
      description:
        'Витрина с картинками: клиент берёт такой торт одним нажатием, цену бот считает по меню. До 10 тортов. Пусто — витрины нет',
      more: 'Ещё: по-английски…',
    },
    [
      name('Ягодное облако'),
      always(
        text('picture', 'Адрес картинки', {
          placeholder: 'https://моя-пекарня.рф/oblako.jpg',
          description:
            'Картинка в интернете, JPG или PNG до 5 МБ. Лучше всего 1300 × 800: карусель VK берёт картинки только таких пропорций (13 : 8)',
        }),
      ),
      needed('weight_kg', 'Вес, кг'),
      always(part('filling', 'Начинка', 'Ягодный', 'Название из списка «Начинки»')),
      always(part('coating', 'Покрытие', 'Велюр', 'Название из списка «Покрытия». Пусто — клиент выберет сам')),
      always(part('decor', 'Украшение', 'Свежие ягоды', 'Название из списка «Украшения». Пусто — без украшения')),
      always(
        text('text', 'Описание', {
          placeholder: 'Лёгкий торт с малиной и сливочным кремом',
          description:
            'Несколько слов под названием, до 80 знаков. Пусто — бот перечислит начинку, покрытие и украшение',
        }),
      ),
      english('Berry cloud'),
      text('text_en', 'Описание по-английски', { placeholder: 'A light cake with raspberries and cream' }),
      key,
    ],
  ),
  list(
    'delivery_zones',
    'Зоны доставки: название, цена в ₽, по-английски',
    { one: 'Зона', add: 'Добавить зону', description: 'Пусто — доставки нет, только самовывоз', row: true },
    [name('До 15 км от МКАД'), needed('price', 'Цена доставки, ₽'), english('Up to 15 km'), key],
  ),
  list(
    'windows',
    'Часы выдачи: с и до',
    { one: 'Часы', add: 'Добавить часы', description: 'Промежутки, в которые торт отдают или привозят', row: true },
    [always(text('from', 'С', { placeholder: '10:00' })), always(text('to', 'До', { placeholder: '13:00' })), key],
  ),
  list(
    'occasions',
    'Поводы: по-русски и по-английски',
    { one: 'Повод', add: 'Добавить повод', description: 'Что празднуют', row: true },
    [name('День рождения'), english('Birthday'), key],
  ),
  FAQ,
];

/** Lists that may have no line: their default is empty, or n8n would bring removed lines back. */
export const MAY_BE_EMPTY = ['decor', 'ready_cakes', 'delivery_zones', 'blackout', 'faq', 'texts'];

/** Lists that came with a later release: without a line they are left out, so that an earlier menu stays what it was. */
export const LATER = ['ready_cakes', 'faq'];

/** Days off: a list of plain dates in the document. */
export const BLACKOUT = list(
  'blackout',
  'Нерабочие даты',
  { one: 'Дата', add: 'Добавить дату', description: 'Праздники и отпуск: в эти дни заказы не принимаем', row: true },
  [always({ displayName: 'Дата', name: 'date', type: 'dateTime', typeOptions: { dateOnly: true }, default: '' })],
);
