import type { Option, OptionCard } from './steps/step';
import type { Button, ReplyCard } from './types';

/** How the options of a question become buttons. A button's data is `<version of the question>:<place of the option>`. */

/** Before the label of what is chosen already; choosing it again takes it back. */
export const TICK = '✓ ';

const dataOf = ({ lasting }: Option, version: number, index: number) => lasting ?? `${version}:${index}`;

/** A card whose button means the same as its option. */
export function cardOf({ choose, value, ...shown }: OptionCard, options: Option[], version: number): ReplyCard {
  const index = options.findIndex((option) => option.value === value);
  return { ...shown, buttons: [{ label: choose, data: dataOf(options[index], version, index) }] };
}

/** What leads away from the question stands apart from its answers. */
const APART: Record<string, string> = { '@back': 'about', '@more': 'about', '@ready': 'cakes' };

const sortOf = ({ label, value, apart }: Option) =>
  apart ? 'apart' : (APART[value] ?? ([...label].length <= 16 ? 'short' : 'long'));

/** Short labels stand in pairs, the way about in a row of its own. */
export function rows(options: Option[], version: number): Button[][] {
  const result: Button[][] = [];
  let kind = '';
  options.forEach((option, index) => {
    const button = { label: option.label, data: dataOf(option, version, index) };
    const sort = sortOf(option);
    const last = result[result.length - 1];
    if (last && sort !== 'long' && sort === kind && last.length < 2) last.push(button);
    else result.push([button]);
    kind = sort;
  });
  return result;
}
