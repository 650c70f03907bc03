import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';

import { openAvito } from '../shared/avito';
import { perItem } from '../shared/perItem';
import { avitoProperties, RESOURCES } from './description';

/** Avito's messenger and what belongs to it, by Avito's API. */
export class Avito implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Avito',
    name: 'avito',
    icon: { light: 'file:avito.svg', dark: 'file:avito.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Reads and sends messages on Avito',
    defaults: { name: 'Avito' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [
      {
        name: 'avitoApi',
        displayName: 'Avito',
        required: true,
        displayOptions: { show: { authentication: ['personal'] } },
      },
      {
        name: 'avitoOAuth2Api',
        displayName: 'Avito OAuth2',
        required: true,
        displayOptions: { show: { authentication: ['oAuth2'] } },
      },
    ],
    properties: avitoProperties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const avito = await openAvito(this);
    return perItem(this, 1, async (_item, index) => {
      const { operations } = RESOURCES[this.getNodeParameter('resource', index) as string];
      const operation = operations[this.getNodeParameter('operation', index) as string];
      return [(await operation(this, avito, index)).map((json) => ({ json, pairedItem: { item: index } }))];
    });
  }
}
