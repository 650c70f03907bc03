/**
 * The words of the bakery's domain. Everything here is plain data that survives JSON.
 * Money is in whole kopecks, weight in whole grams, days are `YYYY-MM-DD` in the bakery's time zone.
 */

/** Languages the bot speaks; a new one is a new file in lib/dialogue/texts and a new word here. */
export type Language = 'ru' | 'en';

/** A name that customers read, per language. Russian is always there; a missing translation falls back to it. */
export type Names = { ru: string } & Partial<Record<Language, string>>;

export const ALLERGENS = ['nuts', 'gluten', 'milk', 'eggs', 'honey'] as const;
export type Allergen = (typeof ALLERGENS)[number];

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface Occasion {
  key: string;
  name: Names;
}

/** A size offered as a button. `weightG` is also the upper bound up to which `workPoints` hold. */
export interface Size {
  key: string;
  name: Names;
  weightG: number;
  servings: number;
  tiers: number;
  workPoints: number;
}

export interface Filling {
  key: string;
  name: Names;
  /** Kopecks for one kilogram of cake. */
  pricePerKg: number;
  /** Whole days of notice that this filling needs. */
  leadDays: number;
  contains: Allergen[];
}

export interface Coating {
  key: string;
  name: Names;
  /** Kopecks for one kilogram of cake; 0 is free. */
  pricePerKg: number;
  leadDays: number;
  contains: Allergen[];
}

export interface Decor {
  key: string;
  name: Names;
  /** Kopecks for the piece. */
  price: number;
  leadDays: number;
  workPoints: number;
  contains: Allergen[];
}

/** Delivery zone. */
export interface Zone {
  key: string;
  name: Names;
  /** Kopecks. */
  price: number;
}

/** A window of hand-over, `HH:MM` in the bakery's zone. */
export interface Window {
  key: string;
  from: string;
  to: string;
}

/** A cake as it was baked before, shown with its picture: chosen with one press instead of part by part. */
export interface ReadyCake {
  key: string;
  name: Names;
  /** A few words about it; without them its parts are named. */
  text?: Names;
  /** Address of its picture. */
  picture: string;
  /** Key of the filling. */
  filling: string;
  /** Key of the coating; absent: the customer is asked. */
  coating?: string;
  /** Key of the decoration; null: none. */
  decor: string | null;
  weightG: number;
}

export interface Menu {
  occasions: Occasion[];
  /** Ascending by weight. */
  sizes: Size[];
  weight: { minG: number; maxG: number; stepG: number; gramsPerServing: number };
  fillings: Filling[];
  coatings: Coating[];
  decor: Decor[];
  /** At most ten. Their parts are on the menu, and each can be made. */
  readyCakes: ReadyCake[];
  inscription: { price: number; maxLength: number };
  zones: Zone[];
  /** Null when the bakery delivers only. */
  pickup: { address: Names } | null;
  windows: Window[];
  /** Work points that the bakery can do for delivery on that weekday; 0 is a day off. */
  capacity: Record<Weekday, number>;
  /** Days off, `YYYY-MM-DD`. */
  blackout: string[];
  /** Least notice in whole days. */
  leadDays: number;
  /** How many days ahead orders are taken. */
  horizonDays: number;
  depositPercent: number;
}

/** Menu and settings together: what the owner edits in one place and what is stored as a version. */
export interface Shop {
  name: Names;
  /** IANA zone, `Europe/Moscow`. */
  zone: string;
  /** Used when the customer's own language is not one of ours. */
  language: Language;
  /** Who processes personal data and where the policy is; said in the consent question. */
  operator: { name: string; policyUrl: string };
  baker: {
    /** When false an order is accepted as soon as the customer confirms it. */
    approval: boolean;
    /** Telegram chats that get the cards. */
    chats: string[];
    /** Telegram users who may press and answer. A private chat in `chats` counts as its user. */
    users: string[];
    /** A place is held so long for the decision; the baker is reminded after `remindHours`. */
    holdHours: number;
    remindHours: number;
    /** So long the bot says nothing after a person was called or has written. */
    silenceMinutes: number;
  };
  /**
   * False: nothing is stored as an order and no day is counted; the conversation ends in a note to the bakery. Must be so
   * where conversations are kept without a database.
   */
  takesOrders: boolean;
  /** False: no link is written on Avito, which may hold such messages back; the customer is told to look into the profile. */
  avitoLinks: boolean;
  /** Keys of the questions in the order in which they are asked; one that is not named is not asked. Null: all, in our order. */
  questions: string[] | null;
  texts: ShopTexts;
  /** Questions that customers ask and the owner's answers; to a question nothing else is ever answered. */
  faq: FaqEntry[];
  ai: AiSettings;
  preview: PreviewSettings;
  payment: PaymentSettings;
  menu: Menu;
}

