import { clean } from './text';

const words = (list: string) => new Set(list.split(' '));
const TELLING = words(
  'да ок окей хорошо ладно оставь оставьте оставить оставляем оставим понимаю понимаем понятно принимаю согласна согласен ' +
    'подтверждаю страшно страшного устраивает меняй меняйте менять заменяйте заменять ' +
    'yes ok okay leave keep understand understood accept fine change swap',
);
const AROUND = words(
  'нет ну пусть будет остается не надо нужно так все как есть его ее я мы нас ничего пожалуйста это ' +
    'no it its as is i we the cake please dont thats that',
);
// «не понимаю» and "don't leave it" are the opposite; «не меняйте» is not.
const DENIED =
  /(?<!\p{L})(?:не (?!(?:надо |нужно )?(?:меня|заменя)|страшно)|dont (?!change|swap))|(?<!не |надо |нужно )(?<!\p{L})(?:меня(?:й|йте|ть)|заменя(?:йте|ть))(?!\p{L})|(?<!dont )(?<!\p{L})(?:change|swap)(?!\p{L})/u;

/** Whether the words ask to leave the thing as it is, and say nothing else: «оставьте так», «понимаю», "keep it". */
export function readKeep(text: string): boolean {
  const said = clean(text);
  const list = said.split(' ');
  if (!list.every((word) => TELLING.has(word) || AROUND.has(word)) || DENIED.test(said)) return false;
  if (list.some((word) => word === 'нет' || word === 'no')) return /остав|меня|leave|keep|change|swap/.test(said);
  return list.some((word) => TELLING.has(word));
}
