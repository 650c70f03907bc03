import { DateTime } from 'luxon';
import { handoffText } from '../baker/handoff';
import { notes, photoNotes } from '../baker/card';
import { cut, duration } from '../format';
import { activeOrders } from '../orders/status';
import { clean } from '../read';
import { stepOf } from '../steps';
import { tidy } from '../steps/words';
import { nameOf } from '../texts';
import type { Turn } from '../turn';
import type { CustomerEvent } from '../types';

/**
 * A person talks with the customer: the bot relays both sides and says nothing of its own until the silence is over, she
 * asks for it, or the bakery sends /bot. The draft stays as it is.
 */

const LONGEST = 2000;
const LONGEST_CAPTION = 900;
const WAKE = /^(?:продолжить|продолжим|вернуться(?: к (?:заказу|боту))?|бот|bot|continue|resume|back to the order)$/;
const BOT_BACK = /^\/bot(?:@\w+)?$/i;

/** Whether a person is talking with her now. */
export const isSilent = ({ state, now }: Turn): boolean =>
  state.human !== undefined && DateTime.fromISO(now) < DateTime.fromISO(state.human.until);

/** A person is called; the bot is silent from now on. */
export function call(turn: Turn): void {
  const { shop, orders } = turn.world;
  const { chats, silenceMinutes } = shop.baker;
  if (chats.length === 0) return turn.note(turn.say('human.nobody')).ask(true);
  turn.effects.push({
    kind: 'handoff',
    text: handoffText(turn.state, orders, shop, turn.from, 'handoff.title', turn.world.channel),
    chats,
  });
  keepSilent(turn, false);
  backButton(turn, turn.say('human.called', { duration: duration(silenceMinutes, turn.state.language) }));
}

/** Somebody of the bakery wrote to her past the bot, from the shop's own account. */
export function personSpeaks(turn: Turn): void {
  keepSilent(turn, true);
  turn.state.human = { ...turn.state.human!, direct: true };
}

/** What she says while a person is there goes to the bakery. False: the bot goes on with the event. */
export function relay(turn: Turn, event: CustomerEvent): boolean {
  const { direct } = turn.state.human ?? {};
  if (direct && (event.type === 'contact' || event.type === 'photo' || event.type === 'other')) return listened(turn);
  switch (event.type) {
    case 'text': {
      // A command is meant for the bot.
      if (event.text.trim().startsWith('/')) {
        wake(turn);
        return false;
      }
      if (WAKE.test(clean(event.text)) || isBack(turn, event.text)) {
        wake(turn);
        turn.note(turn.say('human.welcome_back')).ask(true);
        return true;
      }
      if (direct) return listened(turn);
      const text = cut(tidy(event.text), LONGEST) || '…';
      pass(turn, turn.kitchen('note.person', { name: nameOfPerson(turn), text }));
      return true;
    }
    case 'contact':
      pass(turn, turn.kitchen('note.person', { name: nameOfPerson(turn), text: event.phone }));
      return true;
    case 'photo': {
      const caption = cut(tidy(event.caption ?? ''), LONGEST_CAPTION);
      const note = turn.kitchen('note.person_photo', { name: nameOfPerson(turn) }) + (caption && `: «${caption}»`);
      for (const file of [event.file, ...(event.more ?? [])]) {
        turn.toBakery(photoNotes(note, file, turn.world.shop, null));
      }
      prolong(turn);
      return true;
    }
    case 'other':
      if (event.kind !== 'sticker') turn.replies.push({ text: turn.say('human.cannot') });
      return true;
    default:
      // A press shows that she goes on with the bot.
      wake(turn);
      return false;
  }
}

/** Words or a photo of the bakery for her; they begin the silence, or make it longer. The answer is for the bakery. */
export function sayToCustomer(turn: Turn, text: string, photo?: string): string {
  if (turn.state.blocked) return turn.kitchen('words.blocked');
  if (BOT_BACK.test(text) && !photo) {
    wake(turn);
    turn.note(turn.say('human.over')).ask(true);
    return turn.kitchen('person.bot_back');
  }
  const talking = isSilent(turn);
  const shop = nameOf(turn.world.shop.name, turn.state.language);
  const said = text || !photo ? turn.say('human.says', { shop, text }) : turn.say('human.photo', { shop });
  keepSilent(turn, true);
  if (photo) turn.replies.push({ text: said, image: photo });
  else if (talking) turn.replies.push({ text: said });
  else backButton(turn, said);
  return turn.kitchen('person.sent', { duration: duration(turn.world.shop.baker.silenceMinutes, 'ru') });
}

/** The set time is over: the bot is there again, and nobody is left waiting without a word. */
export function silenceOver(turn: Turn): void {
  const { human, at } = turn.state;
  if (!human || isSilent(turn)) return;
  delete turn.state.human;
  if (human.answered) {
    // A talk that is finished needs no words of a machine after it.
    const inFlow = stepOf(at) !== undefined || at === 'summary';
    return inFlow ? turn.note(turn.say('human.over')).ask(true) : undefined;
  }
  turn.toBakery(notes(turn.kitchen('note.unanswered', { name: nameOfPerson(turn) }), turn.world.shop, null));
  turn.note(turn.say('human.unanswered')).ask(true);
}

function backButton(turn: Turn, text: string): void {
  turn.put('human', { text, options: [{ label: turn.say('human.back'), value: '@wake' }] });
}

const isBack = ({ state }: Turn, text: string): boolean =>
  state.prompt?.step === 'human' && clean(state.prompt.options[0]?.label ?? '') === clean(text);

/** The bot speaks again. */
export function wake(turn: Turn): void {
  delete turn.state.human;
  turn.effects.push({ kind: 'cancel_timers', order: null });
}

function keepSilent(turn: Turn, answered: boolean): void {
  const minutes = turn.world.shop.baker.silenceMinutes;
  const until = DateTime.fromISO(turn.now, { setZone: true }).plus({ minutes }).toISO({ suppressMilliseconds: true });
  turn.state.human = { until: until ?? turn.now, answered };
  turn.effects.push({ kind: 'timer', timer: 'silence_over', order: null, at: until ?? turn.now });
}

function pass(turn: Turn, note: string): void {
  turn.toBakery(notes(note, turn.world.shop, null));
  prolong(turn);
}

/** The person reads it where she writes. True: the bot has nothing to say. */
function listened(turn: Turn): boolean {
  personSpeaks(turn);
  return true;
}

/** Only a talk with two sides is made longer: nobody may keep the bot silent alone. */
function prolong(turn: Turn): void {
  if (turn.state.human?.answered) keepSilent(turn, true);
}

function nameOfPerson(turn: Turn): string {
  const placed = activeOrders(turn).find(({ draft }) => draft.name)?.draft.name;
  const name = tidy((turn.state.draft.name ?? placed ?? turn.from?.name ?? '').replace(/@/g, ''));
  return cut(name, 60) || turn.kitchen('handoff.no_name');
}
