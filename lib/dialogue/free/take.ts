import { act } from '../moves/act';
import { askForget } from '../moves/forget';
import { call } from '../moves/human';
import { obey } from '../moves/obey';
import { soFar } from '../orders/price';
import { statusLines } from '../orders/status';
import type { Heard, Intent } from '../read/heard';
import { stepOf } from '../steps';
import { nameOf } from '../texts';
import type { Turn } from '../turn';
import { takeSlots } from './slots';

/** Whether the conversation stands at a question of the order or at its summary. */
export const inOrder = (at: string): boolean => stepOf(at) !== undefined || at === 'summary';

/**
 * Puts into the order what was heard, reads it back and goes on with the first question that is still open. False: nothing
 * of it says anything about an order.
 */
export function take(turn: Turn, heard: Heard): boolean {
  const { patch, steps, notes, extras } = takeSlots(heard.slots, turn.view);
  const changed = Object.keys(patch).length > 0;
  if (!changed && notes.length === 0) return false;
  if (changed) {
    const before = turn.state.draft;
    const after = { ...turn.view, draft: { ...before, ...patch } };
    const said = [
      ...steps.map((key) => stepOf(key)!.show(after)).filter(Boolean),
      ...extras,
      ...(patch.email ? [patch.email] : []),
    ];
    const corrected = heard.intent === 'correct' && steps.some((key) => stepOf(key)!.show(turn.view) !== '');
    if (said.length > 0) turn.note(turn.say(corrected ? 'heard.corrected' : 'heard.noted', { list: said.join('; ') }));
    turn.move({ type: 'ANSWER', steps, patch });
  }
  notes.forEach((note) => turn.note(note));
  if (heard.intent === 'price') turn.note(soFar(turn));
  turn.ask(!changed);
  return true;
}

/** Answers a question with the owner's words and puts the open one again; without an entry a person can be called. */
export function answer(turn: Turn, entry: number | null): boolean {
  const found = entry === null ? undefined : turn.world.shop.faq[entry];
  turn.note(found ? nameOf(found.answer, turn.state.language) : turn.say('faq.unknown')).ask(true);
  return true;
}

/**
 * What she wants, where her words are not the command itself. False: nothing that can be done about it. `sure`: the rules say
 * so and leave no word open; a model's opinion never confirms an order.
 */
export function obeyHeard(turn: Turn, intent: Intent, sure: boolean): boolean {
  const { at } = turn.state;
  switch (intent) {
    case 'human':
      call(turn);
      return true;
    case 'back':
      act(turn, '@back');
      return true;
    case 'restart':
      act(turn, '@restart');
      return true;
    case 'cancel':
    case 'optout':
      act(turn, '@cancel');
      return true;
    case 'delete_data':
      askForget(turn);
      return true;
    case 'price':
      turn.note(soFar(turn)).ask(true);
      return true;
    case 'status':
      turn.note(statusLines(turn)).ask(true);
      return true;
    case 'pay':
      return obey(turn, { kind: 'pay' }, { text: '', from: { id: '' } });
    case 'approve':
      if (at !== 'summary' || !sure) return false;
      act(turn, '@confirm');
      return true;
    case 'reject':
      if (at !== 'summary' || !sure) return false;
      act(turn, '@change');
      return true;
    default:
      return false;
  }
}
