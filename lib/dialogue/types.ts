import type {
  Availability,
  Colour,
  Draft,
  DraftPicture,
  Language,
  OrderAction,
  OrderStatus,
  PaymentKind,
  PaymentProvider,
  PaymentRecord,
  PriceLine,
  Shop,
} from '../order/types';
import type { Expecting, Heard } from './read/heard/types';

/**
 * The vocabulary of the conversation: what comes in, what is kept, what goes out. Pure data; a messenger's own words
 * are translated by lib/channels before and after.
 */

/** A conversation's address. `account` tells two bots of one messenger apart. */
export interface ChatAddress {
  channel: 'telegram' | 'vk' | 'avito';
  account: string;
  chat: string;
}

/** Who speaks, as the messenger tells it. */
export interface Person {
  id: string;
  name?: string;
  /** BCP 47 as given by the messenger, e.g. `ru`, `en-US`. */
  language?: string;
  /** Where the bakery can look at her or write to her, e.g. `https://vk.com/id42`. */
  profile?: string;
  /** The advertisement that she wrote about (Avito): its title and price, in words. */
  advert?: string;
}

/** What a customer can do in any messenger. */
export type CustomerEvent =
  /**
   * `chat`: where it was said, for the answer to /id. `nonce`: random letters drawn when it was recorded, from which a code
   * can be made that nobody guesses.
   */
  | { type: 'text'; text: string; from: Person; chat?: string; nonce?: string }
  /** `data` is what the button carried; `callback` is what the messenger wants answered. */
  | { type: 'press'; data: string; callback?: string; from: Person; nonce?: string }
  /**
   * `file`: an address, or Telegram's file id. `more`: further photos of the same message. `album`: messages of one
   * album share it; `at:<seconds since 1970>` where the messenger only tells when each photo came.
   */
  | { type: 'photo'; file: string; more?: string[]; caption?: string; album?: string; from: Person }
  | { type: 'contact'; phone: string; from: Person }
  | { type: 'other'; kind: 'sticker' | 'voice' | 'video' | 'location' | 'file' | 'edit' | 'unknown'; from: Person }
  | { type: 'blocked' | 'unblocked'; from: Person }
  /** Somebody of the bakery wrote to her from the shop's own account, past the bot: a person speaks. */
  | { type: 'shop'; from: Person };

/** Where a baker's card stands, so that it can be edited. */
export interface CardPlace {
  chat: string;
  message: string;
}

/** A message of the bakery's chat that was answered. `kind` is filled in with `order`; null: it is no card of an order. */
export type AnsweredCard = CardPlace & { kind?: BakerCard['kind'] | null };

/**
 * What the baker does. It is recorded in the chat of the order that it is about. `card` null: it was not done with a card
 * but by another workflow.
 */
export type BakerEvent =
  /** `received`: money came by hand, whatever the order's status. */
  | {
      type: 'baker';
      action: OrderAction | 'received';
      order: number;
      from: Person;
      card: CardPlace | null;
      callback?: string;
    }
  /**
   * She answered a card or a note. Which order it is about is known to whoever recorded the card, so the database fills
   * in `order`; null: the card is about the conversation alone (a person was called). `photo`: the channel's file id.
   */
  | { type: 'baker_words'; order: number | null; text: string; photo?: string; from: Person; card: AnsweredCard };

/** Something in the baker's chat that concerns no order: help, a stranger's press, words without a card. */
export type BakersChatEvent = {
  type: 'bakers_chat';
  what: 'help' | 'stranger' | 'unknown_order' | 'words_without_card' | 'not_relayed' | 'day';
  /** `day`: what was written after the command, e.g. `31.12 выходной`. */
  text?: string;
  callback?: string;
  from: Person;
  /** Where it was said, so that the owner can copy the id into the settings. */
  chat?: string;
};

/** A moment that was set earlier has come. */
export type TimerEvent =
  | { type: 'timer'; timer: 'remind_baker' | 'hold_over'; order: number }
  /** The bot's silence after a person was called is over. */
  | { type: 'timer'; timer: 'silence_over'; order: null };

