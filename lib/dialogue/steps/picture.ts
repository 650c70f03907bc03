import type { Colour } from '../../order/types';
import { clean, readCommand } from '../read';
import type { CakeLook } from '../types';
import { refuse, type Step, type View } from './step';

/** The chosen options that a picture shows. The draft must have its filling and weight. */
export function lookOf({ draft, shop }: Pick<View, 'draft' | 'shop'>): CakeLook {
  const { occasion = null, weightG = 0, filling = '', coating = null, decor = null, colours = [] } = draft;
  const size = [...shop.menu.sizes].reverse().find((one) => one.weightG <= weightG);
  return {
    occasion,
    weightG,
    tiers: size?.tiers ?? 1,
    filling,
    coating,
    decor,
    colours: [...colours] as Colour[],
    variant: draft.pictures?.variant ?? 0,
  };
}

/** Tells one look from another. */
export const markOf = (look: CakeLook): string => JSON.stringify(look);

const LIKED =
  /^(?:(?:да|очень|мне|нам|все|как|yes|i|we|it) )*(?:нравится|супер|класс(?:но)?|отлично|красиво|красота|огонь|идеально|прекрасно|шикарно|подходит|то что надо|like it|love it|perfect|great|beautiful|lovely|looks (?:good|great|lovely))(?: (?:спасибо|thanks|thank you))?$/u;
const ANOTHER =
  /^(?:(?:а )?(?:можно|давайте|покажите|нарисуйте|хочу) )?(?:другой(?: вариант)?|еще (?:вариант|раз|один|другой)|перерисуй(?:те)?|(?:show me )?another(?: one)?|(?:try |once )?again)$/u;
const NONE = /^(?:без эскиза|эскиз не нужен|не надо эскиза?|no sketch|without (?:a )?sketch)$/u;

/** Whether the picture is before her eyes: then there is one to approve. */
const isShown = ({ open = [] }: View): boolean => open.some(({ value }) => value === '@picture:ok');

/** The picture of the cake, approved before the summary. What is asked here is put by moves/picture.ts, which knows what is being drawn. */
export const picture: Step = {
  key: 'picture',
  title: 'picture.title',
  applies: ({ shop }) => shop.preview.enabled && shop.takesOrders,
  holds: (view) => view.draft.picture === null || view.draft.picture?.of === markOf(lookOf(view)),
  lost: (view) => view.say('picture.lost'),
  ask: (view) => ({ text: view.say('picture.drawing'), options: [] }),
  inner: (text, view) => {
    const words = clean(text);
    if (NONE.test(words)) return '@picture:none';
    if (!isShown(view)) return undefined;
    if (LIKED.test(words) || readCommand(text)?.kind === 'yes') return '@picture:ok';
    const again = view.open?.find(({ value }) => value === '@picture:again');
    return again && ANOTHER.test(words) ? again.value : undefined;
  },
  read(input, view) {
    const command = input.kind === 'text' ? readCommand(input.text)?.kind : undefined;
    // «Нет» to a picture that she sees is no word about doing without one: she is told how to change it.
    const without = command === 'none' || (command === 'no' && !isShown(view));
    return without ? { answer: { picture: null } } : refuse(view, 'picture.refuse');
  },
  show: (view) => {
    const { picture } = view.draft;
    if (!picture) return '';
    return view.say(picture.model === null ? 'picture.value_sketch' : 'picture.value');
  },
};