/** Ways to be paid; `manual` is cash or a transfer that the baker confirms. */
export const PAYMENT_PROVIDERS = ['yookassa', 'tbank', 'stripe', 'manual'] as const;
export type PaymentProvider = (typeof PAYMENT_PROVIDERS)[number];

export interface PaymentSettings {
  /** Ways that customers are offered; none: orders are not paid through the bot. */
  providers: PaymentProvider[];
  /** So long a customer has to pay the deposit; the place is held for a quarter of an hour more. */
  payMinutes: number;
  receipts: ReceiptSettings;
  /** By how much of its estimate a weighed cake may cost more without the customer being asked. */
  tolerancePercent: number;
  /** Until so many hours before the hand-over a cancelled order gets all its money back. */
  cancelHours: number;
  /** Of what was paid in advance, the share that the bakery keeps when an order is cancelled later than that. */
  keepPercent: number;
  /** Where a buyer comes back to after paying; null: the bakery's policy page. */
  returnUrl: string | null;
}

/** Fiscal receipts: none, by the provider's till (54-FZ), or by the baker's own app («Мой налог»). */
export type ReceiptSettings =
  | { kind: 'none' | 'self_employed' }
  | {
      kind: '54fz';
      /** 1 general, 2 simplified (income), 3 simplified (income less expense), 5 ESN, 6 patent. */
      taxSystem: 1 | 2 | 3 | 5 | 6;
      /** YooKassa's code: 1 none, 2 0 %, 3 10 %, 7 5 %, 8 7 %, 11 22 %. */
      vatCode: 1 | 2 | 3 | 7 | 8 | 11;
      /** The till sends receipts by e-mail only («Чеки от ЮMoney»), so it is asked for. */
      email: boolean;
    };

/** `full`: the whole price at once. */
export type PaymentKind = 'deposit' | 'balance' | 'full';
export type PaymentStatus = 'pending' | 'paid' | 'partly_refunded' | 'refunded' | 'cancelled' | 'expired';

/** One attempt to be paid: a link (or the baker's word) with an amount. An order has at most one that is pending. Whole kopecks. */
export interface PaymentRecord {
  /** `<order>-<n>`. */
  id: string;
  kind: PaymentKind;
  provider: PaymentProvider;
  amount: number;
  status: PaymentStatus;
  /** What really came; 0 until it did. */
  paid: number;
  /** Returned in all, and what was asked to be returned in all. */
  refunded: number;
  refundAsked: number;
  /** The provider's own id, once it is known. */
  providerId: string | null;
  url: string | null;
  /** ISO. */
  expiresAt: string | null;
  paidAt: string | null;
}

/** A question as customers put it, and what they then read. */
export interface FaqEntry {
  question: Names;
  answer: Names;
}

export interface AiSettings {
  /** Free text that the rules leave open goes to a language model (the node Cake Understanding). */
  understanding: boolean;
  /** Calls of the language model in a calendar month; after them the month goes on by rules alone. */
  callsPerMonth: number;
}

export interface PreviewSettings {
  /** Whether customers are shown a picture of their cake before the summary. */
  enabled: boolean;
  /** The shop's own style in a few words, part of every brief. */
  style: string;
  /** Pictures drawn by a model for one order; more are sketches made here, which cost nothing. */
  perOrder: number;
  /** Pictures drawn by a model in a calendar month, for all customers. */
  perMonth: number;
  /** Bucket of Supabase Storage that keeps the pictures; null: the database does. */
  bucket: string | null;
}

