import type { CustomerEvent, Person } from '../dialogue/types';
import type { ChatAddress } from '../sessions/types';

/** What a messenger can show. Chat Reply and the texts look here instead of asking which messenger it is. */
export interface Capabilities {
  /** Characters of one message; longer texts are split. */
  textLimit: number;
  /** Characters under a picture; a longer caption becomes a message of its own. */
  captionLimit: number;
  inlineButtons: boolean;
  typing: boolean;
}

/** A messenger's event in the project's words. */
export interface Inbound {
  /** The vendor's own identity of the event: a repeat has the same key. */
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
}
