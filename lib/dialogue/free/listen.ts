import { follow } from '../answers';
import { isSilent } from '../moves/human';
import { hear, type Heard } from '../read/heard';
import { stepOf } from '../steps';
import { tidy } from '../steps/words';
import type { Turn } from '../turn';
import type { ResultEvent } from '../types';
import { answeredBy, asksForOffer } from './faq';
import { expectedAt, hearingOf } from './hearing';
import { redact } from './redact';
import { answer, inOrder, obeyHeard, take } from './take';

/** Steps whose answer is the customer's own words, whole: nothing is picked out of them, and no model reads them. */
const OWN_WORDS = ['consent', 'inscription', 'wishes', 'address', 'name', 'phone', 'email'];

/** What goes to a model at once; longer talk is for a person. */
const LONGEST = 1200;

/** Free text is understood at questions of the order whose answer is no free text itself, and at its summary. */
export const hearsAt = ({ state }: Turn): boolean => inOrder(state.at) && !OWN_WORDS.includes(state.at);

/**
 * Reads free text by rules and, where they leave something open, has a model read it. False: there is nothing in it that the
 * question itself would not read better. `own`: the question's step has an answer in it.
 */
export function freely(turn: Turn, text: string, own: boolean): boolean {
  const heard = hear(text, hearingOf(turn));
  const facts = Object.keys(heard.slots);
  if (own && facts.length <= 1) return false;
  // Her own words about allergies reach the kitchen whole, so only the step itself reads them.
  if (turn.state.at === 'allergens' && facts.every((slot) => slot === 'allergens')) return false;
  if (heard.open && listen(turn, text, heard)) return true;
  return settle(turn, text, heard);
}

/** What the rules alone make of it. */
function settle(turn: Turn, text: string, heard: Heard): boolean {
  if (Object.keys(heard.slots).length > 0 && take(turn, heard)) return true;
  if (heard.intent === 'question') return answerOrOffer(turn, text);
  return obeyHeard(turn, heard.intent, !heard.open);
}

/** What is on offer is what the open question shows; only other questions are answered beside it. */
function answerOrOffer(turn: Turn, text: string): boolean {
  const entry = answeredBy(turn, text);
  return entry === null && asksForOffer(text) && stepOf(turn.state.at) ? false : answer(turn, entry);
}

/** Gives the words to a model; she sees that somebody is writing. False: this shop has none. */
function listen(turn: Turn, text: string, heard: Heard): boolean {
  const { shop } = turn.world;
  if (!shop.ai.understanding || (heard.intent === 'question' && answeredBy(turn, text) !== null)) return false;
  const { listening, at, language } = turn.state;
  // Words that came while the model was still reading are read together with those before them.
  const all = tidy([listening?.text, text].filter(Boolean).join('\n').slice(-LONGEST));
  const { slots } = listening ? hear(all, hearingOf(turn)) : heard;
  const round = turn.nextRound();
  turn.state.listening = { round, text: all, step: at };
  turn.effects.push({
    kind: 'understand',
    round,
    shopVersion: turn.world.shopVersion,
    language,
    text: redact(all, slots, language),
    expecting: expectedAt(at),
    now: turn.now,
  });
  turn.replies.push({ text: '', typing: true });
  return true;
}

/** A model has read her words, or could not: then the rules' reading stands, and the question is put as ever. */
export function understood(turn: Turn, event: Extract<ResultEvent, { type: 'understood' }>): void {
  const { listening } = turn.state;
  if (listening?.round !== event.round) return;
  delete turn.state.listening;
  // A person took over meanwhile, or the order is with the baker.
  if (isSilent(turn) || turn.state.blocked || !inOrder(turn.state.at)) return;
  const { text, step } = listening;
  const own = hear(text, hearingOf(turn));
  // What went out had her phone and address blotted out; the rules read her own words.
  const heard = event.heard ? { ...event.heard, slots: { ...event.heard.slots, ...own.slots } } : own;
  if (Object.keys(heard.slots).length > 0 && take(turn, heard)) return;
  const { faq } = event.heard ?? {};
  if (faq !== undefined && turn.world.shop.faq[faq]) return void answer(turn, faq);
  if (heard.intent === 'question' && answerOrOffer(turn, text)) return;
  if (obeyHeard(turn, heard.intent, false)) return;
  const at = stepOf(turn.state.at);
  if (!at) return turn.note(turn.say('summary.refuse')).ask(true);
  if (step !== at.key) return turn.ask(true);
  return follow(turn, at, at.read({ kind: 'text', text }, turn.view));
}
