import type { Delivery } from '../../../lib/channels/types';
import type { Reply } from '../../../lib/dialogue/types';
import type { ChatAddress } from '../../../lib/sessions/types';
import type { Picture } from '../../shared/images';

/** One reply to send. */
export interface Sending {
  reply: Reply;
  to: ChatAddress;
  /** The same whenever this reply is sent again; messengers that know repeats are given what follows from it. */
  key: string;
  /** It may have been sent before: the process that had it did not confirm it. */
  again: boolean;
  /** The bytes of the reply's own image, where it is one of the database. */
  picture?: Picture;
}

/** Sends replies of one messenger. Never throws for what the messenger answers: that is a `Delivery`. */
export type Send = (sending: Sending) => Promise<Delivery>;
