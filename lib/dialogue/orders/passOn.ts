import { cut } from '../format';
import { notes, photoNotes } from '../baker/card';
import { tidy } from '../steps/words';
import type { Turn } from '../turn';
import type { KnownOrder } from '../types';
import { activeOrders } from './status';

// Telegram's captions end at 1024 characters.
const LONGEST_CAPTION = 700;

const orderOf = (turn: Turn, about?: number): KnownOrder | undefined => {
  const active = activeOrders(turn);
  const wanted = about ?? turn.state.order;
  return active.find(({ number }) => number === wanted) ?? active[active.length - 1];
};

/** Her words about a placed order go to the baker, and she is told so. */
export function passWords(turn: Turn, text: string, about?: number): void {
  const order = orderOf(turn, about);
  const { shop } = turn.world;
  if (!order || shop.baker.chats.length === 0) return turn.ask(true);
  const { number } = order;
  const said = turn.kitchen('note.customer', { number, text: cut(tidy(text), 2000) });
  turn.toBakery(notes(`${said}\n${turn.kitchen('note.answer')}`, shop, number));
  return turn.note(turn.say('passed.on', { number })).ask(true);
}

/** A photo for a placed order goes to the baker; only the first of an album is answered. */
export function passPhoto(
  turn: Turn,
  photo: { file: string; more?: string[]; caption?: string },
  answered: boolean,
  about?: number,
): void {
  const order = orderOf(turn, about);
  const { chats } = turn.world.shop.baker;
  if (order && chats.length > 0) {
    const { number } = order;
    const words = cut(tidy(photo.caption ?? ''), LONGEST_CAPTION);
    const said = turn.kitchen('note.customer_photo', { number }) + (words && `: «${words}»`);
    for (const file of [photo.file, ...(photo.more ?? [])]) {
      turn.toBakery(photoNotes(`${said}\n${turn.kitchen('note.answer')}`, file, turn.world.shop, number));
    }
    if (!answered) turn.note(turn.say('passed.photo', { number }));
  }
  if (!answered) turn.ask(true);
}
