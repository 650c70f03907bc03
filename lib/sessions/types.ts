import type {
  ChatAddress,
  ConversationState,
  DialogueEvent,
  Effect,
  KnownOrder,
  Move,
  Person,
  Reply,
} from '../dialogue/types';
import type { Availability, OrderStatus, PaymentProvider, PaymentRecord } from '../order/types';

export type { ChatAddress } from '../dialogue/types';

/**
 * The step protocol's port. SQL decides every step: load records the event, commit is compare-and-set with the
 * event's outcome, all or nothing. A second keeper joins by passing the contract suite (test/contract).
 */

/** A message as its messenger knows it; `message` is what `confirm` was told. */
export interface SentMessage extends ChatAddress {
  message: string;
}

/** An event as it is recorded: `key` is the vendor's own identity of it, e.g. the update id. */
export interface IncomingEvent {
  key: string;
  /** ISO. */
  at: string;
  body: DialogueEvent;
  /** The messenger's own order of events in this chat, where it gives one: among events that wait it goes before arrival. */
  order?: number;
}

/**
 * What to load: a chat with an event of its own, an event about an order (recorded in that order's chat), an answer to a
 * message that went to the bakery (recorded in the chat that the message was about, its body's `order` and `card.kind`
 * filled in from the message; KeeperError `unknown_card` if it is none of ours), or a chat alone, to step what was recorded and never stepped.
 */
export type LoadRequest =
  | { chat: ChatAddress; event: IncomingEvent; person?: Person }
  | { order: number; event: IncomingEvent }
  | { card: SentMessage; event: IncomingEvent }
  | { chat: ChatAddress; event?: undefined };

/** What one load returns. */
export interface Snapshot {
  chat: ChatAddress;
  /** 0 before the first commit. */
  version: number;
  state: ConversationState | null;
  /** Recorded events without a step, in order of arrival; the requested one is last among them unless it was stepped. */
  pending: (IncomingEvent & { arrival: number })[];
  /** True if the requested event had been stepped before. */
  stepped: boolean;
  orders: KnownOrder[];
  /** 0: no shop was ever published. */
  shopVersion: number;
  availability: Availability;
  /** What the code that the first waiting event is would bring here; null when it is none. */
  move: Move | null;
}

/** All that a step is made from, besides its event: a chat as it is between two steps. */
export type Seen = Omit<Snapshot, 'pending' | 'stepped'>;

/** A reply or effect on its way out. `key` is derived from its event and place, the same on every re-run. */
export interface Outgoing {
  key: string;
  to: ChatAddress;
  kind: 'reply' | 'baker' | 'handoff' | 'preview' | 'payment' | 'understand';
  payload: Reply | Effect;
  /** Handed out by a sweep: whoever had it before may have sent it and died. */
  again?: true;
}

export interface CommitRequest {
  chat: ChatAddress;
  event: string;
  /** The version that the transition saw. */
  version: number;
  state: ConversationState;
  outgoing: Outgoing[];
  /** Effects that are done inside the commit: order, timer, cancel_timers, day, forget, move_code, move. */
  inside: Effect[];
  /** ISO. */
  now: string;
  /** Drawn per attempt to step; tells a repeat of this very commit (lost answer) from somebody else's. */
  step: string;
}

/**
 * committed: emit `outgoing`. stepped: somebody else did it, emit nothing. conflict: the session moved on. full: the
 * day has no place left. For the last two the transition is run again on a fresh load.
 */
export type CommitResult = 'committed' | 'stepped' | 'conflict' | 'full';

/** A step whose outcome was made from what a copy showed. */
export interface AtOnceRequest {
  load: LoadRequest;
  seen: Seen;
  commit: CommitRequest;
}

/** Anything but committed comes with what the load found, to go on from. */
export type AtOnceResult = { result: 'committed' } | { result: Exclude<CommitResult, 'committed'>; snapshot: Snapshot };

export type SendResult =
  | { key: string; result: 'sent'; message?: string }
  | { key: string; result: 'skipped' | 'failed'; detail: string }
  | { key: string; result: 'later'; at: string };

export interface Sweep {
  /** Committed and not confirmed, lease over; now leased to the caller. In order of commit. */
  unsent: Outgoing[];
  /** Chats with recorded events (also timers that came due) that nobody stepped. */
  chats: ChatAddress[];
}

