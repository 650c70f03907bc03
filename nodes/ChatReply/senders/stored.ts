import { DateTime } from 'luxon';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Delivery } from '../../../lib/channels/types';
import type { Reply } from '../../../lib/dialogue/types';
import { pictureIdOf } from '../../../lib/sessions/ledger';
import { KeeperError } from '../../../lib/sessions/types';
import { loadPicture } from '../../shared/images';
import type { Send, Sending } from './types';

/** The picture is what such a reply is about, so a database that does not answer is asked again. */
const AGAIN_MS = 30_000;

const wordsAlone = ({ image: _image, ...reply }: Reply): Reply => reply;

/**
 * Sends replies whose picture lies in the database: its bytes go along. Where it is gone, or the messenger does not take it,
 * the words go alone.
 */
export function withStoredPictures(context: IExecuteFunctions, send: Send): Send {
  return async (sending) => {
    const { image } = sending.reply;
    if (image === undefined || !pictureIdOf(image)) return send(sending);
    const alone = async (why: string): Promise<Delivery> => {
      const delivery = await send({ ...sending, reply: wordsAlone(sending.reply) });
      return { ...delivery, detail: [`без картинки: ${why}`, delivery.detail].filter(Boolean).join('; ') };
    };
    let withBytes: Sending;
    try {
      withBytes = { ...sending, picture: await loadPicture(context, image) };
    } catch (error) {
      const { message } = error as Error;
      if (!(error instanceof KeeperError) || !error.retryable) return alone(message);
      const at = DateTime.utc().plus(AGAIN_MS).toISO();
      return { outcome: 'later', messages: [], detail: message, at };
    }
    const delivery = await send(withBytes);
    const refused = delivery.outcome === 'refused' && delivery.messages.length === 0;
    return refused ? alone(delivery.detail ?? 'мессенджер её не взял') : delivery;
  };
}
