import type { Draft } from '../../order/types';
import { readCommand } from '../read';
import type { Question, Reading, Step, View } from './step';
import { refuse } from './step';
import { tidy } from './words';

const LONGEST = 1000;
/** As many photos as an order has room for. */
export const MOST_PHOTOS = 10;

const written = ({ draft }: View) => Boolean(draft.wishes) || (draft.photos ?? []).length > 0;
const kept = (view: View) => written(view) || (view.draft.extras ?? []).length > 0;

/** She came back to wishes that she had finished: what she sends now stands for all of them. */
const afresh = (view: View) =>
  Boolean(view.history?.includes('wishes')) && !view.open?.some(({ value }) => value === 'done');

/** Free wishes and photos, as many messages as she likes, until "done". */
export const wishes: Step = {
  key: 'wishes',
  title: 'wishes.title',
  applies: () => true,
  holds: ({ draft }) => draft.wishes !== undefined,
  ask(view) {
    if (!view.history?.includes('wishes') || !kept(view)) return question(view.say('wishes.ask'), view);
    return {
      text: view.say('wishes.change', { value: shown(view) }),
      options: [
        { label: view.say('wishes.more'), value: 'add' },
        { label: view.say('wishes.clear'), value: 'none' },
      ],
    };
  },
  reopen: (options, view) =>
    options.some(({ value }) => value === 'done') ? question(view.say('wishes.ask'), view) : undefined,
  read(input, view) {
    const said = view.draft.wishes ?? '';
    if (input.kind === 'contact') return refuse(view, 'wishes.refuse');
    if (input.kind === 'choice') {
      if (input.value === 'none') {
        const clearing = view.history?.includes('wishes') ? { extras: undefined } : {};
        return { answer: { wishes: '', photos: [], ...clearing } };
      }
      if (input.value === 'add') return { ask: question(view.say('wishes.add'), view) };
      return { answer: { wishes: said } };
    }
    const words = tidy((input.kind === 'photo' ? input.caption : input.text) ?? '');
    if (input.kind === 'text') {
      const command = readCommand(input.text)?.kind;
      if (command === 'none' && afresh(view)) return { answer: { wishes: '', photos: [] } };
      if (command === 'no' || command === 'none' || (command === 'yes' && said)) return { answer: { wishes: said } };
      if (isDone(words)) return { answer: { wishes: said } };
      if (words === '') return refuse(view, 'wishes.refuse');
    }
    return taken(words, input.kind === 'photo' ? input.file : undefined, view);
  },
  show: (view) => (view.draft.wishes === undefined ? '' : shown(view)),
};

/** Nothing is cut: what does not fit is refused openly, a photo beside it is kept. */
function taken(words: string, photo: string | undefined, view: View): Reading {
  const anew = afresh(view);
  const before = anew ? [] : (view.draft.photos ?? []);
  const all = [anew ? '' : view.draft.wishes, words].filter(Boolean).join('\n');
  const length = [...all].length;
  const tooLong = words && length > LONGEST ? view.say('wishes.too_long', { length, max: LONGEST }) : '';
  if (tooLong && !photo) return { refuse: tooLong };
  const full = before.length >= MOST_PHOTOS;
  const patch: Partial<Draft> = anew ? { wishes: '', photos: [] } : {};
  if (photo && !full) patch.photos = [...before, photo];
  if (words && !tooLong) patch.wishes = all;
  const text = !photo
    ? view.say('wishes.text_kept', { text: words })
    : view.say(full ? 'wishes.photos_full' : 'wishes.photo_kept');
  const replaced = anew && written(view) ? view.say('wishes.replaced') : '';
  const parts = [replaced, tooLong, text].filter(Boolean);
  return { ask: question(parts.join('\n\n'), { ...view, draft: { ...view.draft, ...patch } }), patch };
}

function shown({ draft, say }: View): string {
  const { wishes: said, photos = [], extras = [] } = draft;
  const photo = photos.length > 0 ? say('wishes.value_photos', { count: photos.length }) : '';
  return [extras.join(', '), said, photo].filter(Boolean).join('; ') || say('wishes.value_none');
}

function question(text: string, view: View): Question {
  const option = kept(view)
    ? { label: view.say('wishes.done'), value: 'done' }
    : { label: view.say('wishes.none'), value: 'none' };
  return { text, options: [option] };
}

const isDone = (words: string) => /^(готово|всё|все|это всё|это все|done|ready|that'?s all)[.!]?$/i.test(words);
