import { money } from '../format';
import { readCommand } from '../read';
import type { Draft } from '../../order/types';
import type { Question, Step, View } from './step';
import { refuse } from './step';

const LONGEST_WISH = 1000;
const MOST_PHOTOS = 10;

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

/** Free wishes and photos, as many messages as she likes, until "done". */
export const wishes: Step = {
  key: 'wishes',
  title: 'wishes.title',
  applies: () => true,
  holds: ({ draft }) => draft.wishes !== undefined,
  ask: (view) => question(view.say('wishes.ask'), view),
  read(input, view) {
    const { wishes: said, photos = [] } = view.draft;
    if (input.kind === 'choice') {
      return { answer: input.value === 'none' ? { wishes: '', photos: [] } : { wishes: said ?? '' } };
    }
    if (input.kind === 'contact') return refuse(view, 'wishes.refuse');
    const words = input.kind === 'photo' ? tidy(input.caption ?? '') : tidy(input.text);
    const command = input.kind === 'text' ? readCommand(input.text)?.kind : undefined;
    if (command === 'no' || command === 'none' || (command === 'yes' && said))
      return { answer: { wishes: said ?? '' } };
    if (input.kind === 'text' && isDone(words)) return { answer: { wishes: said ?? '' } };
    if (input.kind === 'text' && words === '') return refuse(view, 'wishes.refuse');
    const patch: Partial<Draft> = {};
    const full = input.kind === 'photo' && photos.length >= MOST_PHOTOS;
    if (input.kind === 'photo' && !full) patch.photos = [...photos, input.file];
    if (words) patch.wishes = [...[said, words].filter(Boolean).join('\n')].slice(0, LONGEST_WISH).join('');
    const after = { ...view, draft: { ...view.draft, ...patch } };
    const text = full
      ? view.say('wishes.photos_full')
      : input.kind === 'photo'
        ? view.say('wishes.photo_kept')
        : view.say('wishes.text_kept', { text: [...words].slice(0, 300).join('') });
    return { ask: question(text, after), patch };
  },
  show: (view) => {
    const { wishes: said, photos = [] } = view.draft;
    if (said === undefined) return '';
    const photo = photos.length > 0 ? view.say('wishes.value_photos', { count: photos.length }) : '';
    return [said, photo].filter(Boolean).join('; ') || view.say('wishes.value_none');
  },
};

function question(text: string, view: View): Question {
  const started = Boolean(view.draft.wishes) || (view.draft.photos ?? []).length > 0;
  const option = started
    ? { label: view.say('wishes.done'), value: 'done' }
    : { label: view.say('wishes.none'), value: 'none' };
  return { text, options: [option] };
}

const isDone = (words: string) => /^(готово|всё|все|это всё|это все|done|ready|that'?s all)[.!]?$/i.test(words);
