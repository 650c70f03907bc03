import { act } from './moves/act';
import { isSilent, relay } from './moves/human';
import { giveCode } from './moves/move';
import { obey, start, type Typed } from './moves/obey';
import { isOver, overlaid, repeated } from './moves/overlaid';
import { passPhoto, passWords } from './orders/passOn';
import { offerPressed } from './orders/offered';
import { activeOrders } from './orders/status';
import { cut } from './format';
import { clean, isThanks, moreThanGreeting, plain, readCommand, type Command } from './read';
import { stepOf } from './steps';
import { consent } from './steps/consent';
import { MOST_PHOTOS } from './steps/wishes';
import type { Input, Reading, Step } from './steps/step';
import { tidy } from './steps/words';
import type { Turn } from './turn';
import type { CustomerEvent } from './types';

/** A place in a numbered list, as people name it: «2», «2)», «вариант 2», «под номером 2», «3 вариант». */
const FROM_LIST =
  /^(?:(?:под )?(?:вариант|номер(?:ом)?|пункт|option|number|no\.?|№|#)\s*)?(\d{1,2})[.)]?(?:\s*(?:вариант|пункт|option))?[.!]?$/;
/** Several places at once: «1, 3», «1 и 3». */
const SEVERAL = /^\d{1,2}(?:(?:\s*[,;+]\s*|\s+(?:и|and)\s+|\s+)\d{1,2})+$/;

const LONGEST_TEXT = 2000;
const ALBUM_SECONDS = 15;

// Where a bare number is an answer of its own and never a place in the list of buttons.
const OWN_NUMBERS = ['servings', 'date', 'window', 'inscription', 'wishes', 'address', 'name', 'phone'];

/** The first words to a new customer: the consent, and what she wrote before it is not passed over in silence. */
export function greet(turn: Turn, event: CustomerEvent): void {
  if (event.type !== 'text' || !moreThanGreeting(event.text)) return turn.ask();
  const heard = turn.say('start.heard', { text: cut(tidy(event.text), 300) });
  return turn.ask(false, `${consent.ask(turn.view).text}\n\n${heard}`);
}

/** An event of the customer, in an open shop. Every one is answered, except more photos of an album. */
export function customer(turn: Turn, event: CustomerEvent): void {
  if (isSilent(turn) && event.type === 'text' && readCommand(event.text)?.kind === 'code')
    return giveCode(turn, event.nonce);
  if (isSilent(turn) && relay(turn, event)) return;
  delete turn.state.human;
  switch (event.type) {
    case 'text':
      return text(turn, event);
    case 'press':
      return press(turn, event);
    case 'photo':
      return photo(turn, event);
    case 'contact':
      return turn.state.at === 'phone'
        ? read(turn, { kind: 'contact', phone: event.phone })
        : turn.note(turn.say('odd.contact')).ask(true);
    case 'other':
      if (event.kind === 'sticker' && ['waiting', 'done'].includes(turn.state.at)) return kindly(turn);
      return turn.note(turn.say(`odd.${event.kind}`)).ask(true);
    default:
      return;
  }
}

function press(turn: Turn, { data, nonce }: { data: string; nonce?: string }): void {
  const { prompt } = turn.state;
  const offer = offerPressed(data);
  if (offer) return act(turn, offer);
  const [, version, index] = /^(\d{1,9}):(\d{1,3})$/.exec(data) ?? [];
  const option = prompt && Number(version) === prompt.version ? prompt.options[Number(index)] : undefined;
  if (prompt?.options.length === 0 && Number(version) === prompt.version - 1 && index === '0') {
    // The second of two quick presses: what it asks for has just been done and told.
    return;
  }
  return option ? take(turn, option.value, nonce) : turn.note(turn.say('odd.stale')).ask(true);
}

/** What a button or its label means. `nonce`: random letters of the event, for a code. */
function take(turn: Turn, value: string, nonce?: string): void {
  if (value === '@code') return giveCode(turn, nonce);
  return value.startsWith('@') ? act(turn, value) : read(turn, { kind: 'choice', value });
}

function photo(turn: Turn, event: Extract<CustomerEvent, { type: 'photo' }>): void {
  const same = sameAlbum(event.album, turn.state.album);
  const files = [event.file, ...(event.more ?? [])];
  if (event.album !== undefined) turn.state.album = event.album;
  const { photos = [], wishes } = turn.state.draft;
  const taken = turn.state.at === 'wishes' || (same && photos.length > 0 && wishes !== undefined);
  const about = askedAbout(turn);
  if (about !== undefined || (turn.state.at === 'waiting' && activeOrders(turn).length > 0)) {
    return passPhoto(turn, event, same, about);
  }
  if (same) {
    // An album comes as one event for each photo and is answered once, with its first.
    if (taken && stepOf(turn.state.at)) keepPhotos(turn, files);
    return;
  }
  if (turn.state.at === 'wishes') {
    read(turn, { kind: 'photo', file: event.file, caption: event.caption });
    return keepPhotos(turn, files.slice(1));
  }
  const later = turn.state.history.includes('wishes') && (stepOf(turn.state.at) || turn.state.at === 'summary');
  return turn.note(turn.say(later ? 'odd.photo_later' : 'odd.photo')).ask(true);
}

/** Messages of one album share its name; without one they come within some seconds of each other. */
function sameAlbum(album: string | undefined, before: string | undefined): boolean {
  if (album === undefined || before === undefined) return false;
  if (album === before) return true;
  const [at, earlier] = [album, before].map((one) => Number(/^at:(\d+)$/.exec(one)?.[1] ?? NaN));
  return Math.abs(at - earlier) <= ALBUM_SECONDS;
}

/** Further photos of an answer, as many as an order has room for. */
function keepPhotos(turn: Turn, files: string[]): void {
  const { photos = [] } = turn.state.draft;
  const all = [...photos, ...files].slice(0, MOST_PHOTOS);
  if (all.length > photos.length) turn.state.draft = { ...turn.state.draft, photos: all };
}

function text(turn: Turn, event: Typed): void {
  if (event.text.length > LONGEST_TEXT) return turn.note(turn.say('odd.long')).ask(true);
  if (tidy(event.text) === '') return turn.note(turn.say('odd.empty')).ask(true);
  if (/^\/start(@\w+)?( .*)?$/i.test(event.text.trim())) return start(turn);
  const { prompt, at } = turn.state;
  const options = prompt?.options ?? [];
  const words = tidy(event.text).toLowerCase();
  const labelled = options.find(({ label }) => isLabel(label, words));
  if (labelled) return take(turn, labelled.value, event.nonce);
  const about = askedAbout(turn);
  if (about !== undefined && !event.text.trim().startsWith('/') && readCommand(event.text)?.kind !== 'code') {
    return passWords(turn, event.text, about);
  }
  const over = isOver(turn);
  const listed = turn.world.choices === 'numbered';
  const [, place] = (listed ? FROM_LIST : /^(\d{1,2})[.)]?$/).exec(words) ?? [];
  if (place && (over || listed || !OWN_NUMBERS.includes(at))) {
    const numbered = options[Number(place) - 1];
    if (numbered) return take(turn, numbered.value, event.nonce);
  }
  const step = stepOf(at);
  if (listed && at === 'allergens' && !over && SEVERAL.test(words)) {
    const labels = (words.match(/\d+/g) ?? []).flatMap((one) => options[Number(one) - 1]?.label ?? []);
    return read(turn, { kind: 'text', text: labels.join(', ') });
  }
  const inner = over ? undefined : step?.inner?.(event.text, turn.view);
  if (step && inner !== undefined) return typeof inner === 'string' ? take(turn, inner) : follow(turn, step, inner);
  const command = readCommand(event.text);
  const again = over ? repeated(turn, command) : undefined;
  if (again) return take(turn, again);
  if (command && obey(turn, command, event)) return;
  const chosen = over ? overlaid(turn, event.text, command) : undefined;
  if (chosen) return take(turn, chosen);
  if (step) return read(turn, { kind: 'text', text: event.text });
  return outside(turn, event.text, command);
}

/** The order that the baker has just asked about; undefined when another question is open. */
function askedAbout({ state, world }: Turn): number | undefined {
  const [, number] = /^asked:(\d+)$/.exec(state.prompt?.step ?? '') ?? [];
  return world.orders.find((order) => order.number === Number(number))?.number;
}

/** The label itself, or its words without the sign before them («ещё» for «☰ Ещё»). */
const isLabel = (label: string, words: string) =>
  plain(label) === plain(words) || (/^[^\p{L}\p{N}]/u.test(label) && clean(label) === clean(words));

/** Words at a place that is no step and that answer nothing there. */
function outside(turn: Turn, said: string, command: Command | null): void {
  const { at } = turn.state;
  if (at === 'summary') return turn.note(turn.say('summary.refuse')).ask(true);
  if (isThanks(said) || (at === 'waiting' && (command?.kind === 'yes' || command?.kind === 'no'))) return kindly(turn);
  const active = activeOrders(turn).length > 0;
  if (at === 'done' || (at === 'waiting' && !active)) return act(turn, '@new');
  const words = /[\p{L}\p{N}]/u.test(said) && !said.trim().startsWith('/');
  return at === 'waiting' && words ? passWords(turn, said) : turn.ask(true);
}

/** A short answer to thanks. The question above stays open, so that its buttons still work. */
function kindly(turn: Turn): void {
  turn.replies.push({ text: turn.say('thanks.answer') });
}

/** An answer to the step where the conversation stands. */
function read(turn: Turn, input: Input): void {
  const step = stepOf(turn.state.at);
  if (!step) return turn.ask(true);
  return follow(turn, step, step.read(input, turn.view));
}

function follow(turn: Turn, step: Step, reading: Reading): void {
  if ('answer' in reading) {
    turn.note(reading.note).move({ type: 'ANSWER', steps: [step.key], patch: reading.answer });
    return turn.ask();
  }
  if ('ask' in reading) {
    if (reading.patch) turn.move({ type: 'PATCH', patch: reading.patch });
    return turn.put(step.key, reading.ask);
  }
  if (reading.question) return turn.note(reading.refuse).put(step.key, reading.question);
  return turn.ask(true, reading.refuse);
}
