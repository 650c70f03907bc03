import { asksForEmail } from '../order/shop/payment';
import { parseShop as parseOrderShop, parseShopText as parseOrderShopText, type ShopResult } from '../order/shop';
import { nearest } from '../order/nearest';
import type { Language, Shop } from '../order/types';
import { STEPS } from './steps';
import { say, TEXTS } from './texts';
import { kitchen } from './texts/kitchen';
import { LABELS } from './texts/labels';

/** The owner's document with what the conversation has to say about it: her questions and her sentences. */

const NAMES = { ru: 'по-русски', en: 'по-английски', kitchen: 'для кондитера' };
const LONGEST = 1500;
/** On a button there is little room. */
const LONGEST_LABEL = 40;

/** Questions that may be left out, and why the others may not. */
const NEEDED: Record<string, string> = {
  consent: 'без согласия нельзя хранить имя и телефон',
  servings: 'от размера зависит цена',
  filling: 'от начинки зависит цена',
  allergens: 'об аллергии нужно спросить каждого',
  date: 'без дня заказ не записать',
  window: 'нужно знать, к какому часу',
  fulfilment: 'нужно знать, привезти торт или его заберут',
  zone: 'от района зависит цена доставки',
  address: 'без адреса торт не привезти',
  name: 'нужно знать, чей заказ',
  phone: 'нужно знать, как связаться',
};

/** What must be known before a question makes sense. */
const AFTER: [question: string, before: string[], why: string][] = [
  ['picture', ['servings', 'filling', 'coating', 'decor', 'inscription'], 'на нём должно быть видно всё, что выбрано'],
  ['date', ['servings', 'filling', 'coating', 'decor'], 'от этого зависит, к какому дню успеем'],
  ['window', ['date'], 'часы зависят от дня'],
  ['zone', ['fulfilment'], 'район нужен только для доставки'],
  ['address', ['zone'], 'адрес нужен только для доставки'],
];

/** `parseShop` of lib/order, and the texts and questions checked as well. */
export const parseShop = (document: unknown): ShopResult => checked(parseOrderShop(document));

/** The same from JSON text. */
export const parseShopText = (text: string): ShopResult => checked(parseOrderShopText(text));

function checked(result: ShopResult): ShopResult {
  if (!result.ok) return result;
  const { shop } = result;
  const problems = [...questionProblems(shop), ...readyProblems(shop), ...textProblems(shop)];
  return problems.length > 0 ? { ok: false, problems } : result;
}

const titleOf = (key: string): string => {
  const step = STEPS.find((one) => one.key === key);
  return step ? `«${say('ru', step.title)}»` : `«${key}»`;
};

function questionProblems({ questions, preview, payment }: Shop): string[] {
  if (!questions) return [];
  const known = STEPS.map(({ key }) => key);
  const problems: string[] = [];
  const add = (text: string) => problems.push(`Вопросы: ${text}`);
  questions.forEach((key, place) => {
    if (!known.includes(key)) {
      const meant = nearest(key, known);
      add(
        `вопроса «${key}» нет${meant ? ` — возможно, имелось в виду ${meant}` : '. Можно указать: ' + known.join(', ')}`,
      );
    } else if (questions.indexOf(key) !== place) add(`${titleOf(key)} стоит дважды, уберите лишний`);
  });
  for (const [key, why] of Object.entries(NEEDED)) {
    if (!questions.includes(key)) add(`нет вопроса ${titleOf(key)} — ${why}; добавьте ${key}`);
  }
  if (questions.includes('consent') && questions[0] !== 'consent') add('первым должно стоять «Согласие» (consent)');
  for (const [question, before, why] of AFTER) {
    for (const one of before) {
      if (!questions.includes(one) || !questions.includes(question)) continue;
      if (questions.indexOf(one) > questions.indexOf(question)) {
        add(`${titleOf(question)} стоит раньше, чем ${titleOf(one)} — ${why}; поменяйте их местами`);
      }
    }
  }
  if (preview.enabled && !questions.includes('picture')) {
    const title = titleOf('picture');
    add(`эскиз включён, но вопроса ${title} нет — показать его некогда; добавьте picture или выключите эскизы`);
  }
  if (asksForEmail(payment) && !questions.includes('email')) {
    const title = titleOf('email');
    add(`для чеков нужна почта клиента, но вопроса ${title} нет; добавьте email или выключите вопрос о почте в чеках`);
  }
  return problems;
}

/** A part that is never asked about has no place in an order. */
function readyProblems({ questions, menu }: Shop): string[] {
  const parts = [
    ['coating', 'покрытие'],
    ['decor', 'украшение'],
  ] as const;
  const silent = parts.filter(([key]) => questions && !questions.includes(key));
  return menu.readyCakes.flatMap((cake) =>
    silent
      .filter(([key]) => cake[key])
      .map(([key, part]) => {
        const question = titleOf(key);
        const why = `вопрос ${question} не задаётся, и ${part} не попадёт в заказ`;
        return `Готовый торт «${cake.name.ru}»: ${why}; добавьте вопрос ${question} или уберите ${part} у торта`;
      }),
  );
}

const placeholders = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, word]) => word))];

function textProblems({ texts }: Shop): string[] {
  return (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((reader) => {
    const ours: Record<string, string> = reader === 'kitchen' ? kitchen : TEXTS[reader as Language];
    return Object.entries(texts[reader]).flatMap(([key, text]) =>
      problemsOf(key, text, Object.hasOwn(ours, key) ? ours[key] : null, ours).map(
        (problem) => `Текст ${key} ${NAMES[reader]}: ${problem}`,
      ),
    );
  });
}

function problemsOf(key: string, text: string, original: string | null, ours: Record<string, string>): string[] {
  if (original === null) {
    const meant = nearest(key, Object.keys(ours));
    return [`такого текста нет${meant ? ` — возможно, имелось в виду ${meant}` : ', уберите его'}`];
  }
  if (text.trim() === '') return ['пусто. Напишите текст или уберите строку, тогда останется наш'];
  const wanted = placeholders(original);
  const given = placeholders(text);
  const most = (LABELS as ReadonlySet<string>).has(key) ? LONGEST_LABEL : LONGEST;
  const length = [...text.replace(/\{\w+\}/g, '')].length;
  return [
    ...wanted
      .filter((word) => !given.includes(word))
      .map((word) => `пропало {${word}} — без него не будет видно самого важного. Верните {${word}} в текст`),
    ...given
      .filter((word) => !wanted.includes(word))
      .map(
        (word) =>
          `лишнее {${word}} — сюда его подставить нечем. ${wanted.length > 0 ? `Можно: ${wanted.map((one) => `{${one}}`).join(', ')}` : 'Уберите его'}`,
      ),
    ...(length > most ? [`длиннее ${most} знаков (${length})`] : []),
  ];
}
