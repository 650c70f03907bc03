import { ALLERGENS, type Allergen, type Draft } from '../../order/types';
import { TICK } from '../buttons';
import { clean, readAllergies, readCommand, readKeep } from '../read';
import { nameOf } from '../texts';
import type { Option, Question, Reading, Step, View } from './step';
import { refuse } from './step';
import { tidy } from './words';

const LONGEST_NOTE = 300;

/** Part of the cake that contains what somebody must not eat. */
export interface Conflict {
  part: 'filling' | 'coating' | 'decor';
  name: string;
  allergens: Allergen[];
}

/** What of the chosen cake contains an allergen that was named. */
export function conflictsOf(view: Pick<View, 'draft' | 'shop' | 'language'>): Conflict[] {
  const { draft, shop, language } = view;
  const parts = [
    { part: 'filling' as const, item: shop.menu.fillings.find((one) => one.key === draft.filling) },
    { part: 'coating' as const, item: shop.menu.coatings.find((one) => one.key === draft.coating) },
    { part: 'decor' as const, item: shop.menu.decor.find((one) => one.key === draft.decor) },
  ];
  return parts.flatMap(({ part, item }) => {
    const allergens = (item?.contains ?? []).filter((one) => draft.allergens?.includes(one));
    return item && allergens.length > 0 ? [{ part, name: nameOf(item.name, language), allergens }] : [];
  });
}

/** A conflict by its parts, to know which ones she has seen and wants to keep. */
export function conflictMarks(view: Pick<View, 'draft' | 'shop' | 'language'>): string[] {
  return conflictsOf(view).flatMap(({ part, allergens }) =>
    allergens.map((allergen) => `${part}:${view.draft[part] ?? ''}:${allergen}`),
  );
}

/** The allergens in words of a language. */
export const listed = (view: Pick<View, 'say'>, allergens: Allergen[]) =>
  allergens.map((one) => view.say(`allergen.${one}`)).join(', ');

const settled = (view: View) => conflictMarks(view).every((mark) => view.draft.allergyAccepted?.includes(mark));

