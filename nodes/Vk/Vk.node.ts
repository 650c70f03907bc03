import {
  NodeConnectionTypes,
  NodeOperationError,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';

import { perItem } from '../shared/perItem';
import { openVk } from '../shared/vk';
import { RESOURCES, vkProperties } from './description';

/** Messages of a VK community and what belongs to them, by the VK API. */
export class Vk implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'VK',
    name: 'vk',
    icon: { light: 'file:vk.svg', dark: 'file:vk.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Sends messages as a VK community, with buttons, pictures and carousels',
    defaults: { name: 'VK' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'vkApi', displayName: 'VK', required: true }],
    properties: vkProperties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const vk = await openVk(this);
    return perItem(this, 1, async (_item, index) => {
      const { operations } = RESOURCES[this.getNodeParameter('resource', index) as string];
      const operation = operations[this.getNodeParameter('operation', index) as string];
      try {
        return [(await operation(this, vk, index)).map((json) => ({ json, pairedItem: { item: index } }))];
      } catch (error) {
        const refusal = new NodeOperationError(this.getNode(), error as Error, { itemIndex: index });
        // VK's refusals are made where nobody knows of items.
        refusal.context.itemIndex = index;
        throw refusal;
      }
    });
  }
}
