import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { BakerCard } from '../../lib/dialogue/types';
import { pictureIdOf, type Ledger } from '../../lib/sessions/ledger';
import type { Outgoing } from '../../lib/sessions/types';
import { storedPicture } from './images';

/** The outputs of Cake Order, in the order in which they stand on the canvas. Static: an expression there costs an isolate. */
export const OUTPUTS = [
  'reply',
  'preview',
  'payment',
  'baker',
  'handoff',
  'understand',
] as const satisfies Outgoing['kind'][];

/** Titles of the outputs, as the owner sees them. */
export const OUTPUT_NAMES = ['Reply', 'Preview', 'Payment', 'Baker', 'Hand-Off', 'Understand'];

const escapeHtml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** What an item says besides what it is and where it goes. */
type Content = Pick<INodeExecutionData, 'json' | 'binary'>;

/**
 * The built-in Telegram node always sets a parse mode (Markdown unless told otherwise), so the text that it is to send
 * is given as HTML with everything escaped.
 */
const cardContent = (card: BakerCard): IDataObject => ({ card: { ...card, html: escapeHtml(card.text) } });

/**
 * A card with a picture of the database, as a built-in node sends it: the bytes are the item's file `picture`. Without them
 * it is a note. Null: the database did not give them now, and the sweeper hands the card out again.
 */
async function pictureContent(
  context: IExecuteFunctions,
  ledger: Ledger | null,
  { image, ...card }: BakerCard,
): Promise<Content | null> {
  try {
    const id = image === undefined ? null : pictureIdOf(image);
    const picture = id === null ? null : await storedPicture(ledger, id);
    if (!picture) return { json: cardContent({ ...card, kind: 'note' }) };
    const { data, fileName, mimeType } = picture;
    const file = await context.helpers.prepareBinaryData(data, fileName, mimeType);
    return { json: cardContent({ ...card, image }), binary: { picture: file } };
  } catch (error) {
    context.logger.error(`Cake Order: the picture of a card could not be read: ${(error as Error).message}`);
    return null;
  }
}

async function contentOf(
  context: IExecuteFunctions,
  ledger: Ledger | null,
  payload: Outgoing['payload'],
): Promise<Content | null> {
  if (!('kind' in payload)) return { json: { reply: payload as unknown as IDataObject } };
  if (payload.kind === 'baker') {
    const { card } = payload;
    return card.kind === 'picture' ? pictureContent(context, ledger, card) : { json: cardContent(card) };
  }
  const html = payload.kind === 'handoff' ? { html: escapeHtml(payload.text) } : {};
  return { json: { ...payload, ...html } as unknown as IDataObject };
}

/** Sorts what was committed onto the outputs. Everything that the next node needs travels in the item. */
export async function emit(
  context: IExecuteFunctions,
  ledger: Ledger | null,
  outgoing: Outgoing[],
): Promise<INodeExecutionData[][]> {
  const outputs: INodeExecutionData[][] = OUTPUTS.map(() => []);
  for (const { key, to, kind, payload, again } of outgoing) {
    const content = await contentOf(context, ledger, payload);
    if (!content) continue;
    // The key is the one that is confirmed, whatever an effect may call by that name.
    const json: IDataObject = { ...content.json, key, kind, to: { ...to }, ...(again ? { again } : {}) };
    outputs[OUTPUTS.indexOf(kind)].push({ ...content, json });
  }
  return outputs;
}
