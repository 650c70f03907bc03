import { DateTime } from 'luxon';
import { duration } from '../format';
import { changed } from '../orders/record';
import { draftRow } from '../orders/summary';
import { codeFrom } from '../read/code';
import { stepOf } from '../steps';
import { say } from '../texts';
import type { Turn } from '../turn';
import type { ConversationState, Move, Prompt } from '../types';
import { wake } from './human';

/** One customer in several messengers: a code takes her draft and orders along. A phone number never does: it can be anybody's. */

const CODE_MINUTES = 15;

/** Gives a code for this conversation. `nonce`: random letters of the event. */
export function giveCode(turn: Turn, nonce: string | undefined): void {
  // Without orders there may be no database that knows codes.
  if (!nonce || !turn.world.shop.takesOrders) return turn.note(turn.say('move.not_here')).ask(true);
  const { code, shown } = codeFrom(nonce);
  const until = DateTime.fromISO(turn.now, { setZone: true }).plus({ minutes: CODE_MINUTES });
  turn.effects.push({ kind: 'move_code', code, until: until.toISO({ suppressMilliseconds: true }) ?? turn.now });
  turn.note(turn.say('move.code', { code: shown, duration: duration(CODE_MINUTES, turn.state.language) })).ask(true);
}

/** Whether a cake is being put together: the draft of a placed order is none. */
const isDrafting = ({ draft, at }: ConversationState): boolean =>
  (stepOf(at) !== undefined || at === 'summary' || at === 'declined') &&
  Object.keys(draft).some((key) => key !== 'consent');

const open = ({ step, options }: Prompt) => ({ step, options });

/** The conversation with that code goes on here; the other chat is told. An unfinished draft here gives way to one that comes. */
export function moveHere(turn: Turn, move: Move): void {
  const { state: there } = move;
  const here = turn.state;
  if (!there) return turn.note(turn.say('move.unknown')).ask(true);
  turn.effects.unshift({ kind: 'move', code: move.code, version: move.version });
  const taken = isDrafting(there) || !isDrafting(here);
  turn.note(turn.say('move.done'));
  if (isDrafting(there) && isDrafting(here)) turn.note(turn.say('move.replaced'));
  if (taken) {
    const row = draftRow(turn.world.orders);
    if (row) turn.effects.push({ kind: 'order', order: changed(row, { status: 'cancelled' }), hold: null });
    turn.world.orders = turn.world.orders.filter((order) => order !== row);
    turn.state = structuredClone(there);
  }
  if (turn.state.human) wake(turn);
  turn.state.offers = { ...here.offers, ...there.offers };
  turn.state.cards = { ...here.cards, ...there.cards };
  // Buttons of either chat are over, so its next question is newer than both.
  const version = Math.max(here.prompt?.version ?? 0, there.prompt?.version ?? 0);
  // What was being asked within a step (is the inscription right?) is asked again.
  turn.state.prompt = {
    version,
    step: turn.state.at,
    options: [],
    ...(taken && there.prompt ? open(there.prompt) : {}),
  };
  // Their results would go to the other chat.
  delete turn.state.drawing;
  delete turn.state.listening;
  delete turn.state.album;
  delete turn.state.blocked;
  turn.world.orders = [...turn.world.orders, ...move.orders];
  turn.ask(true);
  turn.replies.push({ text: say(there.language, 'move.gone', {}, turn.world.shop.texts), to: move.chat });
}
