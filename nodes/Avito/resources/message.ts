import { NodeOperationError, type IDataObject } from 'n8n-workflow';

import { PATHS } from '../../../lib/channels/avito/paths';
import { AVITO } from '../../../lib/channels/avito/render';
import { fieldOf } from '../../../lib/channels/avito/values';
import { splitText } from '../../../lib/channels/split';
import { A_PICTURE, avitoRefusal, noteSent } from '../../shared/avito';
import { pages } from '../paging';
import { pictureIn } from '../pictureIn';
import { chatField, limitFields, limitOf, shownFor, wordsIn, type Resource } from './types';

const RESOURCE = 'message';

/** What is said in a chat. */
export const message: Resource = {
  properties: [
    {
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: [RESOURCE] } },
      options: [
        {
          name: 'Delete',
          value: 'delete',
          description: 'Take back a message of your own, within an hour',
          action: 'Delete a message',
        },
        {
          name: 'Get Many',
          value: 'getAll',
          description: 'Read a chat, the newest message first',
          action: 'Get many messages',
        },
        {
          name: 'Send Image',
          value: 'sendImage',
          description: 'Send a picture; Avito has no words under pictures',
          action: 'Send an image',
        },
        {
          name: 'Send Text',
          value: 'sendText',
          description: 'Send a text; above 1000 characters it becomes several messages',
          action: 'Send a text',
        },
      ],
      default: 'sendText',
    },
    chatField(RESOURCE, 'delete', 'getAll', 'sendImage', 'sendText'),
    {
      displayName: 'Text',
      name: 'text',
      type: 'string',
      typeOptions: { rows: 4 },
      default: '',
      required: true,
      description: 'Plain text; no formatting marks are read',
      displayOptions: shownFor(RESOURCE, 'sendText'),
    },
    {
      displayName: 'Image From',
      name: 'source',
      type: 'options',
      options: [
        { name: 'Address', value: 'url' },
        { name: 'Input Item', value: 'binary' },
      ],
      default: 'binary',
      displayOptions: shownFor(RESOURCE, 'sendImage'),
    },
    {
      displayName: 'Input Data Field Name',
      name: 'binaryPropertyName',
      type: 'string',
      default: 'data',
      required: true,
      hint: 'The name of the input field containing the binary file data to be processed',
      displayOptions: { show: { ...shownFor(RESOURCE, 'sendImage').show, source: ['binary'] } },
    },
    {
      displayName: 'Image Address',
      name: 'url',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'https://example.com/cake.jpg',
      displayOptions: { show: { ...shownFor(RESOURCE, 'sendImage').show, source: ['url'] } },
    },
    {
      displayName: 'Message ID',
      name: 'message',
      type: 'string',
      default: '',
      required: true,
      displayOptions: shownFor(RESOURCE, 'delete'),
    },
    ...limitFields(RESOURCE, 'getAll'),
  ],
  operations: {
    async delete(context, avito, index) {
      const [chat, id] = [wordsIn(context, 'chat', index), wordsIn(context, 'message', index)];
      await avito.call('POST', PATHS.deleteMessage(await avito.account(), chat, id));
      return [{ chat, message: id, deleted: true }];
    },
    async getAll(context, avito, index) {
      const path = PATHS.messages(await avito.account(), wordsIn(context, 'chat', index));
      const messages = await pages(
        async (page) => {
          const body = await avito.call('GET', path, { query: page });
          const list = Array.isArray(body) ? body : fieldOf(body, 'messages');
          return Array.isArray(list) ? list : [];
        },
        limitOf(context, index),
      );
      return messages as IDataObject[];
    },
    async sendImage(context, avito, index) {
      const chat = wordsIn(context, 'chat', index);
      const picture = await pictureIn(context, index);
      const account = await avito.account();
      const answer = await avito.upload(account, picture);
      const [image_id] = answer.status === 200 ? Object.keys((answer.body ?? {}) as object) : [];
      if (!image_id) throw avitoRefusal(context, answer);
      noteSent(chat, A_PICTURE);
      return [(await avito.call('POST', PATHS.sendImage(account, chat), { body: { image_id } })) as IDataObject];
    },
    async sendText(context, avito, index) {
      const chat = wordsIn(context, 'chat', index);
      const texts = splitText(context.getNodeParameter('text', index) as string, AVITO.textLimit);
      if (texts.length === 0) {
        throw new NodeOperationError(context.getNode(), 'Текст пуст', {
          itemIndex: index,
          description: 'Напишите в поле «Text», что отправить.',
        });
      }
      const path = PATHS.send(await avito.account(), chat);
      const sent: IDataObject[] = [];
      for (const text of texts) {
        noteSent(chat, text);
        sent.push((await avito.call('POST', path, { body: { type: 'text', message: { text } } })) as IDataObject);
      }
      return sent;
    },
  },
};
