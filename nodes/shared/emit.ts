import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { BakerCard } from '../../lib/dialogue/types';
import type { Outgoing } from '../../lib/sessions/types';

/** The outputs of Cake Order, in the order in which they stand on the canvas. Static: an expression there costs an isolate. */
export const OUTPUTS = ['reply', 'preview', 'payment', 'baker', 'handoff'] as const satisfies Outgoing['kind'][];

/** Titles of the outputs, as the owner sees them. */
export const OUTPUT_NAMES = ['Reply', 'Preview', 'Payment', 'Baker', 'Hand-Off'];

const escapeHtml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/**
 * The built-in Telegram node always sets a parse mode (Markdown unless told otherwise), so the text that it is to send
 * is given as HTML with everything escaped.
 */
function forBuiltInNodes(payload: Outgoing['payload']): IDataObject {
  if (!('kind' in payload)) return {};
  if (payload.kind === 'baker') {
    const card: BakerCard = payload.card;
    return { card: { ...card, html: escapeHtml(card.text) } as unknown as IDataObject };
  }
  if (payload.kind === 'handoff') return { text: payload.text, html: escapeHtml(payload.text) };
  return {};
}

/** Sorts what was committed onto the outputs. Everything that the next node needs travels in the item. */
export function emit(outgoing: Outgoing[]): INodeExecutionData[][] {
  const outputs: INodeExecutionData[][] = OUTPUTS.map(() => []);
  for (const { key, to, kind, payload, again } of outgoing) {
    const json: IDataObject = { key, kind, to: { ...to }, ...(again ? { again } : {}) };
    if (kind === 'reply') json.reply = payload as unknown as IDataObject;
    else Object.assign(json, payload, forBuiltInNodes(payload));
    outputs[OUTPUTS.indexOf(kind)].push({ json });
  }
  return outputs;
}