/** Colours that a picture can be asked in; anything else a customer says about colour is a wish in words. */
export const COLOURS = [
  'white',
  'cream',
  'pink',
  'red',
  'burgundy',
  'orange',
  'yellow',
  'green',
  'mint',
  'blue',
  'light_blue',
  'lilac',
  'purple',
  'brown',
  'black',
  'grey',
  'gold',
  'silver',
] as const;
export type Colour = (typeof COLOURS)[number];

/** The picture that a customer has approved. */
export interface DraftPicture {
  /** Id in the database. */
  id: string;
  /** Null: a sketch drawn here. */
  model: string | null;
  /** The words that it was drawn from. */
  brief: string;
  /** What of the draft it shows (see `lookOf`): a changed cake needs another picture. */
  of: string;
}

/** Sentences that the owner has put in place of ours, by key; `kitchen` are those that her own people read. */
export type ShopTexts = Record<Language | 'kitchen', Record<string, string>>;

/** What the customer has said so far. A key that is absent has not been asked or answered. */
export interface Draft {
  consent?: { at: string; textVersion: string };
  occasion?: string;
  weightG?: number;
  /** Said by the customer when she gave a number of guests rather than a weight. */
  servings?: number;
  filling?: string;
  coating?: string;
  /** Null: no decoration wanted. */
  decor?: string | null;
  /** '' : no inscription wanted. */
  inscription?: string;
  /** '' : nothing special. */
  wishes?: string;
  /** The channel's own file ids of reference photos. */
  photos?: string[];
  allergens?: Allergen[];
  /** Free words about allergies that are not in the list. */
  allergyNote?: string;
  /** Clashes of an allergy with the cake (`filling:key:allergen`) that she has seen and wants to keep. */
  allergyAccepted?: string[];
  date?: string;
  window?: string;
  fulfilment?: 'pickup' | 'delivery';
  zone?: string;
  address?: string;
  name?: string;
  /** E.164. */
  phone?: string;
  /** Facts that no question asks for, in her language: tiers, a budget, «без сахара». They stand beside the wishes. */
  extras?: string[];
  /** For the receipt, said without being asked. */
  email?: string;
  /** Colours that she asked for, for the picture and the baker. */
  colours?: Colour[];
  /** The picture that she has approved; null: she wants none. */
  picture?: DraftPicture | null;
  /** Pictures asked for this order so far, and how often she wanted another one of the same cake. */
  pictures?: { rounds: number; variant: number };
}

/** One line of the price; `total` = round(unitPrice × quantity) or, where `weightG` is set, unitPrice per kilogram. */
export interface PriceLine {
  /** `adjustment`: what the baker's own price differs by; may be negative. */
  key: 'cake' | 'coating' | 'decor' | 'inscription' | 'delivery' | 'adjustment';
  name: Names;
  quantity: number;
  weightG: number | null;
  unitPrice: number;
  total: number;
}

export interface Price {
  lines: PriceLine[];
  total: number;
  /** Share of `total` asked in advance, whole kopecks. */
  deposit: number;
}

/** The contract's words, in the order of life. */
export const ORDER_STATUSES = [
  'draft',
  'awaiting_baker',
  'awaiting_payment',
  'accepted',
  'baking',
  'ready',
  'handed_over',
  'declined',
  'cancelled',
  'refunded',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/**
 * What can happen to an order. `expire`: nobody decided or paid in time. `pay`: the deposit is there. `no_show`: nobody came for it.
 * `revive`: the money came after the place had been given up. `refund`: all money is returned.
 */
export type OrderAction =
  | 'confirm'
  | 'accept'
  | 'decline'
  | 'pay'
  | 'expire'
  | 'bake'
  | 'finish'
  | 'hand_over'
  | 'no_show'
  | 'cancel'
  | 'revive'
  | 'refund';

/** How full each day already is: work points held or firm, by delivery day, and days closed outside the menu. */
export interface Availability {
  booked: Record<string, number>;
  closed: string[];
  /** Extra work points granted for a day. */
  extra: Record<string, number>;
}
