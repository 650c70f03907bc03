import { money } from '../format';
import { clean, readCommand } from '../read';
import type { Question, Step, View } from './step';
import { refuse } from './step';

/** One line of plain text, no control signs, spaces in order. */
export function tidy(text: string): string {
  return (
    text
      .normalize('NFC')
      // Control signs, and signs that turn the direction of everything after them.
      .replace(/[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

const WRONG =
  /^(?:нет |no )?(?:неверно|неправильно|не так|не то|(?:есть |тут |здесь )?ошибк[аи]|с ошибкой|опечатка|исправ(?:ить|ь|ьте)|поправ(?:ить|ь|ьте)|wrong|(?:its )?not (?:right|correct)|incorrect|(?:a )?typo|mistake|fix(?: it)?|correct it)$/u;

/** The text on the cake: read back letter by letter before it counts. */
export const inscription: Step = {
  key: 'inscription',
  title: 'inscription.title',
  applies: ({ shop }) => shop.menu.inscription.maxLength > 0,
  holds: ({ draft, shop }) =>
    draft.inscription !== undefined && [...draft.inscription].length <= shop.menu.inscription.maxLength,
  lost: (view) => view.say('odd.menu_changed'),
  ask: (view) => {
    const { price, maxLength: max } = view.shop.menu.inscription;
    const text =
      price > 0
        ? view.say('inscription.priced', { max, price: money(price, view.language) })
        : view.say('inscription.ask', { max });
    return { text, options: [{ label: view.say('inscription.none'), value: 'none' }] };
  },
  reopen: (options, view) => {
    const open = options.find(({ value }) => value.startsWith('='));
    return open && check(open.value.slice(1), view);
  },
  inner: (text, view) => {
    const checked = view.open?.find(({ value }) => value.startsWith('='));
    if (!checked) return undefined;
    const command = readCommand(text)?.kind;
    if (command === 'yes') return checked.value;
    if (command === 'none') return 'none';
    return command === 'no' || WRONG.test(clean(text)) ? 'fix' : undefined;
  },
  read(input, view) {
    const { maxLength: max } = view.shop.menu.inscription;
    const none = { label: view.say('inscription.none'), value: 'none' };
    if (input.kind === 'choice') {
      // The text itself travels in the prompt's option, which only the server keeps; so nothing unchecked is stored.
      if (input.value.startsWith('=')) return { answer: { inscription: input.value.slice(1) } };
      if (input.value === 'none') return { answer: { inscription: '' } };
      return { ask: { text: view.say('inscription.fix_ask', { max }), options: [none] } };
    }
    if (input.kind !== 'text') return refuse(view, 'inscription.refuse');
    const text = tidy(input.text);
    const command = readCommand(input.text)?.kind;
    if (command === 'no' || command === 'none') return { answer: { inscription: '' } };
    const length = [...text].length;
    if (length === 0) return refuse(view, 'inscription.refuse');
    if (length > max) return { refuse: view.say('inscription.too_long', { length, max }) };
    return { ask: check(text, view) };
  },
  show: (view) => {
    const { inscription: text } = view.draft;
    return text === undefined ? '' : text === '' ? view.say('inscription.none') : view.say('quote', { text });
  },
};

function check(text: string, view: View): Question {
  return {
    text: view.say('inscription.check', { text }),
    options: [
      { label: view.say('inscription.yes'), value: `=${text}` },
      { label: view.say('inscription.fix'), value: 'fix' },
      { label: view.say('inscription.none'), value: 'none' },
    ],
  };
}
