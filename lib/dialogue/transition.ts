import { DateTime } from 'luxon';
import type { Language, Shop } from '../order/types';
import { changeDay } from './baker/day';
import { decide, expire, remind } from './baker/decide';
import { words } from './baker/words';
import { knows } from './chart';
import { customer, greet } from './customer';
import { understood } from './free/listen';
import { personSpeaks, silenceOver } from './moves/human';
import { moveHere } from './moves/move';
import { pictured } from './moves/picture';
import { later } from './orders/later';
import { moneyFact } from './payments/facts';
import { readCommand } from './read';
import { codeIn } from './read/code';
import { stepOf, stepsOf } from './steps';
import { say } from './texts';
import { inKitchen } from './texts/kitchen';
import { Turn, type OpenWorld } from './turn';
import type { BakersChatEvent, ConversationState, CustomerEvent, DialogueEvent, Outcome, Person } from './types';
import type { MoneyEvent, Reply, ResultEvent, TimerEvent, Transition, World } from './types';

/** Languages of people who, where we have none of their own, read Russian. */
const READ_RUSSIAN = ['ru', 'uk', 'be', 'kk', 'ky', 'uz', 'tg', 'tk', 'hy', 'az', 'ka', 'tt', 'ba', 'cv', 'ce', 'mo'];

/** The conversation, as it goes in this world: one pure step for one event. */
export function createTransition(world: World): Transition {
  return (state, event, now) => {
    switch (event.type) {
      case 'bakers_chat':
        return inBakersChat(world, state, event, now);
      case 'baker':
      case 'baker_words':
        return fromBaker(world, state, event, now);
      case 'timer':
        return fromTimer(world, state, event, now);
      case 'understood':
      case 'picture':
        return fromModel(world, state, event, now);
      case 'money':
        return fromMoney(world, state, event, now);
      default:
        return fromCustomer(world, state, event, now);
    }
  };
}

/**
 * What is answered when an event could not be handled at all: the conversation stays as it was and she is told.
 * Makes no use of the menu, so that a fault there cannot reach it.
 */
export function apologise(state: ConversationState | null, event: DialogueEvent, shopVersion: number): Outcome {
  const language = state?.language ?? ('from' in event ? languageOf(event.from, 'ru') : 'ru');
  const kept = state ?? { ...fresh(language), shopVersion };
  if (QUIET.includes(event.type)) return quiet(kept);
  const callback = 'callback' in event ? event.callback : undefined;
  const to = event.type === 'baker' || event.type === 'baker_words' ? event.card?.chat : undefined;
  const reply: Reply = { text: say(to ? 'ru' : language, 'odd.sorry') };
  if (callback !== undefined) reply.answers = callback;
  if (to) reply.to = { chat: to };
  return { state: kept, replies: [reply], effects: [] };
}

/** Events that nobody said and that are answered by nothing when they cannot be handled. */
const QUIET: DialogueEvent['type'][] = ['timer', 'blocked', 'unblocked', 'shop', 'understood', 'picture', 'money'];

const quiet = (state: ConversationState): Outcome => ({ state, replies: [], effects: [] });

const isOpen = (world: World): world is OpenWorld => world.shop !== null;

function fresh(language: Language): ConversationState {
  return { schema: 1, language, at: 'consent', draft: {}, history: [], prompt: null, order: null, shopVersion: 0 };
}

function languageOf(person: Person, otherwise: Language): Language {
  const code = (person.language ?? '').toLowerCase().split(/[-_]/)[0];
  return code === 'en' ? 'en' : READ_RUSSIAN.includes(code) ? 'ru' : otherwise;
}

/** The language of her first words, for messengers that do not tell it (Avito). A command tells nothing. */
function languageIn(event: CustomerEvent): Language | undefined {
  if (event.type !== 'text' || event.text.trim().startsWith('/')) return undefined;
  if (/\p{Script=Cyrillic}/u.test(event.text)) return 'ru';
  return /[a-z]{2}/i.test(event.text) ? 'en' : undefined;
}

function fromCustomer(world: World, stored: ConversationState | null, event: CustomerEvent, now: string): Outcome {
  const state = stored ?? fresh(languageOf(event.from, languageIn(event) ?? world.shop?.language ?? 'ru'));
  if (event.type === 'blocked') return quiet({ ...state, blocked: true });
  const { blocked: _blocked, ...open } = state;
  if (event.type === 'unblocked') return quiet(open);
  const callback = event.type === 'press' ? event.callback : undefined;
  if (!isOpen(world)) return event.type === 'shop' ? quiet(open) : closed(open, event, callback);

  const turn = new Turn(world, open, now, event.from);
  if (event.type === 'shop') {
    personSpeaks(turn);
    return turn.outcome();
  }
  const code = event.type === 'text' ? codeIn(event.text) : null;
  if (code && world.move?.code === code.code) {
    moveHere(turn, world.move);
    return turn.outcome();
  }
  if (code && (code.named || open.prompt === null)) {
    turn.note(turn.say('move.unknown')).ask(true);
    return turn.outcome();
  }
  const first = open.prompt === null && open.at === 'consent' && open.human === undefined;
  if (!knows(open.at)) turn.move({ type: 'RESUME' });
  const stood = stepOf(open.at);
  if (stood && !stepsOf(world.shop).includes(stood)) {
    // The owner no longer asks this; what was said to it belongs to no other question.
    turn.move({ type: 'RESUME' }).note(turn.say('odd.menu_changed')).ask();
    return turn.outcome(callback);
  }
  const command = event.type === 'text' ? readCommand(event.text)?.kind : undefined;
  if (first && command !== 'language' && command !== 'id') greet(turn, event);
  else customer(turn, event);
  return turn.outcome(callback);
}

