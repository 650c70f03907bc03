import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type ILoadOptionsFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';

import { mayChat } from '../../lib/ai/openai/models';
import { searchModels } from '../shared/openai';
import { perItem } from '../shared/perItem';
import { checkModels } from './checkModels';
import { cakeUnderstandingProperties } from './description';
import { understandItem } from './understand';

/** Has a language model read what the rules could not, and watches over the models' last days. */
export class CakeUnderstanding implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Cake Understanding',
    name: 'cakeUnderstanding',
    icon: { light: 'file:cakeUnderstanding.svg', dark: 'file:cakeUnderstanding.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description:
      'Reads free text of a customer with a language model; the model fills in details of the order, no more',
    defaults: { name: 'Cake Understanding' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [
      { name: 'openAiApi', displayName: 'OpenAI', required: true },
      { name: 'supabaseApi', displayName: 'Supabase', required: true },
    ],
    properties: cakeUnderstandingProperties,
  };

  methods = {
    listSearch: {
      async searchChatModels(this: ILoadOptionsFunctions, filter?: string) {
        return searchModels(this, mayChat, filter);
      },
      async searchAllModels(this: ILoadOptionsFunctions, filter?: string) {
        return searchModels(this, () => true, filter);
      },
    },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const run = this.getNodeParameter('operation', 0) === 'checkModels' ? checkModels(this) : understandItem(this);
    return perItem(this, 1, run);
  }
}