export interface ReadingRequest {
  /** Of the queue, e.g. `vk:123:longpoll`. */
  name: string;
  /** Who reads; drawn by each reader. */
  owner: string;
  /** How long it stays the reader's without being asked for again, in milliseconds. 0 gives it back. */
  leaseMs: number;
  position?: string;
}

/** A payment, with what has to be known of its order. */
export interface KnownPayment {
  payment: PaymentRecord;
  order: number;
  /** Of the order. */
  status: OrderStatus;
  /** Where its events are recorded now. */
  chat: ChatAddress;
  /** A link or a return of money is still to be played: the sweep hands it out until it is confirmed. */
  underway: boolean;
  /** That it was paid has had its step, and the books do not show it: something went wrong there. */
  unbooked: boolean;
}

/** What moved on a day, whole kopecks. `count`: payments that money came for. */
export interface DayBooks {
  sums: { provider: PaymentProvider; count: number; paid: number; refunded: number }[];
  /** Those of them that a provider can be asked about. */
  payments: KnownPayment[];
}

export interface Keeper {
  load(request: LoadRequest): Promise<Snapshot>;
  commit(request: CommitRequest): Promise<CommitResult>;
  /**
   * Load and commit in one call: records the event, and commits only if the chat is exactly as it was seen and nothing
   * else waits in it. Absent in a keeper whose loads cost no more than a look at a copy.
   */
  stepAtOnce?(request: AtOnceRequest): Promise<AtOnceResult>;
  confirm(results: SendResult[]): Promise<void>;
  /** `olderThanMs`: events and leases younger than this are left to the execution that has them. */
  sweep(options: { now: string; olderThanMs: number; limit: number }): Promise<Sweep>;
  /**
   * Keeps a reader of a messenger's queue (polling) the only one, and remembers how far it has come. `position` absent:
   * only asks. `mine` false: another reader has it for now.
   */
  reading(request: ReadingRequest): Promise<{ mine: boolean; position: string | null }>;
  /** What was committed to go to a chat since then (ISO), newest first, whether confirmed or not. */
  sentTo(chat: ChatAddress, since: string): Promise<{ payload: Reply; message: string | null }[]>;
  /** The stored shop document of a version, as it was published (checked when it was stored). */
  shop(version: number): Promise<unknown>;
  /** The version in force; null before the first was published. */
  newestShop(): Promise<{ version: number; document: unknown } | null>;
  /** Stores a version if it differs from the newest one; answers the version in force. */
  publishShop(document: unknown): Promise<{ version: number; changed: boolean }>;
  order(number: number): Promise<KnownOrder | null>;
  /**
   * Payments whose provider has to be asked again: those that are waited for, those of which money is to go back, and those
   * that were given up and may be paid all the same. Each of them not more often than `olderThanMs`.
   */
  openPayments(options: { now: string; olderThanMs: number; limit: number }): Promise<KnownPayment[]>;
  /** A payment by our id, or by the provider's number and else by our id as the provider tells it. */
  paymentBy(
    id: { payment: string } | { provider: PaymentProvider; providerId: string; payment: string | null },
  ): Promise<KnownPayment | null>;
  /** The books of a calendar day (`YYYY-MM-DD`) in that zone. */
  books(of: { day: string; zone: string }): Promise<DayBooks>;
  /** Forgets the conversation, keeps its orders. */
  reset(chat: ChatAddress): Promise<void>;
}

/**
 * How chats were after their last step, kept near. It saves a call and is never asked to decide: gone, old or foreign
 * content costs that call again, nothing else. No method throws, and none takes longer than a quarter of a second.
 */
export interface HotCopy {
  /** Null when nothing is known. */
  read(chat: ChatAddress): Promise<Seen | null>;
  write(seen: Seen): Promise<void>;
  /** Deletes what is known of a chat. */
  drop(chat: ChatAddress): Promise<void>;
  /** Tries to write and read. What is wrong, once for each outage that lasts until somebody asks; null otherwise. */
  check(): Promise<string | null>;
}

/** The database said no, or could not be asked. Never means "a new session". */
export class KeeperError extends Error {
  constructor(
    message: string,
    /** True when asking again may help (network, 5xx). */
    readonly retryable: boolean,
    readonly code?: string,
  ) {
    super(message);
    this.name = 'KeeperError';
  }
}
