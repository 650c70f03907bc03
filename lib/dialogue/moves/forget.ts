import { activeOrders } from '../orders/status';
import type { Turn } from '../turn';
import { forgetQuestion } from './questions';

/** She wants her data deleted: asked once more, refused while an order is open. */
export function askForget(turn: Turn): void {
  if (activeOrders(turn).length > 0) return turn.note(turn.say('forget.open')).ask(true);
  turn.put('forget', forgetQuestion(turn.view));
}

/** Everything personal goes with this step; the next word of hers begins a new conversation. */
export function forget(turn: Turn): void {
  if (activeOrders(turn).length > 0) return askForget(turn);
  const { schema, language } = turn.state;
  turn.effects.push({ kind: 'forget' });
  turn.state = { schema, language, at: 'consent', draft: {}, history: [], prompt: null, order: null, shopVersion: 0 };
  turn.replies.push({ text: turn.say('forget.done') });
}
