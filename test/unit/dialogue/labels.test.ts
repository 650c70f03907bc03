import fc from 'fast-check';
import { TEXTS } from '../../../lib/dialogue';
import { kitchen } from '../../../lib/dialogue/texts/kitchen';
import { LABELS } from '../../../lib/dialogue/texts/labels';
import { ANSWERS, Chat } from './harness';

/** Every sentence names itself, so that a button tells which sentences stand on it. */
function marked(): Chat {
  const chat = new Chat();
  const mark = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, `${text} ‹${key}›`]));
  chat.shop!.texts = { ...chat.shop!.texts, ru: mark(TEXTS.ru), kitchen: mark(kitchen) };
  return chat;
}
const keysOn = (label: string) => [...label.matchAll(/‹([^›]+)›/g)].map(([, key]) => key);

it('only labels stand on buttons', () => {
  const seen = new Set<string>();
  const look = (chat: Chat) => {
    for (const [label] of chat.labels) if (!label.includes(': ')) keysOn(label).forEach((key) => seen.add(key));
    for (const { buttons } of chat.cards)
      for (const { label } of buttons) keysOn(label).forEach((key) => seen.add(key));
  };
  const walk = (choices: number[]) => {
    const chat = marked().say('/start');
    for (const [, answer] of ANSWERS) {
      look(chat);
      answer(chat);
    }
    look(chat);
    chat.press('Подтвердить');
    look(chat);
    for (const choice of choices) {
      if (chat.labels.length) chat.data(chat.labels[choice % chat.labels.length][1]);
      look(chat);
    }
  };
  fc.assert(fc.property(fc.array(fc.nat(20), { minLength: 12, maxLength: 12 }), walk), { numRuns: 15, seed: 7 });
  expect([...seen].filter((key) => !(LABELS as ReadonlySet<string>).has(key))).toEqual([]);
  expect(seen.size).toBeGreaterThan(30);
});

it.each([...LABELS])('%s is a sentence of ours, and short', (key) => {
  const texts = [TEXTS.ru, TEXTS.en, kitchen].map((all) => (all as Record<string, string>)[key]).filter(Boolean);
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) expect(text.replace(/\{\w+\}/g, '').length).toBeLessThanOrEqual(40);
});
