import {
  NodeOperationError,
  type IDataObject,
  type IDisplayOptions,
  type IExecuteFunctions,
  type INodeProperties,
} from 'n8n-workflow';

import type { Vk } from '../../shared/vk';

/** One operation for one input item: the items that it gives. */
export type Operation = (context: IExecuteFunctions, vk: Vk, index: number) => Promise<IDataObject[]>;

/** A resource of the node: its part of the panel, and what its operations do. */
export interface Resource {
  properties: INodeProperties[];
  operations: Record<string, Operation>;
}

/** Shows a field for these operations of a resource. */
export const shownFor = (resource: string, ...operation: string[]): IDisplayOptions => ({
  show: { resource: [resource], operation },
});

/** A text parameter without the white space that comes along with copying. */
export const wordsIn = (context: IExecuteFunctions, name: string, index: number): string =>
  String(context.getNodeParameter(name, index, '') ?? '').trim();

/** What is wrong with a field, in words for the owner. */
export const wrong = (
  context: IExecuteFunctions,
  index: number,
  message: string,
  description: string,
): NodeOperationError => new NodeOperationError(context.getNode(), message, { itemIndex: index, description });

/** The field with the one who is written to. */
export const peerField = (resource: string, ...operations: string[]): INodeProperties => ({
  displayName: 'Peer ID',
  name: 'peer',
  type: 'string',
  default: '',
  required: true,
  placeholder: '42',
  description: 'Whom it is for: the person’s number, as the VK Trigger gives it in object.message.peer_id',
  displayOptions: shownFor(resource, ...operations),
});

/** That field's number. */
export function peerIn(context: IExecuteFunctions, index: number): string {
  const peer = wordsIn(context, 'peer', index);
  if (/^-?\d+$/.test(peer)) return peer;
  throw wrong(
    context,
    index,
    'Не указано, кому',
    'В поле Peer ID нужно число, например номер человека из его адреса id42.',
  );
}

/** Numbers in a field, whatever stands between them. */
export function numbersIn(context: IExecuteFunctions, name: string, index: number): string[] {
  const numbers = wordsIn(context, name, index).match(/\d+/g) ?? [];
  if (numbers.length > 0) return numbers;
  throw wrong(context, index, 'Не указано, какое сообщение', 'В поле Message ID нужен номер сообщения.');
}
