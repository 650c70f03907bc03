import { NodeOperationError, type IDataObject } from 'n8n-workflow';

import { messageCalls, type VkParams } from '../../../lib/channels/vk/render';
import { vkRefusal } from '../../shared/vk';
import { uploadToVk } from '../../shared/vkUpload';
import { carouselIn } from '../panel/carousel';
import { keyboardIn } from '../panel/keyboard';
import { pictureIn } from '../panel/picture';
import { peerIn, wordsIn, wrong, type Operation } from './types';

/** Attachments as the panel gives them, with the uploaded picture first. */
export const attachmentsOf = (...lists: (string | undefined)[]): string | undefined =>
  lists
    .flatMap((list) => (list ?? '').split(/[\s,]+/))
    .filter(Boolean)
    .join(',') || undefined;

/**
 * Sends a message, in as many parts as its length needs. The same run of the same item has the same `random_id`, so what
 * n8n repeats by itself ("Retry On Fail") is shown once.
 */
export const send: Operation = async (context, vk, index) => {
  const peer = peerIn(context, index);
  const text = wordsIn(context, 'text', index);
  const options = context.getNodeParameter('options', index, {}) as IDataObject;
  const keyboard = keyboardIn(context, index);
  const picture = await pictureIn(context, index);
  if (!text && !picture && !options.attachments) {
    throw wrong(
      context,
      index,
      'Сообщение пустое',
      'Напишите текст или приложите картинку. Карусели текст тоже нужен.',
    );
  }
  const template = await carouselIn(context, vk, index, peer);
  if (template && !text) throw wrong(context, index, 'Карусели нужен текст', 'Напишите хотя бы строку в поле Text.');
  const uploaded = picture ? (await uploadToVk(context, vk, peer, picture)).attachment : undefined;
  const attachment = attachmentsOf(uploaded, options.attachments as string | undefined);
  const first: VkParams = {
    ...(attachment ? { attachment } : {}),
    ...(options.replyTo ? { reply_to: options.replyTo as number } : {}),
    ...(options.muteMentions ? { disable_mentions: 1 } : {}),
  };
  const last: VkParams = { ...(keyboard ? { keyboard } : {}), ...(template ? { template } : {}) };
  const run = context.getWorkflowDataProxy(index).$thisRunIndex as number;
  const key = [context.getExecutionId(), context.getNode().id, run, index, peer, text].join(':');
  const calls = messageCalls({ peer, text, first, last, previews: Boolean(options.previews) }, key);

  const messageIds: number[] = [];
  for (const { method, params } of calls) {
    const { verdict, response } = await vk.persist(method, params);
    if (verdict.kind !== 'sent') {
      const refusal = vkRefusal(context, verdict, index);
      if (messageIds.length === 0) throw refusal;
      throw new NodeOperationError(context.getNode(), `${refusal.message}: ушла только часть сообщения`, {
        itemIndex: index,
        description: `Отправлено частей: ${messageIds.length} из ${calls.length}.\n${refusal.description}`,
      });
    }
    messageIds.push(response as number);
  }
  return [{ peerId: Number(peer), messageId: messageIds.at(-1), messageIds }];
};