/** The places stay whatever is chosen: who answers with numbers may write two of them at once. */
function options({ draft, say }: View): Option[] {
  const labelOf = (one: Allergen) => `${draft.allergens?.includes(one) ? TICK : ''}${capital(say(`allergen.${one}`))}`;
  return [
    ...ALLERGENS.map((one) => ({ label: labelOf(one), value: one as string })),
    { label: say('allergens.done'), value: 'done', apart: true },
    { label: say('allergens.none'), value: 'none', apart: true },
  ];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function named(view: View): string {
  const { allergens = [], allergyNote } = view.draft;
  return [listed(view, allergens), allergyNote && view.say('quote', { text: allergyNote })].filter(Boolean).join(', ');
}

function question(view: View): Question {
  const list = named(view);
  return { text: list ? view.say('allergens.more', { list }) : view.say('allergens.ask'), options: options(view) };
}

const itemsOf = (view: View) =>
  conflictsOf(view)
    .map(({ name, allergens }) => view.say('allergens.warn_item', { name, list: listed(view, allergens) }))
    .join('; ');

function warning(view: View): Question {
  const conflicts = conflictsOf(view);
  return {
    text: view.say('allergens.warn', { items: itemsOf(view) }),
    options: [
      ...conflicts.map(({ part }) => ({ label: view.say(`allergens.change_${part}`), value: `@change:${part}` })),
      { label: view.say('allergens.change_allergens'), value: 'none_yet' },
      { label: view.say('allergens.accept'), value: 'accept' },
    ],
  };
}

/** The list with these allergens too. */
const marked = ({ draft: { allergens = [] } }: View, more: Allergen[]): Allergen[] =>
  ALLERGENS.filter((one) => allergens.includes(one) || more.includes(one));

/** Stays at the question; `before`: words above it. */
function goOn(view: View, patch: Partial<Draft>, before?: string): Reading {
  const { text, ...rest } = question(withPatch(view, patch));
  return { ask: { ...rest, text: [before, text].filter(Boolean).join('\n\n') }, patch };
}

/** One is chosen, or taken back if it was. */
function toggle(view: View, one: Allergen): Reading {
  const { allergens = [], allergyNote, allergyAccepted } = view.draft;
  if (!allergens.includes(one)) return goOn(view, { allergens: marked(view, [one]) });
  const left = allergens.filter((other) => other !== one);
  const patch = {
    // Nothing chosen is no answer: that there is no allergy she says herself.
    allergens: left.length > 0 || allergyNote ? left : undefined,
    allergyAccepted: allergyAccepted?.filter((mark) => !mark.endsWith(`:${one}`)),
  };
  return goOn(view, patch, view.say('allergens.taken_back', { list: listed(view, [one]) }));
}

/** She has named everything; undefined allergens are none that she has named. */
function done(view: View): Reading {
  const { allergens } = view.draft;
  if (allergens) return finish(view, { allergens });
  return { refuse: view.say('allergens.nothing') };
}

function withPatch(view: View, patch: Partial<Draft>): View {
  return { ...view, draft: { ...view.draft, ...patch } };
}

function finish(view: View, patch: Partial<Draft>): Reading {
  const after = withPatch(view, patch);
  return settled(after) ? { answer: patch } : { ask: warning(after), patch };
}

const PLAIN = '(?:аллерги[ийя] )?(?:нет|отсутствует)';
const NONE = new RegExp(`^(?:нет )?${PLAIN}$`, 'i');

const DONE = /^(готово|всё|все|это вс[её]|done|that(?:['’]?s| is) (?:all|it))[.!]?$/i;

function fromWords(text: string, view: View): Reading {
  const words = tidy(text);
  const command = readCommand(text)?.kind;
  const said = readAllergies(text);
  const { allergens = [], allergyNote } = view.draft;
  if (command === 'no' || command === 'none' || said.denied || NONE.test(words)) {
    return allergens.length > 0 || allergyNote ? finish(view, { allergens }) : { answer: { allergens: [] } };
  }
  if (DONE.test(words)) return done(view);
  const again = ALLERGENS.find((one) => clean(view.say(`allergen.${one}`)) === clean(words));
  if (again) return goOn(view, { allergens: marked(view, [again]) });
  if (!/\p{L}{2,}/u.test(words) || command === 'yes') return refuse(view, 'allergens.refuse');
  // Her own words always reach the kitchen, whole: a rule that knows five allergens must not swallow the sixth.
  const note = [allergyNote, words].filter(Boolean).join('; ');
  const length = [...note].length;
  if (length > LONGEST_NOTE) return { refuse: view.say('allergens.too_long', { length, max: LONGEST_NOTE }) };
  return goOn(view, { allergens: marked(view, said.named), allergyNote: note });
}

const SWAP =
  /(?<!не |не надо |не нужно )(?:замен|смен|помен|измен|исправ)\p{L}*|(?<!\p{L})(?:друг(?:ая|ую|ое|ой)|(?<!dont )(?:swap|change|replace)|another|different)(?!\p{L})/u;
const PARTS: [RegExp, string][] = [
  [/начинк|вкус|filling|flavou?r/, '@change:filling'],
  [/покрыти|coating|icing/, '@change:coating'],
  [/декор|украшен|decor/, '@change:decor'],
  [/аллерг|allerg/, 'none_yet'],
];

/** Words that answer the warning; they are about the cake and must not become an allergy. */
function toWarning(text: string, view: View): string | Reading | undefined {
  const open = view.open ?? [];
  if (!open.some(({ value }) => value === 'accept')) return undefined;
  const words = clean(text);
  if (readAllergies(text).denied) return 'none';
  if (readKeep(text)) return 'accept';
  if (SWAP.test(words)) {
    const part = PARTS.find(([pattern]) => pattern.test(words))?.[1];
    const swaps = open.filter(({ value }) => value.startsWith('@change:'));
    if (part && open.some(({ value }) => value === part)) return part;
    if (!part) return swaps.length === 1 ? swaps[0].value : { ask: warning(view) };
  }
  const command = readCommand(text)?.kind;
  if (command === 'yes') return 'accept';
  const more = readAllergies(text).named.length > 0 || /аллерг|непереносим|allerg|intoleran/.test(words);
  if ((command && command !== 'no' && command !== 'none') || more) return undefined;
  return { refuse: view.say('allergens.warn_refuse', { items: itemsOf(view) }) };
}

/** Allergies, compared with what the chosen cake contains; a clash is kept only after she has said so. */
export const allergens: Step = {
  key: 'allergens',
  title: 'allergens.title',
  applies: () => true,
  holds: (view) => view.draft.allergens !== undefined && settled(view),
  ask: (view) => (view.draft.allergens !== undefined && !settled(view) ? warning(view) : question(view)),
  inner: toWarning,
  several(values, view) {
    const named = ALLERGENS.filter((one) => values.includes(one));
    if (named.length === 0) return undefined;
    const patch = { allergens: marked(view, named) };
    return values.includes('done') ? finish(view, patch) : goOn(view, patch);
  },
  read(input, view) {
    if (input.kind === 'text') return fromWords(input.text, view);
    if (input.kind !== 'choice') return refuse(view, 'allergens.refuse');
    const { allergens: said = [] } = view.draft;
    const known = ALLERGENS.find((one) => one === input.value);
    if (known) return toggle(view, known);
    if (input.value === 'accept') {
      return { answer: { allergens: said, allergyAccepted: conflictMarks(view) } };
    }
    if (input.value === 'none')
      return { answer: { allergens: [], allergyNote: undefined, allergyAccepted: undefined } };
    if (input.value === 'none_yet') return goOn(view, { allergens: undefined, allergyNote: undefined });
    return done(view);
  },
  show: (view) => (view.draft.allergens === undefined ? '' : named(view) || view.say('allergens.value_none')),
};
