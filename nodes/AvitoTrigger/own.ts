import { DateTime } from 'luxon';
import type { IWebhookFunctions } from 'n8n-workflow';

import { renderAvito } from '../../lib/channels/avito/render';
import { plain } from '../../lib/channels/avito/sentNotes';
import { fieldOf } from '../../lib/channels/avito/values';
import type { Reply } from '../../lib/dialogue/types';
import type { ChatAddress } from '../../lib/sessions/types';
import { A_PICTURE, wasNoted } from '../shared/avito';
import { openDatabase } from '../shared/database';

/** Replies older than this have long been echoed. */
const LOOK_BACK_MINUTES = 60;

const says = (reply: Reply, words: string): boolean =>
  renderAvito(reply).some((part) => (part.kind === 'image' ? words === A_PICTURE : plain(part.text) === plain(words)));

/**
 * Whether a message of the shop's own account was written by a person, and not by this pack. What this process sent is
 * known by its words, what another one sent by the outbox, where a reply stands before it goes out. A text sent by
 * another process past the outbox (the Avito node on a worker of its own) is taken for a person's.
 *
 * @param value Avito's message
 * @throws when the outbox could not be asked
 */
export async function isOfPerson(context: IWebhookFunctions, address: ChatAddress, value: unknown): Promise<boolean> {
  const text = fieldOf(fieldOf(value, 'content'), 'text');
  const isPicture = fieldOf(value, 'type') === 'image';
  // The pack sends nothing but texts and pictures.
  if (!isPicture && (fieldOf(value, 'type') !== 'text' || typeof text !== 'string')) return true;
  const words = isPicture ? A_PICTURE : (text as string);
  if (wasNoted(address.chat, words)) return false;
  const { credentials } = context.getNode();
  if (!credentials?.supabaseApi && !credentials?.redis) return true;
  const { keeper } = await openDatabase(context);
  const since = DateTime.utc().minus({ minutes: LOOK_BACK_MINUTES }).toISO();
  const sent = await keeper.sentTo(address, since);
  return !sent.some(({ payload }) => says(payload, words));
}
