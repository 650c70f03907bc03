import type { IDataObject, IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Avito } from '../../shared/avito';

/** One operation for one input item: the items that it gives. */
export type Operation = (context: IExecuteFunctions, avito: Avito, index: number) => Promise<IDataObject[]>;

/** A resource of the node: its part of the panel, and what its operations do. */
export interface Resource {
  properties: INodeProperties[];
  operations: Record<string, Operation>;
}

/** Shows a field for these operations of a resource. */
export const shownFor = (resource: string, ...operation: string[]): IDisplayOptions => ({
  show: { resource: [resource], operation },
});

/** The field with the chat's id. */
export const chatField = (resource: string, ...operations: string[]): INodeProperties => ({
  displayName: 'Chat ID',
  name: 'chat',
  type: 'string',
  default: '',
  required: true,
  placeholder: 'u2i-1a2B3c~4d5E',
  description: 'The chat’s ID, as the Avito Trigger gives it in payload.value.chat_id',
  displayOptions: shownFor(resource, ...operations),
});

/** "Return All" and "Limit". */
export const limitFields = (resource: string, ...operations: string[]): INodeProperties[] => [
  {
    displayName: 'Return All',
    name: 'returnAll',
    type: 'boolean',
    default: false,
    description: 'Whether to return all results or only up to a given limit',
    displayOptions: shownFor(resource, ...operations),
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 50,
    description: 'Max number of results to return',
    displayOptions: {
      show: { ...shownFor(resource, ...operations).show, returnAll: [false] },
    },
  },
];

/** What the two fields say; Avito itself shows the newest 1100 of a list at most. */
export const limitOf = (context: IExecuteFunctions, index: number): number =>
  context.getNodeParameter('returnAll', index) ? Infinity : (context.getNodeParameter('limit', index) as number);

/** A text parameter without the white space that comes along with copying. */
export const wordsIn = (context: IExecuteFunctions, name: string, index: number): string =>
  String(context.getNodeParameter(name, index) ?? '').trim();