/** Why a model did not do what it was asked for. `off`: the node is not set up. `refused`: the model or its moderation. */
export type NoModel = 'off' | 'down' | 'limit' | 'month' | 'refused' | 'blocked';

/**
 * What came of an effect that Cake Understanding or Cake Preview played. `round` is the effect's; an answer to an earlier
 * round than the conversation's last one is out of date.
 */
export type ResultEvent =
  | { type: 'understood'; round: number; heard: Understood | null; why?: NoModel }
  /** `picture`: its id in the database; null: not even a sketch could be had. `why`: it is a sketch, or none, because of that. */
  | {
      type: 'picture';
      round: number;
      picture: { id: string; model: string | null; brief: string } | null;
      why?: NoModel;
    };

/** What is so about a payment, as its provider (or the baker, for cash) says after it was asked. Whole kopecks. */
export type MoneyFact =
  | { is: 'link'; providerId: string; url: string; expiresAt: string | null }
  /** No link can be had. `off`: the node is not set up; `receipt`: the till refused; `detail` for the owner, in Russian. */
  | { is: 'no_link'; why: 'off' | 'refused' | 'receipt'; detail: string }
  | { is: 'paid'; amount: number; providerId: string | null; at: string }
  | { is: 'cancelled' | 'expired' }
  /** `refunded` in all. */
  | { is: 'refunded'; refunded: number }
  | { is: 'refund_refused'; detail: string };

/** Something became known about a payment of an order; recorded in the chat of that order. */
export interface MoneyEvent {
  type: 'money';
  order: number;
  payment: string;
  fact: MoneyFact;
}

/** What a language model made of a customer's words. */
export interface Understood extends Heard {
  /** The entry of the shop's FAQ that answers her question. */
  faq?: number;
}

export type DialogueEvent = CustomerEvent | BakerEvent | BakersChatEvent | TimerEvent | ResultEvent | MoneyEvent;

/** A button as every channel can show it. `data` is at most 60 bytes of ASCII. */
export interface Button {
  label: string;
  data: string;
}

/** Something to choose, with a picture. Its buttons are among those of the reply. */
export interface ReplyCard {
  title: string;
  text?: string;
  /** A picture: an address, or a file of the messenger by its id. */
  image?: string;
  buttons: Button[];
}

/** One message to a person, in no messenger's dialect. `text` is plain: no markup is ever interpreted. */
export interface Reply {
  text: string;
  /** Rows of buttons. */
  buttons?: Button[][];
  /** Shown as a list, the buttons have no numbers: a number that she writes says something itself. */
  unnumbered?: true;
  /** A button that opens an address. */
  link?: { label: string; url: string };
  /** A picture: an address, Telegram's file id, or `picture:<id>` of the database. */
  image?: string;
  /** At most ten, shown before the words: where a messenger cannot, the buttons say it all. */
  cards?: ReplyCard[];
  /** The press that this answers (stops the button's spinner); with an empty `text` only that is done. */
  answers?: string;
  /** Short words shown over the chat for a moment in answer to a press, where the channel can. */
  toast?: string;
  /** Show "typing…" first. */
  typing?: boolean;
  /** Where it goes when not to the chat of the event: the baker's chat by its number, or any chat by its whole address. */
  to?: { chat: string } | ChatAddress;
}

/** The order as a whole, written in the same commit as the step. */
export interface OrderRecord {
  /** Null until the database gave one. A record with null creates the row; its number is in the next load. */
  number: number | null;
  status: OrderStatus;
  shopVersion: number;
  language: Language;
  draft: Draft;
  lines: PriceLine[];
  /** Whole kopecks. */
  total: number;
  deposit: number;
  /** ISO with offset: the begin of the hand-over window in the bakery's zone; null while the date is open. */
  dueAt: string | null;
  declineReason: string | null;
  workPoints: number;
}

/** A place on a delivery day. `until` ISO, null = firm. `limit`: work points of the menu alone; the commit adds the day's extra. */
export interface Hold {
  day: string;
  points: number;
  until: string | null;
  limit: number;
}

