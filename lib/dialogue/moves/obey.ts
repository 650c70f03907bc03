import { askWhich } from '../orders/placing';
import { passWords } from '../orders/passOn';
import { activeOrders, statusLines } from '../orders/status';
import { wantedOf } from '../../order/books';
import { pay } from '../payments/asking';
import type { Command } from '../read';
import { stepOf } from '../steps';
import { soFar } from '../orders/price';
import type { Turn } from '../turn';
import { act } from './act';
import { askForget } from './forget';
import { call } from './human';
import { giveCode } from './move';
import { startQuestion } from './questions';

/** What was typed, and where, for the answer to /id. */
export interface Typed {
  text: string;
  from: { id: string };
  chat?: string;
  nonce?: string;
}

/** What can be said at every step. False: here it is an answer, not a command. */
export function obey(turn: Turn, command: Command, event: Typed): boolean {
  const { at } = turn.state;
  const inFlow = stepOf(at) !== undefined || at === 'summary';
  switch (command.kind) {
    case 'back':
      // Out of the showcase she comes back to the question that it lies over.
      if (turn.state.prompt?.step === 'ready_cakes') act(turn, '@resume');
      else act(turn, at === 'declined' ? '@again' : '@back');
      return true;
    case 'restart':
      act(turn, inFlow ? '@restart' : '@new');
      return true;
    case 'cancel':
      if (at === 'waiting') act(turn, '@order');
      else if (inFlow && at !== 'consent' && activeOrders(turn).length > 0) askWhich(turn, true);
      else act(turn, '@cancel');
      return true;
    case 'human':
      call(turn);
      return true;
    case 'forget':
      askForget(turn);
      return true;
    case 'help':
      turn.note(turn.say('help.text', { policy: policyOf(turn) })).ask(true);
      return true;
    case 'code':
      giveCode(turn, event.nonce);
      return true;
    case 'id':
      turn.replies.push({ text: turn.say('id.text', { chat: event.chat ?? event.from.id, user: event.from.id }) });
      return true;
    case 'language':
      turn.state.language = command.language;
      turn.note(turn.say('language.changed')).ask(at !== 'consent');
      return true;
    case 'change':
      // What is with the baker already only the baker can change.
      if (at === 'waiting' && activeOrders(turn).length > 0) passWords(turn, event.text);
      else act(turn, command.field ? `@change:${stepOfField(command.field)}` : '@change');
      return true;
    case 'status':
      if (at !== 'waiting') turn.note(statusLines(turn));
      turn.ask(true);
      return true;
    case 'pay': {
      // Where nothing is paid through the bot, the words are for a person or an answer like any other.
      if (turn.world.shop.payment.providers.length === 0) return false;
      const order = activeOrders(turn).find((one) => wantedOf(one));
      if (order) pay(turn, `${order.number}:`);
      else turn.note(turn.say('pay.nothing')).ask(true);
      return true;
    }
    case 'ready':
      // Before the consent nothing is chosen; without ready cakes the words are an answer like any other.
      if (at === 'consent' || turn.world.shop.menu.readyCakes.length === 0) return false;
      act(turn, '@ready');
      return true;
    case 'price':
      turn.note(soFar(turn)).ask(true);
      return true;
    default:
      return false;
  }
}

const policyOf = (turn: Turn): string =>
  turn.withoutLinks
    ? turn.say('link.in_profile', { label: turn.say('consent.link') })
    : turn.world.shop.operator.policyUrl;

/** The step that a field, as customers call it, is asked by. */
export const stepOfField = (field: string): string => (field === 'contact' ? 'phone' : field);

/** /start loses nothing: in the middle of an order it asks. */
export function start(turn: Turn): void {
  const { at } = turn.state;
  if (at === 'done') return act(turn, '@new');
  if (at === 'consent' || at === 'declined') return turn.ask();
  if (at === 'waiting') return activeOrders(turn).length > 0 ? turn.ask() : act(turn, '@new');
  return turn.put('start', startQuestion(turn.view));
}
