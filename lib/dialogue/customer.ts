import { priceOf } from '../order/price';
import { money } from './format';
import { act, call } from './moves/act';
import { startQuestion } from './moves/questions';
import { activeOrders, statusLines } from './orders/status';
import { readChoice, readCommand, type Command } from './read';
import { stepOf } from './steps';
import type { Input } from './steps/step';
import { tidy } from './steps/words';
import type { TextKey } from './texts';
import type { Turn } from './turn';
import type { CustomerEvent } from './types';

const LONGEST_TEXT = 2000;

// Where a bare number is an answer of its own and never a place in the list of buttons.
const OWN_NUMBERS = ['servings', 'date', 'window', 'inscription', 'wishes', 'address', 'name', 'phone'];

/** An event of the customer, in an open shop. Every one is answered, except more photos of an album. */
export function customer(turn: Turn, event: CustomerEvent): void {
  switch (event.type) {
    case 'text':
      return text(turn, event);
    case 'press':
      return press(turn, event.data);
    case 'photo':
      return photo(turn, event);
    case 'contact':
      return turn.state.at === 'phone'
        ? read(turn, { kind: 'contact', phone: event.phone })
        : turn.note(turn.say('odd.contact')).ask(true);
    case 'other':
      return turn.note(turn.say(`odd.${event.kind}`)).ask(true);
    default:
      return;
  }
}

function press(turn: Turn, data: string): void {
  const { prompt } = turn.state;
  const [, version, index] = /^(\d{1,9}):(\d{1,3})$/.exec(data) ?? [];
  const option = prompt && Number(version) === prompt.version ? prompt.options[Number(index)] : undefined;
  return option ? take(turn, option.value) : turn.note(turn.say('odd.stale')).ask(true);
}

/** What a button or its label means. */
function take(turn: Turn, value: string): void {
  return value.startsWith('@') ? act(turn, value) : read(turn, { kind: 'choice', value });
}

function photo(turn: Turn, event: Extract<CustomerEvent, { type: 'photo' }>): void {
  const same = event.album !== undefined && event.album === turn.state.album;
  if (event.album !== undefined) turn.state.album = event.album;
  const { photos = [], wishes } = turn.state.draft;
  const taken = turn.state.at === 'wishes' || (same && photos.length > 0 && wishes !== undefined);
  if (same) {
    // An album comes as one event for each photo and is answered once, with its first.
    if (taken && stepOf(turn.state.at) && photos.length < 10) {
      turn.state.draft = { ...turn.state.draft, photos: [...photos, event.file] };
    }
    return;
  }
  if (turn.state.at === 'wishes') return read(turn, { kind: 'photo', file: event.file, caption: event.caption });
  return turn.note(turn.say('odd.photo')).ask(true);
}

function text(turn: Turn, event: { text: string; from: { id: string }; chat?: string }): void {
  if (event.text.length > LONGEST_TEXT) return turn.note(turn.say('odd.long')).ask(true);
  if (tidy(event.text) === '') return turn.note(turn.say('odd.empty')).ask(true);
  if (/^\/start(@\w+)?( .*)?$/i.test(event.text.trim())) return start(turn);
  const { prompt, at } = turn.state;
  const options = prompt?.options ?? [];
  const words = tidy(event.text).toLowerCase();
  const labelled = options.find(({ label }) => label.toLowerCase() === words);
  if (labelled) return take(turn, labelled.value);
  const over = prompt !== null && (prompt.step !== at || stepOf(at) === undefined);
  if (/^\d{1,2}$/.test(words) && (over || !OWN_NUMBERS.includes(at))) {
    const numbered = options[Number(words) - 1];
    if (numbered) return take(turn, numbered.value);
  }
  const command = readCommand(event.text);
  if (command && obey(turn, command, event)) return;
  const chosen = over ? overlaid(turn, event.text, command) : undefined;
  if (chosen) return take(turn, chosen);
  if (stepOf(at)) return read(turn, { kind: 'text', text: event.text });
  if (at === 'summary') return turn.note(turn.say('summary.refuse')).ask(true);
  if (at === 'done' || (at === 'waiting' && activeOrders(turn).length === 0)) return act(turn, '@new');
  return turn.ask(true);
}

/** Words that answer a question lying over the step, or the one of a place that is no step. */
function overlaid(turn: Turn, said: string, command: Command | null): string | undefined {
  const { prompt, at } = turn.state;
  const options = prompt?.options ?? [];
  const yesNo = ['restart', 'cancel', 'cancel_order', 'start', 'summary'].includes(prompt?.step ?? '');
  if (yesNo && command?.kind === 'yes') return options[0]?.value;
  if (yesNo && command?.kind === 'no') return at === 'summary' && prompt?.step === at ? '@change' : '@resume';
  if (command?.kind === 'yes' && at === 'done') return '@new';
  return readChoice(said, options)?.value;
}

/** What can be said at every step. False: here it is an answer, not a command. */
function obey(turn: Turn, command: Command, event: { from: { id: string }; chat?: string }): boolean {
  const atConsent = turn.state.at === 'consent';
  switch (command.kind) {
    case 'back':
      act(turn, '@back');
      return true;
    case 'restart':
      act(turn, stepOf(turn.state.at) || turn.state.at === 'summary' ? '@restart' : '@new');
      return true;
    case 'cancel':
      act(turn, turn.state.at === 'waiting' ? '@order' : '@cancel');
      return true;
    case 'human':
      call(turn);
      return true;
    case 'help':
      turn.note(turn.say('help.text')).ask(true);
      return true;
    case 'id':
      turn.replies.push({ text: turn.say('id.text', { chat: event.chat ?? event.from.id, user: event.from.id }) });
      return true;
    case 'language':
      turn.state.language = command.language;
      turn.note(turn.say('language.changed')).ask(!atConsent);
      return true;
    case 'change':
      act(turn, command.field ? `@change:${FIELD_STEP[command.field] ?? command.field}` : '@change');
      return true;
    case 'status':
      if (turn.state.at !== 'waiting') turn.note(statusLines(turn));
      turn.ask(true);
      return true;
    case 'price':
      turn.note(soFar(turn)).ask(true);
      return true;
    default:
      return false;
  }
}

const FIELD_STEP: Record<string, string> = { contact: 'phone' };

function soFar(turn: Turn): string {
  const price = turn.state.at === 'waiting' ? null : priceOf(turn.state.draft, turn.world.shop);
  const key: TextKey = price ? 'price.so_far' : 'price.unknown';
  return turn.say(key, { total: price ? money(price.total, turn.state.language) : '' });
}

/** /start loses nothing: in the middle of an order it asks. */
function start(turn: Turn): void {
  const { at } = turn.state;
  if (at === 'done') return act(turn, '@new');
  if (at === 'consent' || at === 'declined') return turn.ask();
  if (at === 'waiting') return activeOrders(turn).length > 0 ? turn.ask() : act(turn, '@new');
  return turn.put('start', startQuestion(turn.view));
}

/** An answer to the step where the conversation stands. */
function read(turn: Turn, input: Input): void {
  const step = stepOf(turn.state.at);
  if (!step) return turn.ask(true);
  const reading = step.read(input, turn.view);
  if ('answer' in reading) {
    turn.note(reading.note).move({ type: 'ANSWER', step: step.key, patch: reading.answer });
    return turn.ask();
  }
  if ('ask' in reading) {
    if (reading.patch) turn.move({ type: 'PATCH', patch: reading.patch });
    return turn.put(step.key, reading.ask);
  }
  if (reading.question) return turn.note(reading.refuse).put(step.key, reading.question);
  return turn.ask(true, reading.refuse);
}
