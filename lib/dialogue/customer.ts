import { follow, read } from './answers';
import { TICK } from './buttons';
import { freely, hearsAt } from './free/listen';
import { act } from './moves/act';
import { isSilent, relay } from './moves/human';
import { giveCode } from './moves/move';
import { obey, start, type Typed } from './moves/obey';
import { isOver, overlaid, repeated } from './moves/overlaid';
import { placesIn } from './numbers';
import { passPhoto, passWords } from './orders/passOn';
import { offerPressed } from './orders/offered';
import { payPressed } from './payments/asking';
import { weighPressed } from './payments/weigh';
import { activeOrders } from './orders/status';
import { cut } from './format';
import { clean, isThanks, moreThanGreeting, plain, readCommand, type Command } from './read';
import { stepOf } from './steps';
import { consent } from './steps/consent';
import { MOST_PHOTOS } from './steps/wishes';
import { tidy } from './steps/words';
import type { Turn } from './turn';
import type { CustomerEvent } from './types';

const LONGEST_TEXT = 2000;
const LONGEST_FIRST = 1000;
const ALBUM_SECONDS = 15;

/** The first words to a new customer: the consent, and what she wrote before it is not passed over in silence. */
export function greet(turn: Turn, event: CustomerEvent): void {
  if (event.type !== 'text' || !moreThanGreeting(event.text)) return turn.ask();
  turn.state.first = cut(tidy(event.text), LONGEST_FIRST);
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
  const lasting = offerPressed(data) ?? payPressed(data) ?? weighPressed(data);
  if (lasting) return act(turn, lasting);
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
  const step = stepOf(at);
  const places = placesIn(words, turn);
  const named = places.flatMap((place) => options[place - 1]?.value ?? []);
  if (places.length === 1 && named.length === 1) return take(turn, named[0], event.nonce);
  const several = over || places.length < 2 ? undefined : step?.several?.(named, turn.view);
  if (step && several) return follow(turn, step, several);
  const inner = over ? undefined : step?.inner?.(event.text, turn.view);
  if (step && inner !== undefined) return typeof inner === 'string' ? take(turn, inner) : follow(turn, step, inner);
  const command = readCommand(event.text);
  const again = over ? repeated(turn, command) : undefined;
  if (again) return take(turn, again);
  if (command && obey(turn, command, event)) return;
  const chosen = over ? overlaid(turn, event.text, command) : undefined;
  if (chosen) return take(turn, chosen);
  const reading = step?.read({ kind: 'text', text: event.text }, turn.view);
  const own = reading !== undefined && !('refuse' in reading);
  if (hearsAt(turn) && freely(turn, event.text, own)) return;
  if (step && reading) return follow(turn, step, reading);
  return outside(turn, event.text, command);
}

/** The order that the baker has just asked about; undefined when another question is open. */
function askedAbout({ state, world }: Turn): number | undefined {
  const [, number] = /^asked:(\d+)$/.exec(state.prompt?.step ?? '') ?? [];
  return world.orders.find((order) => order.number === Number(number))?.number;
}

/**
 * The label itself, or its words without the sign before them («ещё» for «☰ Ещё»). The words of what is ticked say it once
 * more and never take it back.
 */
const isLabel = (label: string, words: string) =>
  plain(label) === plain(words) ||
  (/^[^\p{L}\p{N}]/u.test(label) && !label.startsWith(TICK) && clean(label) === clean(words));

/** Words at a place that is no step and that answer nothing there. */
function outside(turn: Turn, said: string, command: Command | null): void {
  const { at } = turn.state;
  if (at === 'summary') return turn.note(turn.say('summary.refuse')).ask(true);
  if (isThanks(said) || (at === 'waiting' && (command?.kind === 'yes' || command?.kind === 'no'))) return kindly(turn);
  const active = activeOrders(turn).length > 0;
  if (at === 'done' || (at === 'waiting' && !active)) return begin(turn, said);
  const words = /[\p{L}\p{N}]/u.test(said) && !said.trim().startsWith('/');
  return at === 'waiting' && words ? passWords(turn, said) : turn.ask(true);
}

/** A new order, and what she has said about it already. */
function begin(turn: Turn, said: string): void {
  turn.state.order = null;
  turn.note(turn.say('start.hello')).move({ type: 'NEW' });
  if (!hearsAt(turn) || !freely(turn, said, false)) turn.ask(true);
}

/** A short answer to thanks. The question above stays open, so that its buttons still work. */
function kindly(turn: Turn): void {
  turn.replies.push({ text: turn.say('thanks.answer') });
}
