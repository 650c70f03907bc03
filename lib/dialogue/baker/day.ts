import { capacityOf, dayAt, menuCapacity } from '../../order/dates';
import { capital, longDay } from '../format';
import { readDate } from '../read';
import type { Turn } from '../turn';

const CLOSED = /(?:выходной|закрыт[оаы]?|закрыть|не работаем|closed|day off)/iu;
const USUAL = /(?:как обычно|открыт[оаы]?|открыть|обычный|usual|open)/iu;
const EXTRA = /(?:\+|плюс)\s*(\d{1,3})(?:\s*(?:балл\p{L}*|мест\p{L}*|points?))?/iu;

/**
 * One delivery day closed, opened or widened from the bakery's chat: «31.12 выходной», «30.12 +5», «31.12 как обычно».
 * Orders that have their place keep it. The menu's own days off stay the menu's.
 */
export function changeDay(turn: Turn, text: string): void {
  const { shop, availability } = turn.world;
  const answer = (said: string) => turn.replies.push({ text: said });
  const extra = Number(EXTRA.exec(text)?.[1] ?? 0);
  const closed = CLOSED.test(text);
  const rest = text.replace(CLOSED, ' ').replace(USUAL, ' ').replace(EXTRA, ' ');
  const date = readDate(rest.trim(), turn.now, shop.zone, 'ru');
  if (!date || (!closed && extra === 0 && !USUAL.test(text))) return void answer(turn.kitchen('day.help'));
  if ('impossible' in date) return void answer(turn.kitchen('day.help'));
  const day = 'past' in date ? date.past : date.day;
  const name = capital(longDay(day, 'ru', turn.now.slice(0, 10)));
  if ('past' in date || day < dayAt(turn.now, shop)) return void answer(turn.kitchen('day.past', { day: name }));

  turn.effects.push({ kind: 'day', day, closed, extra: closed ? 0 : extra });
  const points = capacityOf(day, shop, { ...availability, extra: { [day]: extra } });
  const off = closed || shop.menu.blackout.includes(day) || points === 0;
  const said = off
    ? turn.kitchen('day.closed', { day: name })
    : extra > 0
      ? turn.kitchen('day.extra', { day: name, points, extra })
      : turn.kitchen('day.usual', { day: name, points: menuCapacity(day, shop) });
  const booked = availability.booked[day] ?? 0;
  answer([said, booked > 0 ? turn.kitchen('day.booked', { booked }) : ''].filter(Boolean).join(' '));
}