/** No menu was published yet: nothing can be asked, and nothing is lost. */
function closed(state: ConversationState, event: CustomerEvent, callback?: string): Outcome {
  const command = event.type === 'text' ? readCommand(event.text) : null;
  const language = command?.kind === 'language' ? command.language : state.language;
  const chat = (event.type === 'text' && event.chat) || event.from.id;
  const text =
    command?.kind === 'id' ? say(language, 'id.text', { chat, user: event.from.id }) : say(language, 'shop.closed');
  const reply: Reply = callback === undefined ? { text } : { text, answers: callback };
  return { state: { ...state, language }, replies: [reply], effects: [] };
}

function fromBaker(
  world: World,
  stored: ConversationState | null,
  event: Extract<DialogueEvent, { type: 'baker' | 'baker_words' }>,
  now: string,
): Outcome {
  const order = world.orders.find(({ number }) => number === event.order);
  const state = stored ?? fresh(order?.language ?? 'ru');
  // Without a menu there is neither a kitchen text nor a place to free.
  if (!isOpen(world)) return apologise(state, event, world.shopVersion);
  const turn = new Turn(world, state, now);
  if (event.type === 'baker') decide(turn, event);
  else words(turn, event);
  return turn.outcome();
}

function fromModel(world: World, stored: ConversationState | null, event: ResultEvent, now: string): Outcome {
  const state = stored ?? fresh('ru');
  // A result belongs to the conversation that asked for it; one that was forgotten meanwhile asks for nothing.
  if (!stored || !isOpen(world)) return quiet(state);
  const turn = new Turn(world, state, now);
  if (event.type === 'understood') understood(turn, event);
  else pictured(turn, event);
  return turn.outcome();
}

function fromMoney(world: World, stored: ConversationState | null, event: MoneyEvent, now: string): Outcome {
  const order = world.orders.find(({ number }) => number === event.order);
  const state = stored ?? fresh(order?.language ?? 'ru');
  // An order is made in a shop, and a published version never goes away.
  if (!isOpen(world)) throw new Error(`Payment ${event.payment}: there is no menu to book it with`);
  const turn = new Turn(world, state, now);
  moneyFact(turn, event);
  return turn.outcome();
}

function fromTimer(world: World, stored: ConversationState | null, event: TimerEvent, now: string): Outcome {
  const order = world.orders.find(({ number }) => number === event.order);
  const state = stored ?? fresh(order?.language ?? 'ru');
  if (!isOpen(world)) return quiet(state);
  const turn = new Turn(world, state, now);
  if (event.timer === 'silence_over') {
    silenceOver(turn);
    return turn.outcome();
  }
  if (!order) return quiet(state);
  const { shop } = world;
  if (event.timer === 'hold_over') expire(turn, order);
  else remind(turn, order, clockOf(later(now, shop.baker.holdHours - shop.baker.remindHours), shop));
  return turn.outcome();
}

const clockOf = (at: string, shop: Shop) =>
  DateTime.fromISO(at, { zone: shop.zone, locale: 'ru' }).toFormat('HH:mm, d MMMM');

function inBakersChat(world: World, stored: ConversationState | null, event: BakersChatEvent, now: string): Outcome {
  const state = stored ?? fresh(world.shop?.language ?? 'ru');
  if (event.what === 'day' && isOpen(world)) {
    const turn = new Turn(world, state, now, event.from);
    changeDay(turn, event.text ?? '');
    return turn.outcome();
  }
  const texts = world.shop?.texts;
  const chat = event.chat ? `${inKitchen('id.chat', { id: event.chat }, texts)}\n` : '';
  const ids = `${chat}${inKitchen('id.user', { id: event.from.id }, texts)}`;
  const answers: Record<BakersChatEvent['what'], string> = {
    help: inKitchen('help', { ids }, texts),
    stranger: inKitchen('stranger', {}, texts),
    unknown_order: inKitchen('unknown_order', {}, texts),
    words_without_card: inKitchen('words.no_card', {}, texts),
    not_relayed: inKitchen('words.not_relayed', {}, texts),
    day: inKitchen('day.help', {}, texts),
  };
  const text = answers[event.what];
  const reply: Reply = event.callback === undefined ? { text } : { text: '', answers: event.callback, toast: text };
  return { state, replies: [reply], effects: [] };
}