/** A card in the baker's chat, sent or edited by built-in Telegram nodes. */
export interface BakerCard {
  kind: 'new' | 'edit' | 'edit2' | 'closed' | 'note' | 'photo' | 'picture';
  /** What a reply to it is about; null: the conversation alone. */
  order: number | null;
  chat: string;
  /** The card to edit; null for a new one. */
  message: string | null;
  text: string;
  /** `new` and `edit2`: exactly two, `edit`: exactly one, else none. */
  buttons: Button[];
  /** `photo`: the channel's file id. `picture`: `picture:<id>`, a picture of the database. */
  image?: string;
}

/** The chosen options that a picture is drawn from, and nothing else: menu keys and colours of our list, no free words. */
export interface CakeLook {
  occasion: string | null;
  weightG: number;
  tiers: number;
  filling: string;
  coating: string | null;
  decor: string | null;
  colours: Colour[];
  /** 0, or how often she wanted another picture of the same cake. */
  variant: number;
}

/** What a step asks the outside to do, besides the replies. */
export type Effect =
  /** Done inside the commit, never sent out. `hold: null` frees the place, absent leaves it as it is. */
  | { kind: 'order'; order: OrderRecord; hold?: Hold | null }
  /** `order` null: a timer of the conversation; setting it again moves it. */
  | { kind: 'timer'; timer: TimerEvent['timer']; order: number | null; at: string }
  | { kind: 'cancel_timers'; order: number | null }
  /** A payment as it stands now: new, or known by its id. The order's `paid` follows from its payments. */
  | { kind: 'payment_row'; order: number; row: PaymentRecord }
  /** A delivery day closed, opened or widened by hand, beside the menu. `extra` work points. */
  | { kind: 'day'; day: string; closed: boolean; extra: number }
  /** Everything personal of this conversation goes, orders keep their money. Refused while an order is open. */
  | { kind: 'forget' }
  /** `code`, eight digits, brings this conversation to whichever chat it is written in until then (ISO). */
  | { kind: 'move_code'; code: string; until: string }
  /** Draft and orders of the chat with that code come here. `version`: of that conversation, as it was seen. First of its step. */
  | { kind: 'move'; code: string; version: number }
  /** Sent out through the node's outputs once the step is committed. */
  | { kind: 'baker'; card: BakerCard }
  | { kind: 'handoff'; text: string; chats: string[] }
  | {
      kind: 'preview';
      round: number;
      shopVersion: number;
      language: Language;
      look: CakeLook;
      /** Printed on the strip under the picture, never part of the brief. */
      inscription: string;
      /** A reference photo: an address, or Telegram's file id. */
      photo: string | null;
    }
  /** Words that the rules did not take whole. Phones, e-mails and addresses are placeholders in `text` already. */
  | {
      kind: 'understand';
      round: number;
      shopVersion: number;
      language: Language;
      text: string;
      expecting: Expecting;
      /** ISO with offset: when it was said. */
      now: string;
    }
  | PaymentEffect;

/** What the node Payment is to do. `idempotence`: the key under which the provider knows the call, the same however often the effect is handed out. */
export type PaymentEffect = { kind: 'payment'; order: number; payment: string; provider: PaymentProvider } & (
  | {
      do: 'link';
      idempotence: string;
      purpose: PaymentKind;
      amount: number;
      language: Language;
      /** ISO: how long the link should live. */
      until: string;
      email: string | null;
      phone: string | null;
      /** Lines of a receipt; they add up to `amount`. Left out where the shop makes none. */
      lines: { name: string; amount: number }[] | null;
      shopVersion: number;
    }
  | { do: 'cancel'; idempotence: string; providerId: string | null }
  | {
      do: 'refund';
      idempotence: string;
      providerId: string;
      /** To return now, and what was paid in all. */
      amount: number;
      paid: number;
      /** Returned in all once this is done. */
      refundedAfter: number;
      reason: string;
      email: string | null;
      phone: string | null;
      lines: { name: string; amount: number }[] | null;
      shopVersion: number;
    }
  /** The closing receipt at hand-over, where the shop makes receipts. */
  | {
      do: 'settle';
      idempotence: string;
      providerId: string;
      amount: number;
      email: string | null;
      phone: string | null;
      lines: { name: string; amount: number }[];
      shopVersion: number;
    }
);

