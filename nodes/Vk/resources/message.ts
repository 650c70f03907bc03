import type { IDataObject } from 'n8n-workflow';

import { vkFault } from '../../../lib/channels/vk/errors';
import { fieldOf } from '../../shared/vk';
import { keyboardIn } from '../panel/keyboard';
import { messageFields } from '../panel/message';
import { answerEvent } from './answer';
import { attachmentsOf, send } from './send';
import { numbersIn, peerIn, wordsIn, wrong, type Operation, type Resource } from './types';

/** How VK is told which messages. */
const named = (options: IDataObject, one: string, ofConversation: string, ids: string[]): Record<string, string> => ({
  [options.byPlace ? ofConversation : one]: ids.join(','),
});

const edit: Operation = async (context, vk, index) => {
  const peer = peerIn(context, index);
  const options = context.getNodeParameter('options', index, {}) as IDataObject;
  const [id] = numbersIn(context, 'messageId', index);
  await vk.ask('messages.edit', {
    peer_id: peer,
    ...named(options, 'message_id', 'conversation_message_id', [id]),
    message: wordsIn(context, 'text', index),
    keyboard: keyboardIn(context, index),
    attachment: attachmentsOf(options.attachments as string | undefined),
    dont_parse_links: options.previews ? 0 : 1,
  });
  return [{ peerId: Number(peer), messageId: Number(id), edited: true }];
};

/** VK answers for each message: `{"7": 1}` or, in newer versions, a list of `{message_id, response, error?}`. */
const remove: Operation = async (context, vk, index) => {
  const peer = peerIn(context, index);
  const options = context.getNodeParameter('options', index, {}) as IDataObject;
  const ids = numbersIn(context, 'messageId', index);
  const answers = await vk.ask<object>('messages.delete', {
    peer_id: peer,
    ...named(options, 'message_ids', 'cmids', ids),
    delete_for_all: options.onlyHere ? 0 : 1,
  });
  for (const answer of Object.values(answers)) {
    const code = fieldOf(fieldOf(answer, 'error'), 'code');
    if (typeof code === 'number') {
      const { says, advice } = vkFault(code);
      throw wrong(context, index, says, [advice, `Ответ: VK ${code}`].filter(Boolean).join('\n'));
    }
    if (answer === 0) throw wrong(context, index, 'VK не удалил сообщение', 'Проверьте его номер и собеседника.');
  }
  return [{ peerId: Number(peer), messageIds: ids.map(Number), deleted: true }];
};

const sendTyping: Operation = async (context, vk, index) => {
  const peer = peerIn(context, index);
  await vk.ask('messages.setActivity', { peer_id: peer, type: 'typing' });
  return [{ peerId: Number(peer), typing: true }];
};

/** What is said in a chat. */
export const message: Resource = {
  properties: messageFields,
  operations: { answerEvent, delete: remove, edit, send, sendTyping },
};
