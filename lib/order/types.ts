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
  menu: Menu;
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

/** What can happen to an order. `expire`: nobody decided in time. */
export type OrderAction = 'confirm' | 'accept' | 'decline' | 'expire' | 'bake' | 'finish' | 'hand_over' | 'cancel';

/** How full each day already is: work points held or firm, by delivery day, and days closed outside the menu. */
export interface Availability {
  booked: Record<string, number>;
  closed: string[];
  /** Extra work points granted for a day. */
  extra: Record<string, number>;
}
