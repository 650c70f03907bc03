import type { Draft, Names } from '../../order/types';
import { readChoice } from '../read';
import { nameOf, type TextKey } from '../texts';
import { refuse, type Option, type Step, type View } from './step';

interface Item {
  key: string;
  name: Names;
}

interface ChoiceStep {
  key: 'occasion' | 'filling' | 'coating' | 'zone';
  texts: { title: TextKey; ask: TextKey; refuse: TextKey };
  items(view: View): Item[];
  label(item: never, view: View): string;
  applies?(view: View): boolean;
}

/** The item that the words name, in whichever language they are. */
export function itemOf<T extends Item>(text: string, items: readonly T[]): T | null {
  const named = items.map((item) => ({
    label: item.name.ru,
    value: item.key,
    synonyms: Object.values(item.name),
    item,
  }));
  return readChoice(text, named)?.item ?? null;
}

/** A step that takes one item of a list of the menu. */
export function choiceStep(of: ChoiceStep): Step {
  const current = (view: View) => of.items(view).find((item) => item.key === view.draft[of.key as keyof Draft]);
  const options = (view: View): Option[] =>
    of.items(view).map((item) => ({ label: of.label(item as never, view), value: item.key }));
  return {
    key: of.key,
    title: of.texts.title,
    applies: of.applies ?? (() => true),
    holds: (view) => current(view) !== undefined,
    lost: (view) => view.say('odd.menu_changed'),
    ask: (view) => ({ text: view.say(of.texts.ask), options: options(view) }),
    read(input, view) {
      const items = of.items(view);
      const found =
        input.kind === 'choice'
          ? items.find((item) => item.key === input.value)
          : input.kind === 'text'
            ? itemOf(input.text, items)
            : null;
      return found ? { answer: { [of.key]: found.key } } : refuse(view, of.texts.refuse);
    },
    show: (view) => {
      const item = current(view);
      return item ? nameOf(item.name, view.language) : '';
    },
  };
}