/** A question as it was put: which step, and what its buttons mean. Buttons carry `<version>:<index>`. */
export interface Prompt {
  version: number;
  step: string;
  options: { label: string; value: string }[];
}

/** What is kept of a conversation between two events. Versioned, so that a release never orphans a customer. */
export interface ConversationState {
  schema: 1;
  language: Language;
  /** The state of the chart: `consent`, a question's key, `summary`, `done`, ... */
  at: string;
  draft: Draft;
  /** Questions answered, oldest first: what "back" walks. */
  history: string[];
  prompt: Prompt | null;
  /** The order that the summary shows or that waits for the baker; null before the first summary. */
  order: number | null;
  /** The shop version the last prompt was made from. */
  shopVersion: number;
  /** Photos of this album have been answered already. */
  album?: string;
  /** What she wrote before she had agreed to anything; read once she has. */
  first?: string;
  /** Words that a language model is reading; `round` counts what was ever asked of one in this conversation. */
  listening?: { round: number; text: string; step: string };
  /** A picture that is being drawn, and what of (`markOf`). */
  drawing?: { round: number; of: string };
  /** The last picture that came. */
  shown?: DraftPicture;
  /** Last round given to an effect. */
  rounds?: number;
  blocked?: boolean;
  /** A person talks with her: the bot says nothing until then (ISO). `answered`: somebody of the bakery has written. */
  human?: {
    until: string;
    answered: boolean;
    /** She is spoken to from the shop's own account: what she writes is read there and need not be passed on. */
    direct?: true;
  };
  /** Until when the deposit of an order may be paid (ISO), by its number. */
  payUntil?: Record<string, string>;
  /** A final weight that the baker must say once more, grams by order number. */
  weighing?: Record<string, number>;
  /** Totals of a weighed cake that she has to agree to, whole kopecks by order number, with the weight in grams. */
  weighed?: Record<string, { total: number; grams: number }>;
  /** Orders that the baker wants to hand over although something is unpaid: the next press does it. */
  unpaid?: number[];
  /** Prices that the baker has offered and she has not answered, whole kopecks by order number. */
  offers?: Record<string, number>;
  /** Cards on which the baker pressed, by order number, and what each of them shows (`shownOn`). */
  cards?: Record<string, (CardPlace & { status: string })[]>;
}

/** An order of this chat as the database knows it. */
export interface KnownOrder extends OrderRecord {
  number: number;
  /** In the order in which they were made; absent in what an older release had kept. */
  payments?: PaymentRecord[];
  channel: string;
  chat: string;
}

/** A conversation in another messenger that a code can bring here. */
export interface Move {
  code: string;
  chat: ChatAddress;
  version: number;
  state: ConversationState | null;
  /** Orders of that chat that are not ended. */
  orders: KnownOrder[];
}

/** What a transition may look at, besides state and event. Read fresh by every load. */
export interface World {
  /** Null: no menu has been published yet. */
  shop: Shop | null;
  shopVersion: number;
  availability: Availability;
  /** Orders of this chat that are not ended, and the one the event is about. */
  orders: KnownOrder[];
  /** What the code that she has just written would bring here. */
  move?: Move | null;
  /** The messenger of this chat; absent: Telegram. */
  channel?: ChatAddress['channel'];
  /** How this messenger shows a choice; absent: with buttons. */
  choices?: 'inline' | 'keyboard' | 'numbered';
}

/** The result of a step. */
export interface Outcome {
  state: ConversationState;
  replies: Reply[];
  effects: Effect[];
}

/**
 * One step. Pure: no clock, random or I/O; the same arguments give the same outcome, so it may be run again after a
 * version conflict. `state` null is a first contact. `now` is ISO with offset.
 */
export type Transition = (state: ConversationState | null, event: DialogueEvent, now: string) => Outcome;
