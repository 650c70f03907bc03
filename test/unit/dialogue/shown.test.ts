import { allTexts, type Shown } from '../../../scripts/texts/print';
import { TEXTS } from '../../../lib/dialogue';
import { kitchen } from '../../../lib/dialogue/texts/kitchen';

const shown = allTexts();
const name = ({ reader, key }: Shown) => `${reader} ${key}`;

/** Foreign letters that belong: names, commands, units and addresses. Everything else must be in the reader's language. */
const BELONGS: Record<Shown['reader'], RegExp> = {
  ru: /\/en|\/delete|English|https:\/\/example\.com\/policy|anna@example\.com|Telegram|SWEET10/g,
  en: /По-русски|ИП Иванова/g,
  kitchen: /\/day|\/bot|tg:\/\/user\?id=|ЮKassa|YooKassa|n8n/g,
};
const FOREIGN: Record<Shown['reader'], RegExp> = { ru: /[a-z]/i, en: /[а-яё]/i, kitchen: /[a-z]/i };

it('shows every sentence of the bot', () => {
  const all = Object.keys(TEXTS.ru).length + Object.keys(TEXTS.en).length + Object.keys(kitchen).length;
  expect(shown).toHaveLength(all);
});

it.each(shown.map((one) => [name(one), one] as const))('%s has no foreign letter, placeholder or key', (_, one) => {
  const { reader, text } = one;
  expect(text.replace(BELONGS[reader], '')).not.toMatch(FOREIGN[reader]);
  expect(text).not.toMatch(/[{}]|undefined|null|NaN|\[object/);
  expect(text).not.toMatch(/(^|\s)[a-z]+(_[a-z]+)*\.[a-z_]+($|\s)/);
  expect(text.trim()).not.toBe('');
});

it.each(shown.map((one) => [name(one), one] as const))('%s is well written', (_, { reader, text }) => {
  // Two blanks, a blank before a sign, a doubled sign: slips of the pen.
  expect(text).not.toMatch(/ {2}| [,.;!?](\s|$)|,,|\.\.(?!\.)|!!|\?\?/);
  // Quotes and dashes as the language has them.
  if (reader !== 'en') expect(text).not.toMatch(/["“”]/);
  else expect(text).not.toMatch(/[«»„"]/);
  expect(text).not.toMatch(/ - /);
});

it('Russian sentences keep «ё» where the bakery writes it', () => {
  for (const { reader, text, key } of shown.filter((one) => one.reader !== 'en')) {
    expect([reader, key, text]).not.toEqual([
      reader,
      key,
      expect.stringMatching(/(?<![а-яё])(еще|счет|мед|днем|расчет)(?![а-яё])/i),
    ]);
  }
});
