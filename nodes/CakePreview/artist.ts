import { createHash } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { familyOf, qualityFor, sizeFor } from '../../lib/ai/picture/families';
import type { Drawn } from '../../lib/ai/picture/draw';
import type { NoModel } from '../../lib/dialogue/types';
import type { ChatAddress } from '../../lib/sessions/types';
import { fetchThrough } from '../shared/http';
import { loadPicture } from '../shared/images';
import { hostOf, modelIn, openOpenAi } from '../shared/openai';
import { noteTrouble, PATIENCE } from '../shared/troubles';
import { LONGEST_SECONDS } from './description';

/** A reference photo as it goes to the model, and the hash of the bytes that the customer sent. */
export interface ReferencePhoto {
  jpeg: Buffer;
  hash: string;
}

/** The image model as this node is set. */
export interface Artist {
  model: string;
  /** What the model takes of the settings. */
  size: string;
  quality: string;
  /** The customer's photo; null: there is none, it is not to be used, or it cannot be. */
  photo(image: string | null): Promise<ReferencePhoto | null>;
  draw(brief: string, photo: ReferencePhoto | null, chat: ChatAddress): Promise<Drawn>;
}

/** Who draws; `why`: there is no model, for that reason. */
export type Hired = { artist: Artist; why?: undefined } | { artist: null; why: NoModel };

const SECOND = 1000;
const NO_PICTURE = 'Модель ответила, но картинки не прислала';

const sha256 = (of: string | Buffer): string => createHash('sha256').update(of).digest('hex');

/** Opens the image model. Without a credential, without a model, or where only sketches are wanted there is none. */
export async function hire(context: IExecuteFunctions): Promise<Hired> {
  const off: Hired = { artist: null, why: 'off' };
  if (context.getNodeParameter('drawWith', 0) === 'sketch' || !context.getNode().credentials?.openAiApi) return off;
  const model = modelIn(context.getNodeParameter('model', 0));
  if (!model) return off;
  const size = sizeFor(model, String(context.getNodeParameter('size', 0)));
  const quality = qualityFor(model, String(context.getNodeParameter('quality', 0)));
  const seconds = Number(context.getNodeParameter('timeLimit', 0)) || LONGEST_SECONDS;
  const timeLimitMs = Math.min(seconds, LONGEST_SECONDS) * SECOND;
  const usesPhoto = context.getNodeParameter('referencePhoto', 0) === 'use' && familyOf(model).edits;

  const client = await openOpenAi(context, timeLimitMs).catch((error: Error) => error);
  if (client instanceof Error) {
    noteTrouble('pictures', `Доступ «OpenAI» не открывается: ${client.message}`);
    return { artist: null, why: 'down' };
  }
  return {
    artist: {
      model,
      size,
      quality,
      photo: (image) => (usesPhoto && image ? referencePhoto(context, image) : Promise.resolve(null)),
      async draw(brief, photo, chat) {
        // Loaded only where a picture is drawn.
        const { drawPicture } = await import('../../lib/ai/picture/draw');
        const asker = sha256(`${chat.channel}:${chat.account}:${chat.chat}`);
        const drawn = await drawPicture(
          { model, size, quality, brief, reference: photo?.jpeg ?? null, asker, timeLimitMs },
          { client, fetch: fetchThrough(context, { timeoutMs: timeLimitMs }) },
        );
        report(drawn, `${model}, ${hostOf(client)}`);
        return drawn;
      },
    },
  };
}

/** Tells the owner of an outage. That a model refuses a picture is none. */
function report(drawn: Drawn, who: string): void {
  if (drawn.ok) return noteTrouble('pictures', null);
  const { fault, reason, says, advice, retryable } = drawn.failure;
  if (reason === 'refused') return;
  const detail =
    fault === 'broken' ? `${NO_PICTURE} (${who}). Выберите в узле Cake Preview другую.` : `${says} (${who}). ${advice}`;
  noteTrouble('pictures', detail, retryable ? PATIENCE : 1);
}

/** A photo that cannot be had or read keeps nobody from a picture: it is drawn from the chosen options alone. */
async function referencePhoto(context: IExecuteFunctions, image: string): Promise<ReferencePhoto | null> {
  try {
    const { data } = await loadPicture(context, image);
    const { prepareReference } = await import('../../lib/ai/picture/reference');
    const reference = await prepareReference(data);
    if (reference.ok) return { jpeg: reference.jpeg, hash: sha256(data) };
    context.logger.info(`Cake Preview: the reference photo is not used: ${reference.why}`);
  } catch (error) {
    context.logger.info(`Cake Preview: the reference photo is not used: ${(error as Error).message}`);
  }
  return null;
}
