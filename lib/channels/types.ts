import type { CustomerEvent, Person } from '../dialogue/types';
import type { ChatAddress } from '../sessions/types';

/** What a messenger can show. Nodes and texts look here instead of asking which messenger it is. */
export interface Capabilities {
  /** Characters of one message; longer texts are split. */
  textLimit: number;
  /** Characters under a picture; a longer caption becomes a message of its own. 0: pictures carry no words. */
  captionLimit: number;
  /**
   * How a choice is shown: `inline` buttons under the message, a `keyboard` of buttons that send their words, or a
   * `numbered` list in the text that is answered with a number or the words.
   */
  choices: 'inline' | 'keyboard' | 'numbered';
  /** Whether "typing…" can be shown. */
  typing: boolean;
  /** Whether several pictures with words and buttons can stand side by side in one message. */
  carousel: boolean;
}

/** A messenger's event in the project's words. */
export interface Inbound {
  /** The vendor's own identity of the event: a repeat has the same key. Begins with channel and account. */
  key: string;
  address: ChatAddress;
  person: Person;
  /** False in groups and channels. */
  private: boolean;
  event: CustomerEvent;
  /** The message whose button was pressed. */
  message?: string;
  /** The message that this one replies to. */
  replyTo?: { message: string; fromBot: boolean };
  /** ISO; when the vendor says it happened, else when it arrived. */
  at: string;
  /** The vendor's own order of events in a chat, where it gives one: grows with each. Absent: order of arrival. */
  order?: number;
}

/** How a reply ended, for the node's output and for the outbox. */
export interface Delivery {
  outcome: 'sent' | 'blocked' | 'refused' | 'no_credential' | 'later';
  /** The messenger's ids of the messages that were made. */
  messages: string[];
  detail?: string;
  /** ISO: to be tried again, not before. */
  at?: string;
}
