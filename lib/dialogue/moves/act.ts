import { askCancel, cancel, confirm } from '../orders/placing';
import { changed } from '../orders/record';
import { activeOrders } from '../orders/status';
import { agree, disagree } from '../orders/offer';
import { draftRow } from '../orders/summary';
import { pay } from '../payments/asking';
import { weighAnswered } from '../payments/weigh';
import { changeable, stepOf } from '../steps';
import type { Turn } from '../turn';
import { forget } from './forget';
import { call } from './human';
import { cancelQuestion, changeQuestion, moreQuestion, restartQuestion } from './questions';
import { onPicture } from './picture';
import { showReady, takeReady } from './ready';

/** What a button does that moves about rather than answers. Values begin with `@`; unknown ones ask again. */
export function act(turn: Turn, value: string): void {
  const [name, ...argument] = value.split(':');
  const action = ACTIONS[name];
  return action ? action(turn, argument.join(':')) : turn.ask(true);
}

const inFlow = (turn: Turn) => stepOf(turn.state.at) !== undefined || turn.state.at === 'summary';

const ACTIONS: Record<string, (turn: Turn, argument: string) => void> = {
  '@back': (turn) => {
    const { at, history } = turn.state;
    if (!inFlow(turn)) return turn.ask();
    turn.move({ type: 'BACK' });
    const moved = turn.state.at !== at || turn.state.history.length !== history.length;
    return (moved ? turn : turn.note(turn.say('back.first'))).ask();
  },
  '@more': (turn) => turn.put('more', moreQuestion(turn.view, turn.state.at === 'consent')),
  '@change': (turn, step) => {
    const { at } = turn.state;
    if (at === 'consent' || (!inFlow(turn) && at !== 'declined')) return turn.ask();
    const possible = changeable(turn.view).map(({ key }) => key);
    if (possible.length === 0) return turn.note(turn.say('change.nothing')).ask();
    if (!step || !possible.includes(step)) return turn.put('change', changeQuestion(turn.view));
    return turn.move({ type: `CHANGE.${step}` }).ask();
  },
  '@restart': (turn) => {
    if (turn.state.at === 'consent') return turn.ask(true);
    return turn.put('restart', restartQuestion(turn.view));
  },
  '@restart!': (turn) => {
    if (turn.state.at === 'consent') return turn.ask(true);
    return turn.note(turn.say('restart.done')).move({ type: 'RESTART' }).ask();
  },
  '@cancel': (turn) => {
    if (turn.state.at === 'consent' || turn.state.at === 'done') return turn.ask(true);
    return turn.put('cancel', cancelQuestion(turn.view));
  },
  '@cancel!': (turn) => {
    const row = draftRow(turn.world.orders);
    if (row) turn.effects.push({ kind: 'order', order: changed(row, { status: 'cancelled' }), hold: null });
    turn.state.order = null;
    turn.move({ type: 'CANCEL' });
    if (activeOrders(turn).length > 0) turn.move({ type: 'PLACED' });
    return turn.tell(turn.say('cancel.done'));
  },
  '@ready': (turn, key) => (key ? takeReady(turn, key) : showReady(turn)),
  '@picture': onPicture,
  '@human': (turn) => call(turn),
  '@wake': (turn) => turn.note(turn.say('human.welcome_back')).ask(true),
  '@offer_yes': agree,
  '@offer_no': disagree,
  '@pay': pay,
  '@weigh_yes': (turn, about) => weighAnswered(turn, about, true),
  '@weigh_no': (turn, about) => weighAnswered(turn, about, false),
  '@forget!': forget,
  '@resume': (turn) => (turn.state.at === 'declined' || !inFlow(turn) ? turn.ask() : turn.ask(true)),
  '@keep': (turn) => turn.move({ type: 'ANSWER', steps: [turn.state.at], patch: {} }).ask(),
  '@again': (turn) => turn.move({ type: 'RESUME' }).ask(),
  '@new': (turn) => {
    if (inFlow(turn)) return turn.ask(true);
    turn.state.order = null;
    return turn.note(turn.say('start.hello')).move({ type: 'NEW' }).ask(true);
  },
  '@confirm': (turn) => (turn.state.at === 'summary' ? confirm(turn) : turn.ask(true)),
  '@order': (turn, number) => askCancel(turn, number ? Number(number) : undefined),
  '@order!': (turn, number) => cancel(turn, Number(number)),
};
