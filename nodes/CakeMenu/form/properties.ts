import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_SHOP_DOCUMENT } from '../../../lib/order';
import type { Form } from './documentFromForm';
import { AI, PREVIEW } from './assistant';
import { choice, heading, type Setting } from './fields';
import { formFromDocument } from './formFromDocument';
import { BLACKOUT, LINES, MAY_BE_EMPTY } from './lists';
import { PAYMENT } from './payment';
import { ABOUT, BAKER, MESSENGERS, PLACE, SETTINGS, TERMS, WEEK, WEEK_HEADING } from './settings';
import { OWN_TEXTS, QUESTIONS } from './talk';

/** What only the owner herself can know: a demo's words here would break the law or send her orders to nobody. */
export const HERS = ['operator_name', 'policy_url', 'baker_chats', 'baker_users'];

/** The demo bakery as the panel shows it, with nothing of `HERS`. */
export function demoForm(): Form {
  const form = formFromDocument(DEFAULT_SHOP_DOCUMENT);
  return { ...form, ...Object.fromEntries(HERS.map((name) => [name, ''])) };
}

const byJson = { mode: ['json'] };
const fields = (settings: Setting[]) => settings.map(({ field }) => field);
const line = (name: string) => LINES.find((property) => property.name === name)!;

const FORM: INodeProperties[] = [
  heading('menu_heading', 'Меню и цены', 'Цены в рублях, вес в килограммах.'),
  line('fillings'),
  line('coatings'),
  line('decor'),
  line('sizes'),
  line('ready_cakes'),
  heading('about_heading', 'О пекарне'),
  ...fields(ABOUT),
  heading('baker_heading', 'Кондитер'),
  ...fields(BAKER),
  heading('place_heading', 'Доставка и часы'),
  line('delivery_zones'),
  line('windows'),
  ...fields(PLACE),
  ...fields(MESSENGERS),
  WEEK_HEADING,
  ...fields(WEEK),
  BLACKOUT,
  heading('terms_heading', 'Сроки, предоплата, вес и надпись'),
  ...fields(TERMS),
  heading('payment_heading', 'Оплата', 'Через бота: способы, чеки, отмена и взвешивание.'),
  ...fields(PAYMENT),
  heading('talk_heading', 'Разговор', 'О чём бот спрашивает и какими словами.'),
  line('occasions'),
  QUESTIONS,
  line('faq'),
  ...fields(AI),
  OWN_TEXTS,
  heading('preview_heading', 'Эскиз торта', 'Картинка, которую клиент видит и утверждает перед итогом.'),
  ...fields(PREVIEW),
];

/** Fields whose own default stands for a panel that says nothing of them, rather than the demo bakery's value. */
const OWN_DEFAULT = [...MAY_BE_EMPTY, ...SETTINGS.filter(({ later }) => later).map(({ field }) => field.name)];

/**
 * The panel of Cake Menu Trigger. In the JSON way the form stays where it is: n8n throws away the values of fields that
 * are hidden or greyed, and the way back would lose her menu.
 */
export function panel(): INodeProperties[] {
  const demo = demoForm();
  const withDefault = (property: INodeProperties): INodeProperties => {
    if (property.type === 'notice') return property;
    const value = OWN_DEFAULT.includes(property.name) ? property.default : demo[property.name];
    return { ...property, default: value as INodeProperties['default'] };
  };
  return [
    heading(
      'notice',
      'Поправьте строку и нажмите Publish',
      'Меню проверится, и следующий разговор пойдёт уже по нему. Принятые заказы не изменятся. Кнопка теста только проверяет.',
    ),
    choice('mode', 'Как заполнять', [
      ['form', 'По полям', 'Каждая начинка и настройка в своём поле'],
      ['json', 'Одним текстом (JSON)', 'Для тех, кто переносит меню целиком'],
    ]),
    {
      displayName: 'Меню целиком',
      name: 'shop',
      type: 'json',
      typeOptions: { rows: 20 },
      default: '',
      description: 'Готовый текст для начала есть в результате кнопки теста, в поле menu',
      hint: 'Сейчас действует этот текст. Поля ниже сохранены, но не действуют',
      displayOptions: { show: byJson },
    },
    ...FORM.map(withDefault),
  ];
}
