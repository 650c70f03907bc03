import { CONTRACT, hear, vocabularyOf, type Slots } from '../../../lib/dialogue/read/heard';
import { defaultShop } from '../../../lib/order';
import type { Menu } from '../../../lib/order/types';
import { NOW } from './heardHarness';

const { menu } = defaultShop();
const under = (changed: Partial<Menu>) => {
  const vocabulary = vocabularyOf({ ...menu, ...changed });
  return (text: string): Slots =>
    hear(text, { language: 'ru', now: NOW, zone: 'Europe/Moscow', expecting: 'any', vocabulary }).slots;
};
const filling = (key: string, ru: string) => ({ ...menu.fillings[0], key, name: { ru } });

it('knows the default menu by all the words of the contract, and its decorations', () => {
  const read = under({});
  expect(read('шоко торт, велюр, с живыми цветами')).toEqual({
    filling: 'шоколад',
    coating: 'велюр',
    decor: 'flowers',
  });
  expect(read('на годовщину')).toEqual({ occasion: 'anniversary' });
  expect(read('ягодный, сверху свежие ягоды')).toEqual({ filling: 'ягодный', decor: 'berries' });
});

it('gives the keys of the menu, not of the contract', () => {
  const read = under({
    fillings: [filling('choc-1', 'Шоколад'), filling('vs', 'Ваниль с клубникой')],
    occasions: [{ key: 'деньрожд', name: { ru: 'День рождения' } }],
  });
  expect(read('шоколадный на день рождения')).toEqual({ filling: 'choc-1', occasion: 'деньрожд' });
  expect(read('ваниль с клубникой')).toEqual({ filling: 'vs' });
  expect(read('торт с клубникой')).toEqual({ filling: 'vs' });
});

it('a key is no name: the key of a decoration may be "chocolate"', () => {
  const { menu: shown } = defaultShop();
  const vocabulary = vocabularyOf(shown);
  const at = { language: 'en', now: NOW, zone: 'Europe/Moscow', expecting: 'any', vocabulary } as const;
  expect(hear('a chocolate cake', at).slots).toEqual({ filling: 'шоколад' });
});

it('a word that two items share names neither', () => {
  const read = under({ fillings: [filling('a', 'Ваниль с клубникой'), filling('b', 'Клубника и базилик')] });
  expect(read('клубника и базилик')).toEqual({ filling: 'b' });
  expect(read('начинка ваниль')).toEqual({ filling: 'a' });
  expect(read('начинка клубника').filling).toBe('клубника');
});

it('a menu without a children’s party has birthdays', () => {
  const read = under({ occasions: menu.occasions.filter(({ key }) => key !== 'child_birthday') });
  expect(read('день рождения сына, 5 лет')).toEqual({ occasion: 'birthday' });
});

it('the contract has no decorations', () => expect(CONTRACT.decor).toEqual([]));
