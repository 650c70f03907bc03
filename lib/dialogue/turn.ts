import type { Draft, Shop } from '../order/types';
import { previous, walk, type Move } from './chart';
import { cardOf, rows } from './buttons';
import { cut } from './format';
import { isUnnumbered } from './numbers';
import { overviewOf } from './orders/status';
import { pictureQuestion } from './moves/picture';
import { declinedQuestion, doneQuestion, readyOption } from './moves/questions';
import { isAsked, stepOf } from './steps';
import { viewOf, type Option, type Question, type View } from './steps/step';
import { summaryQuestion, summaryRecord } from './orders/summary';
import type { Params, TextKey } from './texts';
import { say } from './texts';
import { inKitchen, type KitchenKey } from './texts/kitchen';
import type { BakerCard, ConversationState, Effect, Outcome, Person, Reply, World } from './types';

/** A world with an open shop. */
export type OpenWorld = World & { shop: Shop };

const FIELD: Record<string, keyof Draft> = { servings: 'weightG' };
const LONGEST_REPLY = 3500;

/**
 * One step of a conversation while it is being taken: the state as it becomes, and what is to be said. Everything that
 * an event leads to is said in one message, its notes first and the question last.
 */
export class Turn {
  readonly replies: Reply[] = [];
  readonly effects: Effect[] = [];
  readonly world: OpenWorld;
  state: ConversationState;
  private notes: string[] = [];

  constructor(
    world: OpenWorld,
    state: ConversationState,
    readonly now: string,
    readonly from?: Person,
  ) {
    this.world = { ...world };
    this.state = structuredClone(state);
  }

  get view(): View {
    const { shop, availability } = this.world;
    const { draft, language, at, prompt, history } = this.state;
    const open = prompt?.step === at ? prompt.options : [];
    return viewOf({ draft, shop, availability, now: this.now, language, from: this.from, open, history });
  }

  /** Whether this messenger may hold messages with links back. */
  get withoutLinks(): boolean {
    return this.world.channel === 'avito' && !this.world.shop.avitoLinks;
  }

  /** Counts one more effect whose result is waited for. */
  nextRound(): number {
    const round = (this.state.rounds ?? 0) + 1;
    this.state.rounds = round;
    return round;
  }

  say(key: TextKey, params?: Params): string {
    return say(this.state.language, key, params, this.world.shop.texts);
  }

  /** What the bakery's own people read. */
  kitchen(key: KitchenKey, params?: Params): string {
    return inKitchen(key, params, this.world.shop.texts);
  }

  /** Sends something to the bakery's chats. */
  toBakery(cards: BakerCard[]): this {
    this.effects.push(...cards.map((card) => ({ kind: 'baker' as const, card })));
    return this;
  }

  /** Words before the question. */
  note(text: string | undefined): this {
    if (text) this.notes.push(text);
    return this;
  }

  /** Moves on the chart. An answer that no longer holds is taken back, and she is told why. */
  move(move: Move): this {
    const { say: _say, draft: _draft, ...view } = this.view;
    Object.assign(this.state, walk(this.state, move, view));
    const step = stepOf(this.state.at);
    const field = FIELD[this.state.at] ?? (this.state.at as keyof Draft);
    if (step?.lost && this.state.draft[field] !== undefined && !step.holds(this.view)) {
      this.note(step.lost(this.view));
      delete this.state.draft[field];
    }
    return this;
  }

  /** Puts the question of the place where the conversation stands; `instead` are other words for it. */
  ask(again = false, instead?: string): void {
    if (this.state.at === 'summary' || !this.stands()) this.move({ type: 'RESUME' });
    const question = this.question(again);
    this.put(this.state.at, instead === undefined ? question : { ...question, text: instead });
  }

  /** Puts a question under a name: the step's own, or one that lies over it. */
  put(step: string, question: Question): void {
    const options = [...question.options, ...this.navigation(step)];
    const version = (this.state.prompt?.version ?? 0) + 1;
    this.state.prompt = { version, step, options };
    this.state.shopVersion = this.world.shopVersion;
    const { link, cards, image } = question;
    const hidden = link && this.withoutLinks ? this.say('link.in_profile', { label: link.label }) : '';
    // Once is enough: with the first question.
    const hint = version === 1 && this.world.choices === 'numbered' ? this.say('numbered.hint') : '';
    this.reply({
      text: [question.text, hidden, hint].filter(Boolean).join('\n\n'),
      buttons: rows(options, version),
      ...(options.length > 0 && isUnnumbered(this) ? { unnumbered: true as const } : {}),
      ...(link && !hidden ? { link } : {}),
      ...(image ? { image } : {}),
      ...(cards ? { cards: cards.map((card) => cardOf(card, options, version)) } : {}),
    });
  }

  /** Says something without a question; buttons of earlier questions are over. */
  tell(text: string): void {
    const version = (this.state.prompt?.version ?? 0) + 1;
    this.state.prompt = { version, step: this.state.at, options: [] };
    this.reply({ text });
  }

  /** The outcome; a press is always answered. */
  outcome(callback?: string): Outcome {
    if (this.notes.length > 0) this.reply({ text: '' });
    if (callback !== undefined) {
      if (this.replies.length === 0) this.replies.push({ text: '' });
      this.replies[0] = { ...this.replies[0], answers: callback };
    }
    return { state: this.state, replies: this.replies, effects: this.effects };
  }

  private reply(reply: Reply): void {
    const text = [...this.notes, reply.text].filter(Boolean).join('\n\n');
    this.notes = [];
    this.replies.push({ ...reply, text: cut(text, LONGEST_REPLY) });
  }

  private stands(): boolean {
    const step = stepOf(this.state.at);
    return step ? isAsked(step, this.view) : ['waiting', 'declined', 'done'].includes(this.state.at);
  }

  private question(again: boolean): Question {
    const { at, prompt } = this.state;
    if (at === 'summary') {
      if (this.world.shop.takesOrders) this.effects.push({ kind: 'order', order: summaryRecord(this) });
      return summaryQuestion(this.view);
    }
    if (at === 'picture') return pictureQuestion(this);
    if (at === 'waiting') return overviewOf(this);
    if (at === 'declined') return declinedQuestion(this.view);
    const step = stepOf(at);
    if (!step) return doneQuestion(this.view);
    const open = prompt?.step === at ? step.reopen?.(prompt.options, this.view) : undefined;
    const question = open ?? step.ask(this.view, again || this.notes.length > 0);
    const kept = !open && step.key !== 'consent' && step.holds(this.view) ? step.show(this.view) : '';
    const keep = { label: this.say('nav.keep', { value: cut(kept, 30) }), value: '@keep' };
    return kept ? { ...question, options: [...question.options, keep] } : question;
  }

  private navigation(step: string): Option[] {
    const { at, history, draft } = this.state;
    const asked = stepOf(at) !== undefined || at === 'summary';
    if (!asked || step !== at) return [];
    const first = history[history.length - 1] !== 'summary' && previous(history, at, this.view) === undefined;
    const back = first ? [] : [{ label: this.say('nav.back'), value: '@back' }];
    const cakes =
      first && at !== 'consent' && draft.filling === undefined && this.world.shop.menu.readyCakes.length > 0;
    return [...(cakes ? [readyOption(this.view)] : []), ...back, { label: this.say('nav.more'), value: '@more' }];
  }
}
