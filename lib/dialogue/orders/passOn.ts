import { linkTo } from '../baker/handoff';
import { cut } from '../format';
import { notes } from '../baker/card';
import { tidy } from '../steps/words';
import { inKitchen } from '../texts/kitchen';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { activeOrders } from './status';

// Telegram's captions end at 1024 characters.
const LONGEST_CAPTION = 700;

const orderOf = (turn: Turn): KnownOrder | undefined => {
  const active = activeOrders(turn);
  return active.find(({ number }) => number === turn.state.order) ?? active[active.length - 1];
};

/** Her words about a placed order go to the baker, and she is told so. */
export function passWords(turn: Turn, text: string): void {
  const order = orderOf(turn);
  const { shop } = turn.world;
  if (!order || shop.baker.chats.length === 0) return turn.ask(true);
  const { number } = order;
  const said = inKitchen('note.customer', { number, text: cut(tidy(text), 2000) });
  const cards = notes([said, answerLine(turn)].filter(Boolean).join('\n'), shop);
  turn.effects.push(...cards.map((card) => ({ kind: 'baker' as const, card })));
  return turn.note(turn.say('passed.on', { number })).ask(true);
}

/** A photo for a placed order goes to the baker; only the first of an album is answered. */
export function passPhoto(turn: Turn, photo: { file: string; caption?: string }, answered: boolean): void {
  const order = orderOf(turn);
  const { chats } = turn.world.shop.baker;
  if (order && chats.length > 0) {
    const { number } = order;
    const words = cut(tidy(photo.caption ?? ''), LONGEST_CAPTION);
    const text = [inKitchen('note.customer_photo', { number }) + (words && `: «${words}»`), answerLine(turn)];
    for (const chat of chats) {
      const whole = text.filter(Boolean).join('\n');
      const card = { kind: 'photo' as const, chat, message: null, text: whole, buttons: [], image: photo.file };
      turn.effects.push({ kind: 'baker', card });
    }
    if (!answered) turn.note(turn.say('passed.photo', { number }));
  }
  if (!answered) turn.ask(true);
}

function answerLine(turn: Turn): string {
  const link = linkTo(turn.from);
  return link && inKitchen('note.answer', { link });
}
